using System.Globalization;
using System.Text.RegularExpressions;
using FallbackOrchestrator.StatusWebhooks;
using FallbackOrchestrator.Subaccounts;

namespace FallbackOrchestrator.UnitTests.Structure;

/// <summary>The table of settings in docs/configuration.md says what the options say.</summary>
public sealed partial class SettingsPageTests
{
    [Theory]
    [InlineData("StatusWebhooks", typeof(StatusWebhooksOptions))]
    [InlineData(FailedAuthenticationOptions.Section, typeof(FailedAuthenticationOptions))]
    public void Every_setting_stands_in_the_page_with_its_default(string section, Type options)
    {
        var written = Written();
        var usual = Activator.CreateInstance(options)!;
        foreach (var property in options.GetProperties())
        {
            var name = $"{section}:{property.Name}";
            written.Should().ContainKey(name);
            var value = Convert.ToString(property.GetValue(usual), CultureInfo.InvariantCulture)!.ToLowerInvariant();
            written[name].Should().Be(value, name);
        }
    }

    [Fact]
    public void The_page_on_webhooks_names_the_same_places_and_times()
    {
        var page = Repository.Read("docs/webhooks.md");
        var options = new StatusWebhooksOptions();

        page.Should().Contain($"At most {options.PerEndpoint} calls to one endpoint at a time")
            .And.Contain($"An answer has {options.TimeoutSeconds} s")
            .And.Contain($"has failed for {options.StopAfterHours} hours is stopped")
            .And.Contain($"{options.PingsPerMinute} a minute")
            .And.Contain($"{WebhookParser.MostInRequest} webhooks");
    }

    // | `Section:One`, `:Two` | 1, 2 (Development 3) | meaning |
    private static Dictionary<string, string> Written()
    {
        var written = new Dictionary<string, string>();
        foreach (var row in Repository.Read("docs/configuration.md").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)))
        {
            var cells = row.Split('|', StringSplitOptions.TrimEntries);
            if (cells.Length < 5)
                continue; // The table of settings that must fit each other has no defaults.
            var names = Name().Matches(cells[1]).Select(match => match.Groups[1].Value).ToList();
            var defaults = Aside().Replace(cells[2], "").Split(',', StringSplitOptions.TrimEntries);
            var section = names[0].Split(':')[0];
            for (var i = 0; i < names.Count; i++)
                written[names[i].StartsWith(':') ? section + names[i] : names[i]] = defaults[Math.Min(i, defaults.Length - 1)];
        }
        return written;
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"\s*\([^)]*\)")]
    private static partial Regex Aside();
}
