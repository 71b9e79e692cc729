using System.ComponentModel.DataAnnotations;
using System.Reflection;
using FallbackOrchestrator.Hosting.Settings;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.UnitTests.Structure;
using Microsoft.Extensions.Configuration;

namespace FallbackOrchestrator.UnitTests.Hosting;

/// <summary>Invalid settings are reported before anything starts, all of them at once.</summary>
public sealed class SettingsTests
{
    /// <summary>For every relation, settings that break it and no other.</summary>
    public static readonly TheoryData<string, string, string[]> Violations = new()
    {
        { "MessageQueue:LongestPending", "Sending:LongestSchedule", ["MessageQueue:LongestPending=1.00:00:00"] },
        { "MessageQueue:LongestPending", "Sending:LongestSchedule",
            ["Sending:LongestSchedule=30.00:00:00", "Retention:Contents=30.00:00:00"] },
        { "MessageQueue:LongestPending", "Sending:LongestSchedule", ["Rules:ConfirmFor=15.00:00:00"] },
        { "Retention:Messages", "MessageQueue:LongestPending", ["MessageQueue:LongestPending=90.00:00:00"] },
        { "Retention:Messages", "Retention:Contents", ["Retention:Contents=91.00:00:00"] },
        { "Retention:Contents", "Sending:LongestSchedule", ["Retention:Contents=6.00:00:00"] },
        { "Retention:StatusUpdates", "StatusWebhooks:KeepTrying",
            ["Retention:StatusUpdates=1.00:00:00", "StatusWebhooks:KeepTrying=1.01:00:00"] },
        { "StatusWebhooks:PerEndpoint", "StatusWebhooks:Concurrency", ["StatusWebhooks:Concurrency=15"] },
        { "MessageQueue:Length", "MessageQueue:GroupSize", ["MessageQueue:Length=999"] },
        { "RateLimits:RequestsPerSecond", "RateLimits:RequestsPerSecondOfKey", ["RateLimits:RequestsPerSecondOfKey=999"] },
        { "Exports:PageTimeout", "Exports:MaxDuration", ["Exports:PageTimeout=00:01:01", "Exports:MaxDuration=00:01:00"] },
        { "Rules:Lease", "Rules:Lease", ["Rules:Lease=00:00:23"] },
        { "Rules:LongestPatience", "Rules:Lease", ["Rules:LongestPatience=00:00:29"] },
        { "Rules:PatienceWithoutWindow", "Rules:Lease", ["Rules:PatienceWithoutWindow=00:00:29"] },
        { "Rules:PatienceOnLastStep", "Rules:Lease", ["Rules:PatienceOnLastStep=00:00:29"] },
        { "Rules:ConfirmFor", "Rules:PatienceOnLastStep", ["Rules:ConfirmFor=00:14:00"] },
        { "Rules:ConfirmFor", "Rules:PatienceWithoutWindow", ["Rules:ConfirmFor=00:20:00", "Rules:PatienceWithoutWindow=00:21:00"] },
        { "Rules:LongestBackOff", "Rules:FirstBackOff", ["Rules:LongestBackOff=00:00:00.5"] },
        { "Rules:LongestPatience", "Rules:FirstBackOff",
            ["Rules:LongestPatience=00:01:00", "Rules:FirstBackOff=00:01:00.5", "Rules:LongestBackOff=00:02:00",
                "Rules:PatienceWithoutWindow=00:02:00"] },
        { "Rules:PatienceWithoutWindow", "Rules:FirstBackOff", ["Rules:FirstBackOff=00:01:00.5", "Rules:LongestBackOff=00:02:00"] },
        { "Rules:PatienceOnLastStep", "Rules:FirstBackOff",
            ["Rules:PatienceOnLastStep=00:01:00", "Rules:FirstBackOff=00:01:00.5", "Rules:LongestBackOff=00:02:00",
                "Rules:PatienceWithoutWindow=00:02:00"] },
        { "Rules:LongestQueue", "Rules:FirstBackOff", ["Rules:LongestQueue=00:00:00.5"] },
        { "EmbeddedPostgres:ExtraSettings:max_connections", "EmbeddedPostgres:ExtraSettings:max_connections",
            ["EmbeddedPostgres:ExtraSettings:max_connections=20"] },
    };

    // Held by the range of the one setting, which a test below keeps within what the other needs.
    private static readonly string[] HeldByRange = ["StatusWebhooks:Timeout"];

    // Numbers and durations that have no range.
    private static readonly Dictionary<string, string> WithoutRange = [];

    [Theory]
    [MemberData(nameof(Violations))]
    public void Settings_that_contradict_each_other_are_named_with_the_correction(string first, string second, string[] settings)
    {
        var mistake = Mistakes(settings).Should().ContainSingle("it is one mistake").Which;

        mistake.Should().StartWith(first).And.Contain(second).And.MatchRegex(@"\. (Set|Raise|Lower) ", "it says what to do");
    }

    [Fact]
    public void Every_relation_has_a_violation_here()
    {
        var shown = Violations.Select(row => (row.Data.Item1, row.Data.Item2)).ToHashSet();

        SettingsRelation.All.Where(relation => !HeldByRange.Contains(relation.First)).Select(relation => (relation.First, relation.Second))
            .Should().BeSubsetOf(shown);
        SettingsRelation.All.Should().NotBeEmpty();
    }

    [Fact]
    public void The_longest_timeout_of_an_endpoint_fits_its_lease() =>
        Mistakes("StatusWebhooks:Timeout=00:00:25").Should().BeEmpty();

    [Fact]
    public void The_defaults_of_the_program_and_of_its_settings_file_fit()
    {
        Mistakes().Should().BeEmpty();
        var file = new ConfigurationBuilder().AddJsonFile(
            Path.Combine(Repository.Root, "src", "FallbackOrchestrator", "appsettings.json")).Build();
        SettingsCheck.Mistakes(file, simulates: false).Should().BeEmpty();
    }

    [Fact]
    public void A_message_lives_at_least_ten_windows_of_a_day_and_its_confirm_time()
    {
        var rules = new Rules();

        rules.LongestLife.Should().BeGreaterThan((9 * FallbackSequence.LongestWindow) + rules.ConfirmFor + rules.LongestQueue);
        (rules with { ConfirmFor = rules.ConfirmFor + TimeSpan.FromDays(1) }).LongestLife.Should().Be(
            rules.LongestLife + TimeSpan.FromDays(1));
    }

    [Fact]
    public void Everything_that_is_wrong_is_named_at_once() =>
        Mistakes(
            "MessageQueue:Workers=none", "Rules:Lese=00:00:30", "Sending:ShortestWindow=00:00:00", "Retention:StatusUpdates=1.00:00:00",
            "StatusWebhooks:KeepTrying=2.00:00:00")
            .Should().HaveCount(4).And.OnlyHaveUniqueItems();

    [Theory]
    [InlineData("Rules:Lese=00:00:30", "Rules:Lese: is no setting; did you mean Lease?")]
    [InlineData("Rules:Grace:From=2026-01-01", "Rules:Grace: is no setting*")]
    [InlineData("Rules:Something=1", "Rules:Something: is no setting; known are ProvisionalFor, *")]
    [InlineData("Sendng:ShortestWindow=00:00:05", "Sendng: is no section; did you mean Sending?")]
    [InlineData("ConnectionStrings:Postgress=Host=x", "ConnectionStrings:Postgress: is not read; did you mean ConnectionStrings:Postgres?")]
    [InlineData("Simulator:Meta:AppSecrt=x", "Simulator:Meta:AppSecrt: is no setting; did you mean AppSecret?")]
    [InlineData("MessageQueue:Workers=none", "MessageQueue:Workers: 'none' is not a whole number")]
    [InlineData("MessageQueue:Workers=2.5", "MessageQueue:Workers: '2.5' is not a whole number")]
    [InlineData("MessageQueue:Workers=", "MessageQueue:Workers: '' is not a whole number")]
    [InlineData("MessageQueue:Workers:Each=2", "MessageQueue:Workers: is one value*")]
    [InlineData("MessageQueue=2", "MessageQueue: '2' is a value, and a section*")]
    [InlineData("MessageQueue:Workers=17", "MessageQueue:Workers: 17 is out of range; it must be from 1 to 16")]
    [InlineData("Rules:MaxBrokenCalls=11", "Rules:MaxBrokenCalls: 11 is out of range; it must be from 1 to 10")]
    [InlineData("Rules:Lease=30", "Rules:Lease: '30' is not a duration; write hours, minutes and seconds, such as 00:00:30")]
    [InlineData("Rules:Lease=30s", "Rules:Lease: '30s' is not a duration*")]
    [InlineData("Rules:Lease=-00:00:30", "Rules:Lease: '-00:00:30' is not a duration*")]
    [InlineData("Rules:ConfirmFor=48:00:00", "Rules:ConfirmFor: '48:00:00' is not a duration: hours go up to 23*2.00:00:00")]
    [InlineData("Rules:ProvisionalFor=00:00:00", "Rules:ProvisionalFor: 00:00:00 is out of range*")]
    [InlineData("Hangfire:Enabled=yes", "Hangfire:Enabled: 'yes' is neither true nor false")]
    [InlineData("Logs:Format=xml", "Logs:Format: 'xml' is none of json, text")]
    [InlineData("Simulator:ReceiptsTo=localhost:5080", "Simulator:ReceiptsTo: 'localhost:5080' is not an absolute*")]
    [InlineData("Simulator:RetryAfter:0=5", "Simulator:RetryAfter:0: '5' is not a duration*")]
    [InlineData("Simulator:RetryAfter=00:00:05", "Simulator:RetryAfter: is a list*")]
    public void An_invalid_setting_is_named_with_the_expected_form(string setting, string mistake) =>
        Mistakes(setting).Should().ContainSingle().Which.Should().Match(mistake);

    [Theory]
    [InlineData("rules:lease=00:01:00")]
    [InlineData("Rules:ConfirmFor=2.12:00:00")]
    [InlineData("Rules:Lease=0:0:30")]
    [InlineData("Logs:Format=TEXT")]
    [InlineData("EmbeddedPostgres:ExtraSettings:work_mem=16MB")]
    [InlineData("Simulator:RetryAfter:0=00:00:05")]
    [InlineData("PATH=/usr/bin")]
    [InlineData("Unrelated:Section=1")]
    public void Valid_settings_and_settings_of_others_cause_no_mistake(string setting) => Mistakes(setting).Should().BeEmpty();

    [Fact]
    public void The_simulated_providers_need_their_settings_only_if_they_run()
    {
        Mistakes().Should().BeEmpty();
        SettingsCheck.Mistakes(new ConfigurationBuilder().Build(), simulates: true)
            .Should().Contain("Simulator:Meta:AppSecret: is missing").And.Contain("Simulator:Twilio:AuthToken: is missing");
    }

    [Fact]
    public void Every_number_and_duration_has_a_range()
    {
        var numbers = SettingsSection.All.SelectMany(section => Numbers(section.Name, section.Type)).ToList();

        numbers.Should().HaveCountGreaterThan(25);
        numbers.Where(number => number.Setting.GetCustomAttribute<RangeAttribute>() is null).Select(number => number.Name)
            .Should().BeEquivalentTo(WithoutRange.Keys);
    }

    [Fact]
    public void Every_options_type_is_a_section_or_the_settings_of_a_provider()
    {
        var options = typeof(Rules).Assembly.GetTypes().Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal));
        var known = SettingsSection.All.SelectMany(section => WithParts(section.Type)).ToHashSet();

        options.Where(type => !known.Contains(type) && type.Namespace?.Contains(".Providers.", StringComparison.Ordinal) != true)
            .Should().BeEmpty("a section that is not listed is not checked");
    }

    private static IReadOnlyList<string> Mistakes(params string[] settings) => SettingsCheck.Mistakes(
        new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings.Select(setting => setting.Split('=', 2)).Select(parts => KeyValuePair.Create(parts[0], (string?)parts[1])))
            .Build(),
        simulates: false);

    private static IEnumerable<(string Name, PropertyInfo Setting)> Numbers(string path, Type type)
    {
        foreach (var setting in SettingsSection.SettingsOf(type))
        {
            var kind = Nullable.GetUnderlyingType(setting.PropertyType) ?? setting.PropertyType;
            if (kind == typeof(int) || kind == typeof(TimeSpan) || kind == typeof(double) || kind == typeof(long))
                yield return ($"{path}:{setting.Name}", setting);
            if (IsPart(kind, type))
            {
                foreach (var inner in Numbers($"{path}:{setting.Name}", kind))
                    yield return inner;
            }
        }
    }

    private static IEnumerable<Type> WithParts(Type type) =>
        SettingsSection.SettingsOf(type).Select(
            setting => setting.PropertyType).Where(part => IsPart(part, type)).SelectMany(WithParts).Prepend(type);

    private static bool IsPart(Type part, Type whole) => part.IsClass && part.Namespace == whole.Namespace;
}
