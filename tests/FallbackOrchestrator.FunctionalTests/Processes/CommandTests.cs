using System.Net;
using System.Net.Http.Json;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.Processes;

/// <summary>The commands of the program, as an operator types them.</summary>
public sealed class CommandTests(PostgresServer server)
{
    private const string NobodyListens = "http://127.0.0.1:1";

    [Fact]
    public async Task A_misspelt_command_starts_no_service_and_names_those_that_there_are()
    {
        var (exitCode, output) = await RunAsync("migrat", []);

        exitCode.Should().Be(2);
        output.Should().Contain("There is no command 'migrat'").And.Contain("doctor").And.Contain("migrate").And.Contain("health");
    }

    [Theory]
    [InlineData("doctor")]
    [InlineData("migrate")]
    [InlineData("health")]
    [InlineData("simulator")]
    public async Task Every_command_says_in_a_sentence_what_is_wrong_with_its_settings(string command)
    {
        var (exitCode, output) = await RunAsync(
            command,
            [
                ("ASPNETCORE_CONTENTROOT", "/no/such/folder"), ("ASPNETCORE_URLS", "nonsense"),
                ("ConnectionStrings:Postgres", "Host=127.0.0.1;Port=1;Password=canary-password"),
            ]);

        exitCode.Should().Be(1, output);
        output.Should().Contain("/no/such/folder").And.NotContain("Unhandled exception").And.NotContain("   at ")
            .And.NotContain("canary-password");
    }

    [Theory]
    [InlineData("")]
    [InlineData("--urls=nonsense")]
    public async Task What_is_no_command_is_never_a_crash(string argument)
    {
        var (exitCode, output) = await RunAsync(argument, [("ConnectionStrings:Postgres", "Host=127.0.0.1;Port=1"), ("ASPNETCORE_URLS", "nonsense")]);

        exitCode.Should().Be(1, output);
        output.Should().Contain("The service cannot start").And.NotContain("   at ");
    }

    [Fact]
    public async Task Migrate_makes_the_tables_and_says_so_again_when_there_is_nothing_to_do()
    {
        var database = await server.CreateDatabaseAsync();

        foreach (var _ in Enumerable.Range(0, 2))
        {
            var (exitCode, output) = await RunAsync("migrate", [("ConnectionStrings:Postgres", database)]);
            exitCode.Should().Be(0, output);
            output.Should().Contain("The database is up to date");
        }
        await server.DropDatabaseAsync(database);
    }

    [Fact]
    public async Task Migrate_without_a_usable_database_says_in_a_sentence_why()
    {
        var (exitCode, output) = await RunAsync("migrate", [("ConnectionStrings:Postgres", "Host=127.0.0.1;Port=1;Username=nobody;Password=canary-password")]);
        exitCode.Should().Be(1);
        output.Should().Contain("no server responds on 127.0.0.1:1").And.NotContain("canary-password").And.NotContain("   at ");

        (exitCode, output) = await RunAsync("migrate", [("ConnectionStrings:Postgres", "")]);
        exitCode.Should().Be(1);
        output.Should().Contain("ConnectionStrings:Postgres is missing");
    }

    [Fact]
    public async Task Doctor_finds_nothing_wrong_beside_a_running_service_and_changes_nothing()
    {
        await using var deployment = await Deployment.CreateAsync(server);
        await using var service = await deployment.StartServiceAsync();

        var (exitCode, output) = await RunAsync("doctor", [.. deployment.Settings, ("PublicBaseUrl", service.Address.AbsoluteUri)]);

        exitCode.Should().Be(0, output);
        output.Should().Contain("PostgreSQL ").And.Contain("this machine and the database agree").And.Contain("up to date (")
            .And.Contain("account whatsapp-demo").And.Contain("account viber-demo").And.Contain("account sms-demo")
            .And.Contain("can be reached").And.Contain("leads to the service").And.NotContain("wrong    ").And.Contain("Nothing is wrong");
        (await deployment.AskAsync<long>("SELECT count(*) FROM messages")).Should().Be(0);
    }

    [Fact]
    public async Task Doctor_names_everything_that_is_wrong_with_what_corrects_it()
    {
        var empty = await server.CreateDatabaseAsync();

        var (exitCode, output) = await RunAsync(
            "doctor",
            [
                ("ConnectionStrings:Postgres", empty), ("Rules:Lese", "00:00:30"), ("PublicBaseUrl", NobodyListens),
                ("ChannelAccounts:sms-demo:BaseAddress", NobodyListens),
            ]);

        exitCode.Should().Be(1);
        output.Should().Contain("wrong    settings").And.Contain("did you mean Lease?")
            .And.Contain("will be applied at the next start")
            .And.Contain("Meta is simulated by the service itself").And.Contain($"Twilio at {NobodyListens} cannot be reached").And.Contain("correct BaseAddress")
            .And.Contain("warning  public address").And.Contain("Correct what is wrong");
        await server.DropDatabaseAsync(empty);

        (exitCode, output) = await RunAsync("doctor", [("ConnectionStrings:Postgres", "Host=127.0.0.1;Port=1;Password=canary-password")]);
        exitCode.Should().Be(1);
        output.Should().Contain("no server responds on 127.0.0.1:1").And.NotContain("canary-password");
    }

    [Fact]
    public async Task Doctor_asks_every_provider_whether_the_credentials_are_right_also_for_accounts_of_the_database()
    {
        await using var deployment = await Deployment.CreateAsync(server);
        await using var service = await deployment.StartServiceAsync();
        using var admin = new Operator(service.Address);
        var settings = new { accountSid = "AC00000000000000000000000000000001", authToken = "canary-wrong-token", from = "SHOP" };
        await admin.DoneAsync(
            HttpMethod.Put, "/api/v1/admin/channel-accounts/of-database",
            new { provider = "Twilio", channel = "SMS", baseAddress = $"{deployment.Providers.Address}simulator/twilio", settings });
        var rows = await deployment.AskAsync<long>("SELECT count(*) FROM data_protection_keys");

        var (exitCode, output) = await RunAsync(
            "doctor", [.. deployment.Settings, ("ChannelAccounts:whatsapp-demo:Settings:AccessToken", "canary-wrong-access-token")]);

        exitCode.Should().Be(1, output);
        output.Should().MatchRegex("ok +account sms-demo +credentials: the account accepts the token")
            .And.MatchRegex("ok +account viber-demo +credentials: Vonage accepts")
            .And.MatchRegex("ok +account rcs-demo +agent: the service account may use the agent")
            .And.MatchRegex("wrong +account whatsapp-demo +credentials: Meta does not accept the token.*: correct ChannelAccounts:whatsapp-demo:Settings:AccessToken")
            .And.MatchRegex("wrong +account of-database +credentials: Twilio does not accept the token.*: correct AuthToken by the management API")
            .And.NotContain("canary");
        (await deployment.AskAsync<long>("SELECT count(*) FROM data_protection_keys")).Should().Be(rows, "it changes nothing");

        (_, output) = await RunAsync(
            "doctor", [.. deployment.Settings, ("Secrets:WrappingKey", Convert.ToBase64String(new byte[32]))]);
        output.Should().MatchRegex("wrong +account of-database +the stored secrets were encrypted under another wrapping key");
    }

    [Fact]
    public async Task Doctor_says_that_stored_secrets_need_another_wrapping_key_than_the_one_that_is_set()
    {
        var other = Convert.ToBase64String([.. Enumerable.Repeat((byte)7, 32)]);
        await using var deployment = await Deployment.CreateAsync(server);
        await using (await deployment.StartServiceAsync())
        {
            // It makes the first key.
        }

        var (exitCode, output) = await RunAsync("doctor", [.. deployment.Settings, ("Secrets:WrappingKey", other)]);
        exitCode.Should().Be(1, output);
        output.Should().Contain("wrong    stored secrets").And.Contain("Secrets:PreviousWrappingKey").And.NotContain(other);

        (_, output) = await RunAsync("doctor", [.. deployment.Settings, ("Secrets:WrappingKey", "")]);
        output.Should().Contain("wrong    stored secrets").And.Contain("Secrets:WrappingKey is missing");

        (exitCode, output) = await RunAsync("doctor", deployment.Settings);
        exitCode.Should().Be(0, output);
        output.Should().Contain("ok       stored secrets").And.Contain("encrypted under the wrapping key");
    }

    [Fact]
    public async Task Keys_create_makes_a_key_that_opens_its_subaccount_beside_a_running_service()
    {
        await using var deployment = await Deployment.CreateAsync(server);
        await using var service = await deployment.StartServiceAsync();
        using var http = new HttpClient { BaseAddress = service.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", "dev-demo-admin-key");
        var account = Guid.CreateVersion7();
        using var made = await http.PutAsJsonAsync($"/api/v1/admin/accounts/{account}", new { name = "shop" });
        using var subaccount = await http.PutAsJsonAsync(
            $"/api/v1/admin/accounts/{account}/subaccounts/shop", new { channelAccounts = new[] { "sms-demo" } });
        (made.IsSuccessStatusCode, subaccount.IsSuccessStatusCode).Should().Be((true, true));

        var (exitCode, output) = await RunAsync(
            ["keys", "create", "--subaccounts=shop", "--scopes=messages:read,messages:send"], deployment.Settings);

        exitCode.Should().Be(0, output);
        var key = output.Split('\n').Single(line => line.StartsWith("fo_", StringComparison.Ordinal));
        http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        await Until.TrueAsync(
            async () => (await http.GetAsync("/api/v1/subaccounts/shop/messages")).StatusCode, status => status == HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("--subaccounts=nobody --scopes=messages:read", "there is no subaccount nobody")]
    [InlineData("--subaccounts=demo --scopes=messages:read", "is defined in the service's configuration")]
    [InlineData("--scopes=messages:read", "--subaccounts is missing")]
    public async Task Keys_create_says_why_it_makes_none(string options, string why)
    {
        await using var deployment = await Deployment.CreateAsync(server);

        var (exitCode, output) = await RunAsync(
            ["keys", "create", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)], deployment.Settings);

        exitCode.Should().Be(1, output);
        output.Should().Contain("cannot run").And.Contain(why).And.NotContain("fo_").And.NotContain("   at ");
    }

    [Fact]
    public async Task Health_ends_with_0_if_the_service_is_ready_and_with_1_if_nobody_listens()
    {
        await using var deployment = await Deployment.CreateAsync(server);
        await using var service = await deployment.StartServiceAsync();

        (await RunAsync("health", [("ASPNETCORE_URLS", service.Address.AbsoluteUri)])).ExitCode.Should().Be(0);
        (await RunAsync("health", [("ASPNETCORE_URLS", NobodyListens)])).ExitCode.Should().Be(1);
        var (exitCode, output) = await RunAsync("health", [("ASPNETCORE_URLS", "nonsense")]);
        exitCode.Should().Be(1);
        output.Should().Contain("'nonsense' is not an address");
    }

    private static Task<(int ExitCode, string Output)> RunAsync(string command, IEnumerable<(string Name, string Value)> settings) =>
        RunAsync([command], settings);

    private static async Task<(int ExitCode, string Output)> RunAsync(
        IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> settings)
    {
        await using var process = OwnProcess.Start(
            arguments,
            [
                ("ASPNETCORE_ENVIRONMENT", "Development"),
                .. settings.Select(setting => (setting.Name.Replace(":", "__", StringComparison.Ordinal), setting.Value)),
            ]);
        return (await process.EndedAsync(), process.Output);
    }
}
