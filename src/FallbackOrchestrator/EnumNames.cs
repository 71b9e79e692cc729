using System.Collections.Frozen;

namespace FallbackOrchestrator;

/// <summary>Words of closed sets, as customers and settings write them.</summary>
internal static class EnumNames
{
    /// <summary>The value that a word stands for, in any case, with or without underscores; null if it is none.</summary>
    public static T? Parse<T>(string? word) where T : struct, Enum =>
        word is not null && Words<T>.All.TryGetValue(word.Replace("_", "", StringComparison.Ordinal).Trim(), out var value) ? value : null;

    // Not Enum.TryParse: it takes numbers, and lists with commas.
    private static class Words<T> where T : struct, Enum
    {
        public static readonly FrozenDictionary<string, T> All = Enum.GetValues<T>()
            .ToFrozenDictionary(value => value.ToString(), StringComparer.OrdinalIgnoreCase);
    }
}
