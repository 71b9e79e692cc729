using System.ComponentModel.DataAnnotations;
using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.Orchestration;

/// <summary>How much the door takes at a time.</summary>
public sealed class MessageQueueOptions
{
    /// <summary>Facts that may wait; when they are more, Send answers 503. Default 20,000.</summary>
    [Range(1, 1_000_000)]
    public int Length { get; set; } = 20_000;

    /// <summary>The most messages in one transaction. Default 500: beyond that latency grows and throughput does not.</summary>
    [Range(1, 5_000)]
    public int GroupSize { get; set; } = 500;

    /// <summary>Transactions at a time. Default 2; facts of one message always go to the same one.</summary>
    [Range(1, 16)]
    public int Workers { get; set; } = 2;

    /// <summary>How long a batch waits for its turn before it is answered 503. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan BatchTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long whoever asked is left without an answer; then it is answered 503 if nothing was begun, else 500: not known whether it was
    /// stored. Default 25 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ResponseTimeout { get; set; } = VerifiedCommit.LongestWait;

    /// <summary>
    /// How long a worker waits for a transaction before it lets it go on by itself and takes the next group. Default 2 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan DetachAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest that a message can be pending; claims look no further back. Default 40 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "400.00:00:00")]
    public TimeSpan LongestPending { get; set; } = TimeSpan.FromDays(40);
}
