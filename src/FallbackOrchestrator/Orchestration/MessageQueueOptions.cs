using System.ComponentModel.DataAnnotations;
using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.Orchestration;

/// <summary>The settings of the door's queue (section <c>MessageQueue</c>).</summary>
public sealed class MessageQueueOptions
{
    /// <summary>The number of facts that may wait; if there are more, Send returns 503. Default 20,000.</summary>
    [Range(1, 1_000_000)]
    public int Length { get; set; } = 20_000;

    /// <summary>The most messages in one transaction. Default 500: larger groups add latency, but no throughput.</summary>
    [Range(1, 5_000)]
    public int GroupSize { get; set; } = 500;

    /// <summary>Transactions at a time. Default 2; facts of one message always go to the same one.</summary>
    [Range(1, 16)]
    public int Workers { get; set; } = 2;

    /// <summary>The longest wait of a batch for its turn; then it returns 503. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan BatchTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The longest wait of a request for its result. Then it returns 503 if its transaction has not begun, else 500: it is not known
    /// whether it was stored. Default 25 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ResponseTimeout { get; set; } = VerifiedCommit.LongestWait;

    /// <summary>
    /// The longest wait of a worker for a transaction. Then the transaction continues in the background, and the worker takes the next
    /// group. Default 2 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan DetachAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest time for which a message can be pending; claims do not find older messages. Default 40 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "400.00:00:00")]
    public TimeSpan LongestPending { get; set; } = TimeSpan.FromDays(40);
}
