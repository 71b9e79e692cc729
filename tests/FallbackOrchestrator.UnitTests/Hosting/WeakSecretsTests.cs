using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Hosting;
using FallbackOrchestrator.UnitTests.Structure;
using Microsoft.Extensions.Configuration;

namespace FallbackOrchestrator.UnitTests.Hosting;

/// <summary>Production refuses secrets that everybody knows or can guess, and names each.</summary>
public sealed class WeakSecretsTests
{
    private const string Good = "an-example-of-24-letters";
    private const string Subaccount = "Accounts:00000000-0000-0000-0000-000000000001:Subaccounts:shop";

    private static readonly string[] SecretWords = ["Secret", "Token", "Password", "PrivateKey"];

    public static TheoryData<string> Settings =>
    [
        .. new[] { "Admin:Keys:0", "Admin:Keys:1", $"{Subaccount}:Keys:0", $"{Subaccount}:Keys:1", "Hangfire:DashboardPassword",
            "Secrets:WrappingKey", "Secrets:PreviousWrappingKey" },
        .. WeakSecrets.ProviderSettings().Select(property => $"ChannelAccounts:main:Settings:{property.Name}"),
    ];

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_secret_that_is_short_or_stands_in_the_repository_is_named_and_not_shown(string setting)
    {
        foreach (
            var weak in new[] { "xyz", "guess", "1234567", " 1234567        ", "dev-demo-key", "DEV-DEMO-ADMIN-KEY",
                "dev-meta-app-secret ", "a long random string" })
        {
            var mistake = WeakSecrets.In(Configuration((setting, weak))).Should().ContainSingle($"{setting} is '{weak}'").Which;
            mistake.Should().StartWith($"{setting}: ").And.Contain("make").And.Contain("openssl rand").And.NotContain(weak.Trim());
        }
        WeakSecrets.In(Configuration((setting, Good))).Should().BeEmpty();
        WeakSecrets.In(Configuration((setting, ""))).Should().BeEmpty("it is not set");
    }

    [Fact]
    public void Every_secret_of_Development_is_refused()
    {
        var development = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(Repository.Root, "src/FallbackOrchestrator/appsettings.Development.json")).Build();

        var secrets = development.AsEnumerable()
            .Where(setting => setting.Value is not null
                && (IsSecret(setting.Key.Split(':')[^1]) || setting.Key.Contains(":Keys:", StringComparison.Ordinal)))
            .ToList();

        secrets.Should().HaveCountGreaterThan(10);
        secrets.Select(setting => setting.Value).Should().BeSubsetOf(WeakSecrets.OfThisRepository);
        WeakSecrets.In(development).Should().HaveCount(13, "two keys, the wrapping key, and the ten secrets of five provider accounts");
    }

    [Fact]
    public void The_databases_password_of_docker_compose_is_refused_and_no_other_is_judged()
    {
        WeakSecrets.In(Configuration(("ConnectionStrings:Postgres", "Host=a;Password=only-for-development"))).Should().ContainSingle()
            .Which.Should().StartWith("ConnectionStrings:Postgres").And.NotContain("only-for");
        WeakSecrets.In(Configuration(("ConnectionStrings:Postgres", "Host=a;Password=b"))).Should().BeEmpty();
        WeakSecrets.In(Configuration(("ConnectionStrings:Postgres", "no connection string"))).Should().BeEmpty("another check says that");
        Repository.Read("docker-compose.yml").Should().Contain("only-for-development", "else the list names what is not there");
    }

    [Fact]
    public void The_settings_of_Development_are_not_published_and_docker_compose_listens_on_this_machine_only()
    {
        var project = System.Xml.Linq.XDocument.Parse(Repository.Read("src/FallbackOrchestrator/FallbackOrchestrator.csproj"));
        project.Descendants("Content").Single(content => (string?)content.Attribute("Update") == "appsettings.Development.json")
            .Attribute("CopyToPublishDirectory")!.Value.Should().Be("Never");

        var compose = Repository.Read("docker-compose.yml").Split('\n').Select(line => line.Trim()).ToList();
        var ports = compose.Skip(compose.IndexOf("ports:") + 1).TakeWhile(line => line.StartsWith('-')).ToList();
        ports.Should().ContainSingle().Which.Should().StartWith("- \"127.0.0.1:");
        compose.Should().Contain(
            "- ./src/FallbackOrchestrator/appsettings.Development.json:/app/appsettings.Development.json:ro", "the image does not hold it");
    }

    [Fact]
    public void Every_setting_of_a_provider_that_is_named_like_a_secret_is_marked_as_one()
    {
        var options = typeof(IProvider).Assembly.GetTypes()
            .Where(type => type.Namespace?.StartsWith("FallbackOrchestrator.Providers", StringComparison.Ordinal) == true
                && type.Name.EndsWith("Options", StringComparison.Ordinal))
            .ToList();

        options.Should().HaveCountGreaterThanOrEqualTo(3);
        options.SelectMany(type => type.GetProperties())
            .Where(property => IsSecret(property.Name))
            .Except(WeakSecrets.ProviderSettings())
            .Select(property => $"{property.DeclaringType!.Name}.{property.Name}")
            .Should().BeEmpty("what is named like a secret carries [Secret]");
    }

    [Fact]
    public void Every_other_setting_that_is_named_like_a_secret_is_known_here()
    {
        // Settings that are read by name, and not through options.
        var named = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(File.ReadLines)
            .SelectMany(
                line => System.Text.RegularExpressions.Regex.Matches(line,
                    "\"([A-Za-z]+(?::[A-Za-z]+)+)\"").Select(match => match.Groups[1].Value))
            .Where(setting => IsSecret(setting.Split(':')[^1]) || setting.EndsWith(":Keys", StringComparison.Ordinal))
            .Distinct();

        named.Should().BeSubsetOf(["Admin:Keys", "Hangfire:DashboardPassword"], "WeakSecrets checks these");
    }

    private static bool IsSecret(string name) => SecretWords.Any(word => name.EndsWith(word, StringComparison.OrdinalIgnoreCase));

    private static IConfiguration Configuration(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Name, setting.Value))).Build();
}
