using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Orchestration;

/// <summary>Counts the messages that failed, by the cause of their last step, until the counts are taken.</summary>
public sealed class FailedMessages
{
    /// <summary>The cause of a last step that ended without success and without a failure: its window or its patience was over.</summary>
    public const string TimedOut = "timedOut";

    private static readonly ErrorClass[] Classes = Enum.GetValues<ErrorClass>();

    // One count for each class; the last one is for messages that timed out.
    private readonly int[] _counts = new int[Classes.Length + 1];

    /// <summary>Counts a message if a change has just made it fail.</summary>
    public void Count(MessageChange change)
    {
        var after = change.Decision.Message;
        if (after.Outcome == Outcome.Failed && change.Before.Outcome != Outcome.Failed)
            Interlocked.Increment(ref _counts[ClassOf(after.Current) is { } known ? Array.IndexOf(Classes, known) : Classes.Length]);
    }

    /// <summary>Takes the counts since the last time, the highest first.</summary>
    public IReadOnlyList<(string Cause, int Count)> Take() =>
    [
        .. Enumerable.Range(0, _counts.Length)
            .Select(i => (Cause: i < Classes.Length ? EnumText.Of(Classes[i]) : TimedOut, Count: Interlocked.Exchange(ref _counts[i], 0)))
            .Where(cause => cause.Count > 0)
            .OrderByDescending(cause => cause.Count),
    ];

    // The class of the error that a customer sees of the attempt.
    private static ErrorClass? ClassOf(Attempt? last) =>
        last is null ? null : (last.HasFailed ? last.Failure?.Error : last.HasStatus ? null : last.LastCallError)?.Class;
}
