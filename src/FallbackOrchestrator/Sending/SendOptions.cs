using System.ComponentModel.DataAnnotations;

namespace FallbackOrchestrator.Sending;

/// <summary>What a Send may ask for (section <c>Sending</c>).</summary>
public sealed class SendOptions
{
    /// <summary>The shortest <c>fallbackAfter</c> in seconds. Default 10, as 8x8; Development allows 1.</summary>
    [Range(1, 86_400)]
    public int ShortestWindow { get; set; } = 10;

    /// <summary>How far ahead <c>scheduled</c> may lie, in days. Default 7.</summary>
    [Range(1, 30)]
    public int LongestSchedule { get; set; } = 7;
}
