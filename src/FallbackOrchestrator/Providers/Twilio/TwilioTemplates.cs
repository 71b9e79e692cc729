using System.Collections.Frozen;
using System.Text.RegularExpressions;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.Twilio;

/// <summary>
/// The content SIDs of an account's templates (<see cref="TwilioOptions.Templates"/>): <c>name/language=HX…</c>, separated by commas,
/// semicolons or line breaks.
/// </summary>
internal sealed partial class TwilioTemplates
{
    private readonly FrozenDictionary<(string Name, string Language), string> _sids;

    private TwilioTemplates(IEnumerable<Match> entries) => _sids = entries.ToFrozenDictionary(
        entry => (entry.Groups["name"].Value, entry.Groups["language"].Value), entry => entry.Groups["sid"].Value);

    /// <summary>Reads the setting, of which <see cref="WhyNot"/> is null.</summary>
    public static TwilioTemplates Read(string? text) => new(Entries(text).Select(entry => Entry().Match(entry)));

    /// <summary>The reason why the setting cannot be read; null if it can.</summary>
    public static string? WhyNot(string? text)
    {
        var entries = Entries(text);
        if (entries.FirstOrDefault(entry => !Entry().IsMatch(entry)) is { } wrong)
            return $"'{wrong}' is not of the form name/language=HX… with the 32 letters and digits of a content SID";
        var twice = entries.Select(entry => entry.Split('=')[0].Trim()).GroupBy(name => name, StringComparer.Ordinal)
            .FirstOrDefault(same => same.Count() > 1);
        return twice is null ? null : $"{twice.Key} is given twice";
    }

    /// <summary>The content SID of a template in its language; null if the account has none.</summary>
    public string? Find(ContentBody.Template template) => _sids.GetValueOrDefault((template.Name, template.Language));

    private static string[] Entries(string? text) =>
        (text ?? "").Split([',', ';', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    [GeneratedRegex(@"\A(?<name>[^/=\s]{1,512})/(?<language>[A-Za-z]{2,3}(?:_[A-Za-z]{2,4})?)\s*=\s*(?<sid>HX[0-9A-Fa-f]{32})\z")]
    private static partial Regex Entry();
}
