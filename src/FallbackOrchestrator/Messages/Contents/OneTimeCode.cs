using System.Text.RegularExpressions;

namespace FallbackOrchestrator.Messages.Contents;

/// <summary>
/// The one-time code in a text, for a channel that carries nothing else: the only number of 4 to 8 digits that stands alone. A number that
/// touches a letter, or that a sign joins to other digits (<c>12:30</c>, <c>1,250.00</c>, <c>2026-11-28</c>), is none.
/// </summary>
public static partial class OneTimeCode
{
    /// <summary>The code; null if there is none, or more than one number that may be it.</summary>
    public static string? In(string text) => Candidates(text) is [var code] ? code : null;

    /// <summary>The reason why a text has no code; null if it has one. It does not quote the text.</summary>
    public static string? WhyNot(string text) => Candidates(text) switch
    {
        [_] => null,
        [] => "the channel carries only a code, and the text has no number of 4 to 8 digits",
        var several => $"the channel carries only a code, and the text has {several.Count} numbers of 4 to 8 digits",
    };

    // The same code may be there twice, for example for the handset to fill it in.
    private static List<string> Candidates(string text) =>
        [.. Numbers().Matches(text).Select(match => match.Value).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex(@"(?<![\p{L}\p{N}_+]|[0-9][-.,:/'])[0-9]{4,8}(?![\p{L}\p{N}_]|[-.,:/'][0-9])")]
    private static partial Regex Numbers();
}
