using System.Numerics;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Subaccounts;

/// <summary>The names of a set of scopes, as keys are stored and shown.</summary>
internal static class ScopeNames
{
    private static readonly Scopes[] Single = [.. Enum.GetValues<Scopes>().Where(scope => BitOperations.IsPow2((int)scope))];

    /// <summary>Every name.</summary>
    public static IReadOnlyList<string> All { get; } = Of(Scopes.All);

    /// <summary>The names of the scopes that are set, in their order.</summary>
    public static string[] Of(Scopes scopes) => [.. Single.Where(scope => scopes.HasFlag(scope)).Select(EnumText.Of)];

    /// <summary>The scope of a name; <see cref="Scopes.None"/> if there is no such scope.</summary>
    public static Scopes Read(string? name) => Array.Find(Single, scope => EnumText.Of(scope) == name);

    /// <summary>The scopes of names. Names that only a newer version knows are left out.</summary>
    public static Scopes Read(IEnumerable<string> names) => names.Aggregate(Scopes.None, (scopes, name) => scopes | Read(name));
}
