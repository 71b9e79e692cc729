using System.Text;
using FallbackOrchestrator.Messages;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>
/// What the fields of a content have in common. A check gives every problem that it finds, in the order of the fields: the first is the
/// answer. What was checked may be read without looking again.
/// </summary>
internal static class FieldChecks
{
    /// <summary>A text that must be there.</summary>
    public static IEnumerable<Problem> Required(string? text, string field, int most) => string.IsNullOrWhiteSpace(text)
        ? [InvalidParameter(field, "must not be empty")]
        : Optional(text, field, most);

    /// <summary>A text that may be missing. Characters are counted as people count them nearly: an emoji of one code point is one.</summary>
    public static IEnumerable<Problem> Optional(string? text, string field, int most) =>
        text is not null && text.Length > most && Characters(text) > most ? [TextTooLong(field, most)] : [];

    /// <summary>An address of a medium that must be there.</summary>
    public static IEnumerable<Problem> Media(string? url, string field) =>
        string.IsNullOrWhiteSpace(url) ? [MediaUrlMissing(field)] : OptionalMedia(url, field);

    /// <summary>An address of a medium that may be missing.</summary>
    public static IEnumerable<Problem> OptionalMedia(string? url, string field) =>
        string.IsNullOrWhiteSpace(url) || WebAddress.Read(url) is not null ? [] : [InvalidMediaUrl(field)];

    /// <summary>An address of a page that must be there.</summary>
    public static IEnumerable<Problem> Address(string? url, string field, int most) =>
        WebAddress.Read(url) is null ? [InvalidParameter(field, "must be an http or https address")] : Optional(url, field, most);

    /// <summary>A word of a closed set that must be there.</summary>
    public static IEnumerable<Problem> OneOf<T>(string? word, string field, string known) where T : struct, Enum =>
        EnumText.ParseOrNull<T>(word) is null ? [InvalidParameter(field, $"must be {known}")] : [];

    /// <summary>A number that may be missing.</summary>
    public static IEnumerable<Problem> Range(int? number, string field, int least, int most) =>
        number < least || number > most ? [OutOfRange(field, $"must be a whole number from {least} to {most}")] : [];

    /// <summary>The entries of a list: so many, none of them null, each by its own check.</summary>
    public static IEnumerable<Problem> Each<T>(
        IReadOnlyList<T?>? list, string field, int least, int most, Func<T, string, IEnumerable<Problem>> check) where T : class
    {
        var count = list?.Count ?? 0;
        if (count < least || count > most)
            return [OutOfRange(field, $"must have {least} to {most} entries")];
        return (list ?? []).SelectMany((entry, i) => entry is null
            ? [InvalidParameter($"{field}[{i}]", "must not be null")]
            : check(entry, $"{field}[{i}]"));
    }

    private static int Characters(string text)
    {
        var count = 0;
        foreach (Rune _ in text.EnumerateRunes())
            count++;
        return count;
    }
}
