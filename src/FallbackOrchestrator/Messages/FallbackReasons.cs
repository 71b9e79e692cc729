using System.Collections.Immutable;
using System.Text.Json;

namespace FallbackOrchestrator.Messages;

/// <summary>
/// S13. The reasons of failures that a step may name in <c>fallbackOn</c>. A lifetime that is over and a recall are not among them: they
/// are the ends of a window, which <c>fallbackAfter</c> decides.
/// </summary>
public static class FallbackReasons
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ErrorClass> All { get; } =
        [.. Enum.GetValues<ErrorClass>().Where(reason => reason is not (ErrorClass.Expired or ErrorClass.Recalled))];

    /// <summary>Their names, for an error.</summary>
    public static string Names { get; } = EnumText.OneOf(JsonNamingPolicy.CamelCase, [.. All]);

    /// <summary>The reasons after which no other step is tried.</summary>
    /// <param name="movesOn">The reasons that start the next step; null for all.</param>
    /// <param name="stopsWhenRefused">True if a person who refuses messages is tried on no other channel.</param>
    public static ImmutableArray<ErrorClass> StopOn(IReadOnlyCollection<ErrorClass>? movesOn, bool stopsWhenRefused) =>
        movesOn is null && !stopsWhenRefused ? [] :
        [
            .. All.Where(reason => movesOn?.Contains(reason) == false || (stopsWhenRefused && reason == ErrorClass.RecipientRefused)),
        ];
}
