using System.ComponentModel.DataAnnotations;

namespace FallbackOrchestrator.Sending;

/// <summary>The limits of a Send (section <c>Sending</c>).</summary>
public sealed class SendOptions
{
    /// <summary>The shortest <c>fallbackAfter</c>. Default 10 seconds, as at 8x8; Development allows 1.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ShortestWindow { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The furthest time ahead for <c>scheduled</c>. Default 7 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00")]
    public TimeSpan LongestSchedule { get; set; } = TimeSpan.FromDays(7);
}
