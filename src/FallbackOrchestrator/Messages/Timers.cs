namespace FallbackOrchestrator.Messages;

/// <summary>
/// The times at which a message advances without a fact. They are derived from the message; the row stores only the earliest.
/// </summary>
internal static class Timers
{
    /// <summary>The earliest of all timers; null only for a completed message without a running call.</summary>
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
        return message.Current switch
        {
            { RecallUntil: { } until } => Earlier(due, until),
            { IsOpen: true } current => Earlier(due, StepEnd(message, current, rules)),
            _ => due,
        };
    }

    /// <summary>
    /// The time at which a queued attempt is given up. After its first call this is the end of its patience, but not later than the
    /// message's expiry; before, it is the expiry, or else the longest queue.
    /// </summary>
    public static DateTimeOffset QueueEnd(Message message, Attempt attempt, Rules rules) => attempt.FirstCallAt is { } first
        ? Earlier(first + rules.PatienceOf(message.Sequence, attempt.Step), message.ExpiresAt)!.Value
        : message.ExpiresAt ?? attempt.QueuedAt + rules.LongestQueue;

    /// <summary>
    /// The time at which a resend that waits for the account's limits is given up. It was queued at the end of the patience, and may wait
    /// as long as any call.
    /// </summary>
    public static DateTimeOffset? ResendEnd(Message message, Attempt attempt, Rules rules) =>
        attempt.FirstCallAt + rules.PatienceOf(message.Sequence, attempt.Step) + rules.LongestQueue;

    /// <summary>
    /// The end of the attempt's window, extended after an outage of this service and while the provider is asked for the status; null if it
    /// has none or it has not opened.
    /// </summary>
    public static DateTimeOffset? WindowEnd(Message message, Attempt attempt, Rules rules) =>
        message.ClosesAt(attempt) is { } closesAt ? Later(rules.Grace?.Extend(closesAt) ?? closesAt, attempt.QueriedUntil) : null;

    /// <summary>
    /// The time at which an unknown outcome on a step without a window is given up or resent; null if neither can happen.
    /// </summary>
    public static DateTimeOffset? UnknownEnd(Message message, Attempt attempt, Rules rules)
    {
        if (!attempt.Unknown || attempt.HasStatus || message.Sequence.WindowOf(attempt.Step) is not null)
            return null;
        if (message.Sequence.IsLast(attempt.Step) && (!message.MayResend || attempt.Resend != ResendState.None))
            return null;
        return attempt.FirstCallAt + rules.PatienceOf(message.Sequence, attempt.Step);
    }

    /// <summary>The time at which the wait for a step ends if nothing else ends it.</summary>
    public static DateTimeOffset? ConfirmEnd(Attempt attempt, Rules rules) =>
        attempt.LeasedAt + rules.ConfirmFor is { } end ? Later(end, attempt.QueriedUntil) : null;

    /// <summary>
    /// The time at which the provider is asked for the status; null if it cannot be asked, was asked before, or receipts are not missing.
    /// </summary>
    public static DateTimeOffset? QueryAt(Message message, Attempt attempt, Rules rules)
    {
        if (attempt is not { Handover: HandoverState.HandedOver, IsOpen: true, QueriedUntil: null, ProviderIds.IsEmpty: false }
            || !message.StepOf(attempt).CanBeQueried)
            return null;
        if (WindowEnd(message, attempt, rules) is not { } windowEnd)
            return ConfirmEnd(attempt, rules) - Rules.QueryTimeout;
        var receiptsMayBeLost = StatusLadder.Rung(attempt.Status) <= StatusLadder.Rung(AttemptStatus.Accepted)
            || attempt.LeasedAt < rules.Grace?.Until;
        if (!receiptsMayBeLost)
            return null;
        if (rules.Grace is { } grace && message.ClosesAt(attempt) is { } closesAt && grace.Holds(closesAt))
            return grace.QueryAt(message.Umid.Chance, Rules.QueryTimeout);
        // A short window must leave time for a receipt.
        var half = message.Sequence.WindowOf(attempt.Step)!.Value / 2;
        return windowEnd - (half < Rules.QueryTimeout ? half : Rules.QueryTimeout);
    }

    private static DateTimeOffset? StepEnd(Message message, Attempt attempt, Rules rules)
    {
        if (attempt.Handover == HandoverState.Queued)
        {
            return attempt.Resend == ResendState.Pending
                ? Earlier(ResendEnd(message, attempt, rules), ConfirmEnd(attempt, rules))
                : QueueEnd(message, attempt, rules);
        }
        if (QueryAt(message, attempt, rules) is { } queryAt)
            return queryAt;
        if (WindowEnd(message, attempt, rules) is { } windowEnd)
            return windowEnd;
        return attempt.Handover == HandoverState.Calling
            ? attempt.LeaseUntil
            : Earlier(UnknownEnd(message, attempt, rules), ConfirmEnd(attempt, rules));
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other : one;
}
