namespace FallbackOrchestrator.Subaccounts;

/// <summary>The words for scopes.</summary>
internal static class ScopeNames
{
    private static readonly (string Word, Scopes Scope)[] Known =
    [
        ("messages:send", Scopes.MessagesSend), ("messages:read", Scopes.MessagesRead), ("webhooks", Scopes.Webhooks), ("settings", Scopes.Settings),
    ];

    /// <summary>Every word.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Known.Select(known => known.Word)];

    /// <summary>The words of scopes, in their order.</summary>
    public static string[] Of(Scopes scopes) => [.. Known.Where(known => scopes.HasFlag(known.Scope)).Select(known => known.Word)];

    /// <summary>The scope of a word; <see cref="Scopes.None"/> for a word that is none.</summary>
    public static Scopes Read(string? word) => Array.Find(Known, known => known.Word == word).Scope;

    /// <summary>The scopes of words; those that a newer service wrote are left out.</summary>
    public static Scopes Read(IEnumerable<string> words) => words.Aggregate(Scopes.None, (scopes, word) => scopes | Read(word));
}
