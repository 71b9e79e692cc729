using System.ComponentModel.DataAnnotations;

namespace FallbackOrchestrator.Hosting;

/// <summary>How long what is stored is kept (section <c>Retention</c>), in days.</summary>
public sealed class RetentionOptions
{
    /// <summary>Messages, their attempts and timelines. Default 90; longer than a message can be pending (<c>MessageQueue:PendingDays</c>).</summary>
    [Range(2, 3_650)]
    public int MessageDays { get; set; } = 90;

    /// <summary>What messages say. Default 7; at least as long as a message may be scheduled ahead (<c>Sending:LongestSchedule</c>).</summary>
    [Range(1, 3_650)]
    public int ContentDays { get; set; } = 7;

    /// <summary>Settled status updates and the log of their attempts. Default 7.</summary>
    [Range(1, 3_650)]
    public int StatusUpdateDays { get; set; } = 7;
}
