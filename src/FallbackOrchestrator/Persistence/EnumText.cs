using System.Collections.Frozen;
using System.Text.Json;

namespace FallbackOrchestrator.Persistence;

/// <summary>The text of an enum value in rows and answers: its name in camel case, so that a person can read a row.</summary>
public static class EnumText
{
    /// <summary>The text of a value.</summary>
    public static string Of<T>(T value) where T : struct, Enum => Texts<T>.ByValue[value];

    /// <summary>The text of a value, if there is one.</summary>
    public static string? Of<T>(T? value) where T : struct, Enum => value is { } present ? Of(present) : null;

    /// <summary>The value of a text.</summary>
    /// <exception cref="KeyNotFoundException">The row was not written by this service, or by a newer one.</exception>
    public static T Parse<T>(string text) where T : struct, Enum => Texts<T>.ByText[text];

    private static class Texts<T> where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> ByValue =
            Enum.GetValues<T>().ToFrozenDictionary(value => value, value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));

        public static readonly FrozenDictionary<string, T> ByText =
            ByValue.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
    }
}
