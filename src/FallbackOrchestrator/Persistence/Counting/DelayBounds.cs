using System.Globalization;

namespace FallbackOrchestrator.Persistence.Counting;

/// <summary>
/// The delays that statistics distinguish: a delay counts for the first bound that it is below. Stored data: other bounds need a new count.
/// </summary>
internal static class DelayBounds
{
    /// <summary>The bounds in seconds, in ascending order.</summary>
    public static readonly IReadOnlyList<int> Seconds =
    [
        1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300, 450, 600, 900, 1200, 1800, 2700, 3600, 7200, 14_400, 28_800, 43_200,
        86_400,
    ];

    /// <summary>The bounds with commas between them.</summary>
    public static readonly string Text = string.Join(", ", Seconds.Select(bound => bound.ToString(CultureInfo.InvariantCulture)));
}
