using System.ComponentModel.DataAnnotations;

namespace FallbackOrchestrator.Hosting;

/// <summary>The time for which stored data is kept (section <c>Retention</c>). Part of a day counts as a whole day.</summary>
public sealed class RetentionOptions
{
    /// <summary>
    /// Messages, their attempts, timelines and statistics, and inbound messages. Default 90 days; longer than a message can be pending
    /// (<c>MessageQueue:LongestPending</c>).
    /// </summary>
    [Range(typeof(TimeSpan), "2.00:00:00", "3650.00:00:00")]
    public TimeSpan Messages { get; set; } = TimeSpan.FromDays(90);

    /// <summary>
    /// Contents, of inbound messages too. Default 7 days; at least as long as a message may be scheduled ahead
    /// (<c>Sending:LongestSchedule</c>).
    /// </summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan Contents { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Delivered and failed status updates, and the log of their attempts. Default 7 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan StatusUpdates { get; set; } = TimeSpan.FromDays(7);
}
