using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using FallbackOrchestrator.Messages;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>
/// Reads the fields of one content and keeps the first problem. A wrong field gives a placeholder, so that a parser can continue. If there
/// is a <see cref="Problem"/> at the end, the caller drops the result.
/// </summary>
internal sealed class FieldReader
{
    /// <summary>The placeholder for an address.</summary>
    public static readonly Uri NoAddress = new("about:blank");

    /// <summary>The first problem; null while there is none.</summary>
    public Problem? Problem { get; private set; }

    /// <summary>Notes a problem.</summary>
    public void Refuse(Problem problem) => Problem ??= problem;

    /// <summary>Notes a problem and returns a placeholder.</summary>
    public T Refuse<T>(Problem problem, T placeholder)
    {
        Refuse(problem);
        return placeholder;
    }

    /// <summary>A text that must not be blank.</summary>
    /// <param name="text">The text.</param>
    /// <param name="field">The field's path.</param>
    /// <param name="most">The most characters.</param>
    public string Required(string? text, string field, int most) =>
        string.IsNullOrWhiteSpace(text) ? Refuse(InvalidParameter(field, "must not be empty"), "") : Optional(text, field, most);

    /// <summary>A text that may be missing. A code point counts as one character; most emoji are one code point.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public string? Optional(string? text, string field, int most)
    {
        if (text is not null && text.Length > most && text.EnumerateRunes().Count() > most)
            Refuse(TextTooLong(field, most));
        return text;
    }

    /// <summary>The address of a medium.</summary>
    public Uri Media(string? url, string field) =>
        string.IsNullOrWhiteSpace(url)
            ? Refuse(MediaUrlMissing(field), NoAddress) : WebAddress.Read(url) ?? Refuse(InvalidMediaUrl(field), NoAddress);

    /// <summary>The address of a medium that may be missing.</summary>
    public Uri? OptionalMedia(string? url, string field) => string.IsNullOrWhiteSpace(url) ? null : Media(url, field);

    /// <summary>The address of a page.</summary>
    public Uri Address(string? url, string field, int most)
    {
        if (WebAddress.Read(url) is not { } address)
            return Refuse(InvalidParameter(field, "must be an http or https address"), NoAddress);
        Optional(url, field, most);
        return address;
    }

    /// <summary>A value of an enum.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="field">The field's path.</param>
    /// <param name="naming">How the API writes the names; null for camel case.</param>
    public T OneOf<T>(string? name, string field, JsonNamingPolicy? naming = null) where T : struct, Enum => EnumText.ParseOrNull<T>(name)
        ?? Refuse(InvalidParameter(field, $"must be {EnumText.OneOf<T>(naming ?? JsonNamingPolicy.CamelCase)}"), default(T));

    /// <summary>A value of an enum that may be missing.</summary>
    public T? OptionalOneOf<T>(string? name, string field, JsonNamingPolicy? naming = null) where T : struct, Enum =>
        string.IsNullOrEmpty(name) ? null : OneOf<T>(name, field, naming);

    /// <summary>A whole number that may be missing.</summary>
    public int? Range(int? number, string field, int least, int most) => number < least || number > most
        ? Refuse(OutOfRange(field, $"must be a whole number from {least} to {most}"), number)
        : number;

    /// <summary>The entries of a list, none of which may be null.</summary>
    /// <param name="list">The list.</param>
    /// <param name="field">The list's path.</param>
    /// <param name="least">The fewest entries.</param>
    /// <param name="most">The most entries.</param>
    /// <param name="read">Reads an entry; gets its path.</param>
    public ImmutableArray<T> Each<TEntry, T>(
        IReadOnlyList<TEntry?>? list, string field, int least, int most, Func<TEntry, string, FieldReader, T> read) where TEntry : class
    {
        list ??= [];
        if (list.Count < least || list.Count > most)
            return Refuse<ImmutableArray<T>>(OutOfRange(field, $"must have {least} to {most} entries"), []);
        var entries = ImmutableArray.CreateBuilder<T>(list.Count);
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is { } entry)
                entries.Add(read(entry, $"{field}[{i}]", this));
            else
                Refuse(InvalidParameter($"{field}[{i}]", "must not be null"));
        }
        return entries.DrainToImmutable();
    }

    /// <summary>A text, or null if it is blank.</summary>
    public static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
