namespace FallbackOrchestrator.Messages;

/// <summary>When time alone will move a message. Derived from the message; the row stores only the earliest.</summary>
internal static class Timers
{
    /// <summary>The earliest of all timers; null only for a completed message with no call on its way.</summary>
    public static DateTimeOffset? DueAt(Message message, Rules rules)
    {
        DateTimeOffset? due = null;
        foreach (var attempt in message.Attempts)
            due = Earlier(due, attempt.LeaseUntil);
        if (message.Outcome is not null)
            return due;
        due = Earlier(due, message.ExpiresAt);
        if (message.State == MessageState.Scheduled)
            return Earlier(due, message.ScheduledAt);
        return message.Current is { IsOpen: true } current ? Earlier(due, StepEnd(message, current, rules)) : due;
    }

    /// <summary>
    /// When a queued attempt is given up: the end of its patience once it was called, never past the message's expiry; before, the expiry,
    /// else the longest queue.
    /// </summary>
    public static DateTimeOffset QueueEnd(Message message, Attempt attempt, Rules rules) => attempt.FirstCallAt is { } first
        ? Earlier(first + rules.PatienceOf(message.Sequence, attempt.Step), message.ExpiresAt)!.Value
        : message.ExpiresAt ?? attempt.QueuedAt + rules.LongestQueue;

    /// <summary>
    /// When a resend that waits for the account's limits is given up: it fell due at the end of the patience, and waits as long as any
    /// call.
    /// </summary>
    public static DateTimeOffset? ResendEnd(Message message, Attempt attempt, Rules rules) =>
        attempt.FirstCallAt + rules.PatienceOf(message.Sequence, attempt.Step) + rules.LongestQueue;

    /// <summary>When the attempt's window ends, an outage of ours considered; null if it has none or it has not opened.</summary>
    public static DateTimeOffset? WindowEnd(Message message, Attempt attempt, Rules rules) =>
        message.ClosesAt(attempt) is { } closesAt ? rules.Grace?.Extend(closesAt) ?? closesAt : null;

    /// <summary>
    /// When an unknown outcome on a step without a window is given up or sent again; null where that cannot happen (any more).
    /// </summary>
    public static DateTimeOffset? UnknownEnd(Message message, Attempt attempt, Rules rules)
    {
        if (!attempt.Unknown || attempt.HasStatus || message.Sequence.WindowOf(attempt.Step) is not null)
            return null;
        if (message.Sequence.IsLast(attempt.Step) && (!message.MayResend || attempt.Resend != ResendState.None))
            return null;
        return attempt.FirstCallAt + rules.PatienceOf(message.Sequence, attempt.Step);
    }

    /// <summary>When a step that nothing else ends stops being waited for.</summary>
    public static DateTimeOffset? ConfirmEnd(Attempt attempt, Rules rules) => attempt.LeasedAt + rules.ConfirmFor;

    private static DateTimeOffset? StepEnd(Message message, Attempt attempt, Rules rules)
    {
        if (attempt.Handover == HandoverState.Queued)
        {
            return attempt.Resend == ResendState.Pending
                ? Earlier(ResendEnd(message, attempt, rules), ConfirmEnd(attempt, rules))
                : QueueEnd(message, attempt, rules);
        }
        if (WindowEnd(message, attempt, rules) is { } windowEnd)
            return windowEnd;
        return attempt.Handover == HandoverState.Calling
            ? attempt.LeaseUntil
            : Earlier(UnknownEnd(message, attempt, rules), ConfirmEnd(attempt, rules));
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other : one;
}
