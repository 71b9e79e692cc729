using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Messages;

/// <summary>
/// The text of an enum value, in rows, requests, responses and settings: its name in camel case, or what
/// <see cref="JsonStringEnumMemberNameAttribute"/> says.
/// </summary>
public static class EnumText
{
    /// <summary>The text of a value.</summary>
    public static string Of<T>(T value) where T : struct, Enum => Texts<T>.ByValue[value];

    /// <summary>The text of a value, if there is one.</summary>
    public static string? Of<T>(T? value) where T : struct, Enum => value is { } present ? Of(present) : null;

    /// <summary>The value of a text that this service has written.</summary>
    /// <exception cref="KeyNotFoundException">No such value exists: another service or a newer version wrote the text.</exception>
    public static T Parse<T>(string text) where T : struct, Enum => Texts<T>.ByText[text];

    /// <summary>
    /// The value of a name that a person or a provider has written, in any case, with or without underscores; null if there is none.
    /// </summary>
    public static T? ParseOrNull<T>(string? name) where T : struct, Enum =>
        name is not null && Texts<T>.ByName.TryGetValue(name.Replace("_", "", StringComparison.Ordinal).Trim(), out var value)
            ? value : null;

    /// <summary>All texts, for an error: <c>scheduled, inProgress or completed</c>.</summary>
    public static string OneOf<T>() where T : struct, Enum => OneOf<T>(JsonNamingPolicy.CamelCase);

    /// <summary>Names in the case that the API publishes them in, for an error.</summary>
    /// <param name="naming">The case; null for the names as declared.</param>
    /// <param name="values">The values; none for all.</param>
    public static string OneOf<T>(JsonNamingPolicy? naming, params T[] values) where T : struct, Enum
    {
        var names = (values.Length > 0 ? values : Enum.GetValues<T>()).Select(value => naming?.ConvertName($"{value}")
            ?? $"{value}").ToList();
        return names.Count == 1 ? names[0] : $"{string.Join(", ", names.SkipLast(1))} or {names[^1]}";
    }

    private static class Texts<T> where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> ByValue = Enum.GetValues<T>().ToFrozenDictionary(value => value, TextOf);

        public static readonly FrozenDictionary<string, T> ByText =
            ByValue.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

        // Not Enum.TryParse, because it also takes numbers, and lists with commas.
        public static readonly FrozenDictionary<string, T> ByName =
            ByValue.Keys.ToFrozenDictionary(value => value.ToString(), StringComparer.OrdinalIgnoreCase);

        private static string TextOf(T value) =>
            typeof(T).GetField(value.ToString())?.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
            ?? JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
    }
}
