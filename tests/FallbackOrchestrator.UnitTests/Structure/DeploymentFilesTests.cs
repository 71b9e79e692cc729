using System.Globalization;
using System.Text.RegularExpressions;
using FallbackOrchestrator.Hosting;
using FallbackOrchestrator.Hosting.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace FallbackOrchestrator.UnitTests.Structure;

/// <summary>What the files for Docker, Kubernetes and systemd say of the service is true of it.</summary>
public sealed partial class DeploymentFilesTests
{
    private const string Compose = "docker-compose.yml";
    private const string Systemd = "ops/systemd/environment";
    private const string Kubernetes = "ops/kubernetes/settings.yaml";
    private const string Deployment = "ops/kubernetes/orchestrator.yaml";
    private const string Unit = "ops/systemd/fallback-orchestrator.service";

    // What the service needs at most after it has stopped taking requests.
    private static readonly TimeSpan InFlight = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(Compose)]
    [InlineData(Systemd)]
    [InlineData(Kubernetes)]
    public void Every_setting_is_one_of_the_service(string file)
    {
        var settings = Settings(file);

        settings.Should().NotBeEmpty();
        SettingsCheck.Mistakes(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), simulates: false).Should().BeEmpty();
    }

    [Theory]
    [InlineData(Systemd)]
    [InlineData(Kubernetes)]
    public void The_settings_of_production_are_complete_once_its_secrets_are_filled_in(string file)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { EnvironmentName = "Production", ContentRootPath = Path.GetTempPath() });
        builder.Configuration.AddInMemoryCollection(Settings(file));

        var check = () => RequiredSettings.Check(builder, willListen: false);

        check.Should().NotThrow();
    }

    [Theory]
    [InlineData(Systemd)]
    [InlineData(Kubernetes)]
    public void No_secret_is_filled_in(string file) =>
        Lines(file).Where(line => SecretName().IsMatch(line)).Should().NotBeEmpty().And.OnlyContain(line => line.Contains("CHANGE-ME"));

    [Theory]
    [InlineData(Compose, "stop_grace_period: ([0-9]+)s", null)]
    [InlineData(Unit, "TimeoutStopSec=([0-9]+)", Systemd)]
    [InlineData(Deployment, "terminationGracePeriodSeconds: ([0-9]+)", Kubernetes)]
    public void The_service_is_not_killed_before_it_has_finished(string file, string pattern, string? settings)
    {
        var grace = int.Parse(Regex.Match(Repository.Read(file), pattern).Groups[1].Value, CultureInfo.InvariantCulture);
        var given = settings is null ? null : Settings(settings).GetValueOrDefault("Hosting:DrainDelay");
        var drain = given is null ? new HostingOptions().DrainDelay : TimeSpan.Parse(given, CultureInfo.InvariantCulture);

        TimeSpan.FromSeconds(grace).Should().BeGreaterThanOrEqualTo(drain + InFlight);
    }

    [Fact]
    public void The_probes_of_Kubernetes_call_the_health_checks()
    {
        var paths = Regex.Matches(Repository.Read(Deployment), "path: (/healthz.*)").Select(match => match.Groups[1].Value).ToList();

        paths.Should().Equal(Health.LivePath, Health.ReadyPath, Health.LivePath);
    }

    private static Dictionary<string, string?> Settings(string file) => Lines(file)
        .Select(line => Setting().Match(line))
        .Where(match => match.Success)
        .ToDictionary(
            match => match.Groups["name"].Value.Replace("__", ":", StringComparison.Ordinal),
            string? (match) => match.Groups["value"].Value.Trim('"').Replace("CHANGE-ME", FilledIn(match), StringComparison.Ordinal));

    private static string FilledIn(Match setting) => setting.Groups["name"].Value.EndsWith("WrappingKey", StringComparison.Ordinal)
        ? Convert.ToBase64String(new byte[32]) : "a-secret-of-24-letters-x";

    private static IEnumerable<string> Lines(string file) =>
        Repository.Read(file).Split('\n').Select(line => line.Trim()).Where(line => !line.StartsWith('#'));

    // Names with two underscores, and those of one part.
    [GeneratedRegex("^(?<name>[A-Z][A-Za-z]*(__[A-Za-z0-9-]+)+|PublicBaseUrl)(: |=)(?<value>.*)$")]
    private static partial Regex Setting();

    [GeneratedRegex("(Keys__0|__Key|WrappingKey|AuthToken|Password)")]
    private static partial Regex SecretName();
}
