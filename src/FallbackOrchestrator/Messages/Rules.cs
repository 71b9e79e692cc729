using System.ComponentModel.DataAnnotations;

namespace FallbackOrchestrator.Messages;

/// <summary>The numbers of the fallback rules.</summary>
public sealed record Rules
{
    /// <summary>The time in which a failure may revoke a success below Delivered. Default 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "30.00:00:00")]
    public TimeSpan ProvisionalFor { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The time after the last handover after which a message without a final status is unconfirmed. Default 48 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "30.00:00:00")]
    public TimeSpan ConfirmFor { get; init; } = TimeSpan.FromHours(48);

    /// <summary>The longest patience of a step with a window. Default 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan LongestPatience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The patience of a step without a window that is not the last. Default 60 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan PatienceWithoutWindow { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The patience of the last step. Default 15 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan PatienceOnLastStep { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The longest time that an attempt may wait for its account's own limits. Default 24 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "30.00:00:00")]
    public TimeSpan LongestQueue { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The longest time that a call to a provider may take before the service stops waiting for its response (rule U9).</summary>
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(8);

    /// <summary>The longest time for which the next step waits for a recall (rule L4).</summary>
    public static readonly TimeSpan RecallTimeout = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The time before the end of a wait at which the provider is asked for the status, and the longest time to wait for its response (rule
    /// L6).
    /// </summary>
    public static readonly TimeSpan QueryTimeout = TimeSpan.FromSeconds(2);

    /// <summary>The time for which a replica may hold a call; at least three times <see cref="CallTimeout"/>. Default 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The number of times that an adapter may fail before the request is sent. Default 5.</summary>
    [Range(1, 10)]
    public int MaxBrokenCalls { get; init; } = 5;

    /// <summary>The first wait after a deferral without <c>Retry-After</c>; it doubles. Default 1 second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan FirstBackOff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two tries, if the provider names none. Default 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan LongestBackOff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>An outage of this service that must not end windows.</summary>
    public OutageGrace? Grace { get; init; }

    /// <summary>
    /// The longest time that a message can be in progress, from its first step on: each step waits for its account, is tried for its
    /// patience, waits for its window, and has its success revoked at the last moment.
    /// </summary>
    public TimeSpan LongestLife =>
        (FallbackSequence.MostSteps * (LongestQueue + ProvisionalFor))
        + ((FallbackSequence.MostSteps - 1) * (
            (LongestPatience > PatienceWithoutWindow ? LongestPatience : PatienceWithoutWindow) + FallbackSequence.LongestWindow))
        + PatienceOnLastStep
        + ConfirmFor;

    /// <summary>
    /// The patience of a step: the time from its first call in which deferred calls are retried and the result of an unknown call may still
    /// arrive.
    /// </summary>
    public TimeSpan PatienceOf(FallbackSequence sequence, int step)
    {
        if (sequence.IsLast(step))
            return PatienceOnLastStep;
        var window = sequence.WindowOf(step);
        return window is null ? PatienceWithoutWindow : window.Value < LongestPatience ? window.Value : LongestPatience;
    }

    /// <summary>The wait after the n-th deferral or repeat (from 1), increased by a random share of at most a fifth.</summary>
    public TimeSpan BackOff(int count, double jitter)
    {
        var doubled = FirstBackOff * Math.Pow(2, Math.Min(count - 1, 20));
        return (doubled < LongestBackOff ? doubled : LongestBackOff) * (1 + 0.2 * jitter);
    }

    /// <summary>
    /// The wait that a provider asked for, within limits: not shorter than the first back-off, and not longer than any step waits.
    /// </summary>
    public TimeSpan Honour(TimeSpan retryAfter) =>
        retryAfter < FirstBackOff ? FirstBackOff : retryAfter < LongestQueue ? retryAfter : LongestQueue;

    /// <summary>The wait after the n-th failure inside an adapter (from 1). It is short, because nothing outside is the cause.</summary>
    public static TimeSpan BackOffAfterBreak(int count) => TimeSpan.FromMilliseconds(100 * Math.Pow(2, count - 1));
}
