using System.Globalization;
using System.Text.RegularExpressions;
using FallbackOrchestrator.Hosting.Settings;
using FallbackOrchestrator.Simulator;
using FallbackOrchestrator.StatusWebhooks;

namespace FallbackOrchestrator.UnitTests.Structure;

/// <summary>The table of settings in docs/configuration.md says what the options say.</summary>
public sealed partial class SettingsPageTests
{
    private static readonly string[] DiffersByEnvironment = ["EmbeddedPostgres:Enabled"];

    // What only tests and development set, and what is described in the text below the table.
    private static readonly string[] NotInTheTable = [SimulatorOptions.Section, "Admin", "Hangfire", "Swagger", "Logs"];

    public static TheoryData<string> Sections =>
        [.. SettingsSection.All.Select(section => section.Name).Except(NotInTheTable)];

    [Theory]
    [MemberData(nameof(Sections))]
    public void Every_setting_is_on_the_page_with_its_default(string section)
    {
        var options = SettingsSection.All.Single(one => one.Name == section).Type;
        var usual = Activator.CreateInstance(options)!;
        var written = Written();
        foreach (var property in SettingsSection.SettingsOf(options))
        {
            var name = $"{section}:{property.Name}";
            written.Should().ContainKey(name);
            if (property.GetValue(usual) is { } value and (int or bool or TimeSpan) && !DiffersByEnvironment.Contains(name))
                written[name].Should().Be(Convert.ToString(value, CultureInfo.InvariantCulture)!.ToLowerInvariant(), name);
        }
    }

    [Fact]
    public void The_page_names_no_setting_that_is_not_there()
    {
        var known = SettingsSection.All.SelectMany(
            section => SettingsSection.SettingsOf(section.Type), (section, setting) => $"{section.Name}:{setting.Name}").ToList();

        Written().Keys.Where(name => SettingsSection.All.Any(section => name.StartsWith($"{section.Name}:", StringComparison.Ordinal)))
            .Select(name => name.Replace(":*", "", StringComparison.Ordinal)).Should().BeSubsetOf(known);
    }

    [Fact]
    public void The_page_on_webhooks_names_the_same_limits_and_times()
    {
        var page = Repository.Read("docs/webhooks.md");
        var options = new StatusWebhooksOptions();

        page.Should().Contain($"At most {options.PerEndpoint} calls to one endpoint at a time")
            .And.Contain($"An answer has {options.Timeout.TotalSeconds} s")
            .And.Contain($"has failed for {options.StopAfter.TotalHours} hours is stopped")
            .And.Contain($"{options.PingsPerMinute} a minute")
            .And.Contain($"{WebhookParser.MostInRequest} webhooks");
    }

    // | `Section:One`, `:Two` | 1, 2 (Development 3) | meaning |
    private static Dictionary<string, string> Written()
    {
        var written = new Dictionary<string, string>();
        foreach (
            var row in Repository.Read("docs/configuration.md").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)))
        {
            var cells = row.Split('|', StringSplitOptions.TrimEntries);
            if (cells.Length < 5)
                continue; // The table of settings that must fit each other has no defaults.
            var names = Name().Matches(cells[1]).Select(match => match.Groups[1].Value).ToList();
            var defaults = Aside().Replace(cells[2], "").Split(',', StringSplitOptions.TrimEntries);
            var section = names[0].Split(':')[0];
            for (var i = 0; i < names.Count; i++)
                written[(names[i].StartsWith(':') ? section + names[i] : names[i]).Replace(":*", "",
                    StringComparison.Ordinal)] = defaults[Math.Min(i, defaults.Length - 1)];
        }
        return written;
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"\s*\([^)]*\)")]
    private static partial Regex Aside();
}
