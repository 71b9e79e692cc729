using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.UnitTests.Messages.Support;

/// <summary>
/// What holds of every decision, whatever the message and the facts. The rule tests, the random histories and the exhaustive exploration
/// all pass each decision through here. (That the statuses do not depend on order, and that timers alone end every message, are
/// about more than one decision and have tests of their own.)
/// </summary>
internal static class Laws
{
    public static void Hold(Message before, IReadOnlyList<Fact> facts, Decision decision, DateTimeOffset now, Rules rules)
    {
        if (Broken(before, facts, decision, now, rules) is { } law)
            throw new LawBrokenException($"{law}\n  before: {State.Of(before, now)}\n  facts:  {string.Join(", ", facts)}\n  after:  {State.Of(decision.Message, now)}");
    }

    private static string? Broken(Message before, IReadOnlyList<Fact> facts, Decision decision, DateTimeOffset now, Rules rules) =>
        OutcomeIsStanding(decision.Message)
        ?? OutcomesLast(before, decision)
        ?? NoCallAfterTheEnd(before, decision)
        ?? WhatIsDueIsGranted(decision.Message, now, rules)
        ?? AlwaysWakesUp(decision.Message, now)
        ?? OneStepInOrder(before, facts, decision.Message, now, rules)
        ?? RecalledOnce(before, decision, now)
        ?? QueriedOnce(before, decision, now)
        ?? OneAccountHasIt(before, decision.Message)
        ?? TimesTellTheStatus(before, decision)
        ?? RowsMakeSense(before, decision)
        ?? DecidesOnce(decision.Message, now, rules);

    // 1. Succeeded exactly when some attempt stands at its success.
    private static string? OutcomeIsStanding(Message after)
    {
        var stands = after.Attempts.Any(after.Stands);
        if (stands != (after.Outcome == Outcome.Succeeded))
            return "1: an outcome that is not the standing";
        if (after.SucceededStep is null == stands)
            return "1: succeeded without a step, or a step without success";
        if (after.SucceededStep is { } step && !after.Stands(after.Attempts[step - 1]))
            return "1: the succeeded step does not stand";
        return after.Attempts.Any(attempt => after.Stands(attempt) != attempt.SuccessSince is not null)
            ? "1: a standing that is not on record" : null;
    }

    // Statistics count by the status and by its time; a time that was recorded stays.
    private static string? TimesTellTheStatus(Message before, Decision decision)
    {
        foreach (var attempt in decision.Message.Attempts)
        {
            if (attempt.DeliveredAt is not null != StatusLadder.Rung(attempt.BestStatus) >= StatusLadder.Rung(AttemptStatus.Delivered)
                || attempt.ReadAt is not null != (attempt.BestStatus == AttemptStatus.Read))
                return "delivered or read without a time, or a time without the status";
            var earlier = attempt.Step <= before.Attempts.Length ? before.Attempts[attempt.Step - 1] : null;
            if ((earlier?.DeliveredAt ?? attempt.DeliveredAt) != attempt.DeliveredAt
                || (earlier?.ReadAt ?? attempt.ReadAt) != attempt.ReadAt)
                return "a time of delivery changed";
        }
        return null;
    }

    private static string? OutcomesLast(Message before, Decision decision)
    {
        var after = decision.Message;
        if (before.Outcome is { } was && was != Outcome.Succeeded && after.Outcome != was && after.Outcome != Outcome.Succeeded)
            return "something else than a success changed an outcome";
        if (before is { Outcome: Outcome.Succeeded, ProvisionalUntil: null } && after.Outcome != Outcome.Succeeded)
            return "a firm success was taken back";
        if (before.StoppedAs is { } stopped && after.Outcome != stopped && after.Outcome != Outcome.Succeeded)
            return "a message that was stopped returned to something else";
        if (before.StoppedAs is not null && after.Attempts.Length > before.Attempts.Length)
            return "a message that was stopped started a step";
        if (after.Outcome is Outcome.Cancelled or Outcome.Expired or Outcome.Unconfirmed && after.StoppedAs != after.Outcome)
            return "a stop that is not on record";
        if (before.SucceededStep is { } step && after.SucceededStep != step && after.Stands(after.Attempts[step - 1]))
            return "L2: the succeeded step changed though its success was not taken back";
        var completions = decision.Timeline.Count(entry => entry.Event is MessageEvent.MessageCompleted);
        if (after.Completion != before.Completion + completions)
            return "completions and their record differ";
        if (before.Outcome != after.Outcome && after.Outcome is not null && completions == 0)
            return "an outcome without a completion";
        if (before.DuplicateDelivery && !after.DuplicateDelivery)
            return "L3: a duplicate delivery was forgotten";
        return after.Attempts.Any(attempt => attempt.DeliveredIds.Length > 1) && !after.DuplicateDelivery
            ? "L3: an attempt was delivered twice, and nobody says so"
            : null;
    }

    // 2. No call starts in a state with an outcome, and none is repeated without a right to it.
    private static string? NoCallAfterTheEnd(Message before, Decision decision)
    {
        var after = decision.Message;
        if (after.Outcome is not null && after.Attempts.Any(attempt => attempt.Handover == HandoverState.Queued))
            return "2: a step still queued after the end";
        if (decision.Call is { } call)
        {
            var called = after.Attempts[call.Step - 1];
            if (after.Outcome is not null || after.StoppedAs is not null)
                return "2: a call after the end";
            if (called.HasStatus)
                return "2: a call of an attempt that the provider has";
            if (called.Unknown && !after.StepOf(called).TakesIdempotencyKey && called.Resend != ResendState.Called)
                return "2: an unknown call was repeated blindly";
            if (call.Epoch != called.Epoch || call.Step != after.Attempts.Length)
                return "2: a call that is not the current attempt's";
        }
        foreach (var attempt in after.Attempts)
        {
            var started = attempt.Epoch - (attempt.Step <= before.Attempts.Length ? before.Attempts[attempt.Step - 1].Epoch : 0);
            if (started != (decision.Call?.Step == attempt.Step ? 1 : 0))
                return "2: a call that was not granted";
            var allowed = 1 + attempt.Deferrals + attempt.Breaks + (attempt.Resend == ResendState.Called ? 1 : 0);
            if (!after.StepOf(attempt).TakesIdempotencyKey && attempt.Epoch > allowed)
                return "2: more calls than there was a right to";
        }
        return null;
    }

    // The door asks accounts only for the calls that would be granted.
    private static string? WhatIsDueIsGranted(Message after, DateTimeOffset now, Rules rules)
    {
        var due = after.CallDue(now)?.Step;
        var granted = after.Current is { } current
            ? Decision.Decide(after, [new Fact.Admitted(current.Step)], now, rules).Call?.Step : null;
        return due == granted ? null : "a call that is due is not granted, or one is granted that is not due";
    }

    // 3. A message that is not completed wakes up, and not at once: a decision leaves nothing that is due.
    private static string? AlwaysWakesUp(Message after, DateTimeOffset now)
    {
        if (after.State != MessageState.Completed && after.DueAt is null)
            return "3: nothing would ever wake it";
        return after.DueAt <= now ? "3: a decision that leaves something due" : null;
    }

    // 5. One step waited for, in order.
    private static string? OneStepInOrder(Message before, IReadOnlyList<Fact> facts, Message after, DateTimeOffset now, Rules rules)
    {
        if (after.Attempts.Select(attempt => attempt.Step).SequenceEqual(Enumerable.Range(1, after.Attempts.Length)) is false)
            return "5: steps out of order";
        if (after.Attempts.SkipLast(1).Any(attempt => attempt.LeaveReason == LeaveReason.Nothing))
            return "5: two steps waited for";
        if (after.Attempts.Length > before.Attempts.Length && after.ExpiresAt <= now)
            return "expiry: a step started at or after it";
        if (after.Outcome is null && after.State == MessageState.InProgress && after.Current is { IsOpen: false, RecallUntil: null })
            return "5: no step waited for, and no outcome";
        foreach (var attempt in before.Attempts)
        {
            var then = after.Attempts[attempt.Step - 1];
            if (attempt.LeaveReason != LeaveReason.Nothing && then.LeaveReason == LeaveReason.Nothing)
                return "5: a left step came back";
            if (attempt.LeaveReason == LeaveReason.Nothing && then.LeaveReason == LeaveReason.Deadline
                && now < EarliestDeadline(after, then, rules))
                return "S2: a step was left early";
            if (attempt.LeaveReason == LeaveReason.Nothing && then is { LeaveReason: LeaveReason.Failure, HasFailed: false })
                return "S4: a step was left by a failure that there is not";
            if (attempt.LeaveReason == LeaveReason.Nothing && then.LeaveReason == LeaveReason.Skip
                && !facts.Contains(new Fact.SkipRequested(attempt.Step)))
                return "S12: a step was skipped that nobody asked to skip";
        }
        return null;
    }

    // L4. What is recalled was with the provider and is not delivered, it is recalled once, and only the next step waits for it.
    private static string? RecalledOnce(Message before, Decision decision, DateTimeOffset now)
    {
        var after = decision.Message;
        foreach (var attempt in after.Attempts.Where(attempt => attempt.RecallUntil is not null))
        {
            if (attempt != after.Current || after.Outcome is not null)
                return "L4: somebody waits for a recall that nothing depends on";
            if (!attempt.IsUndelivered || attempt.LeaveReason == LeaveReason.Nothing)
                return "L4: a recall of what is over, or still waited for";
            if (attempt.RecallUntil > now + Rules.RecallTimeout)
                return "L4: a recall that holds the fallback up for too long";
        }
        var started = decision.Timeline.Count(entry => entry.Event is MessageEvent.RecallStarted);
        if (started != (decision.Recall is null ? 0 : 1))
            return "L4: a recall that was not granted, or was granted silently";
        if (decision.Recall is not { } recall)
            return null;
        var recalled = after.Attempts[recall.Step - 1];
        if (!after.StepOf(recalled).CanBeRecalled || recalled.Handover != HandoverState.HandedOver)
            return "L4: a recall of what cannot be recalled";
        var earlier = recall.Step <= before.Attempts.Length ? before.Attempts[recall.Step - 1] : null;
        return earlier?.Handover != HandoverState.Calling
            && (before.StoppedAs is not null || earlier?.LeaveReason is not (null or LeaveReason.Nothing))
                ? "L4: recalled twice" : null;
    }

    // L6. The provider of what was handed over and is still waited for is asked once, and the step waits two seconds at most.
    private static string? QueriedOnce(Message before, Decision decision, DateTimeOffset now)
    {
        var started = decision.Timeline.Count(entry => entry.Event is MessageEvent.StatusQueried);
        if (started != (decision.Query is null ? 0 : 1))
            return "L6: a status query that was not granted, or was granted silently";
        foreach (var attempt in decision.Message.Attempts)
        {
            var earlier = attempt.Step <= before.Attempts.Length ? before.Attempts[attempt.Step - 1].QueriedUntil : null;
            if (attempt.QueriedUntil > (earlier ?? now + Rules.QueryTimeout) || (earlier is not null && attempt.QueriedUntil is null))
                return "L6: asked twice, or a step waits for longer";
            if ((earlier is null && attempt.QueriedUntil is not null) != (decision.Query?.Step == attempt.Step))
                return "L6: a step waits for a query that was not granted";
        }
        if (decision.Query is not { } query)
            return null;
        var queried = decision.Message.Attempts[query.Step - 1];
        return queried == decision.Message.Current && queried is { IsOpen: true, Handover: HandoverState.HandedOver }
            && decision.Message.StepOf(queried).CanBeQueried && !query.ProviderIds.IsEmpty && decision.Message.Outcome is null
                ? null : "L6: a query about what cannot be asked for, or is over";
    }

    // U10. What an account has, or may have, stays with it.
    private static string? OneAccountHasIt(Message before, Message after)
    {
        foreach (var earlier in before.Attempts)
        {
            var now = after.Attempts[earlier.Step - 1];
            if (now.AccountPlace != earlier.AccountPlace && (earlier.HasStatus || earlier.Resend != ResendState.None || now.Unknown))
                return "U10: another account got what the first one may have";
            if (now.AccountPlace < 0 || now.AccountPlace > after.Sequence[now.Step].OtherAccounts.Length)
                return "U10: an account that the step does not have";
        }
        return null;
    }

    private static DateTimeOffset? EarliestDeadline(Message message, Attempt attempt, Rules rules) =>
        message.Sequence.WindowOf(attempt.Step) is { } window
            ? attempt.LeasedAt + window
            : attempt.FirstCallAt + rules.PatienceOf(message.Sequence, attempt.Step);

    private static string? RowsMakeSense(Message before, Decision decision)
    {
        var after = decision.Message;
        if (after.State == MessageState.Completed != after.Outcome is not null)
            return "completed without an outcome, or an outcome without being completed";
        if (after.TimelineLength != before.TimelineLength + decision.Timeline.Length)
            return "a timeline that was not counted";
        foreach (var attempt in after.Attempts)
        {
            if (attempt.Handover == HandoverState.Calling != attempt.LeaseUntil is not null)
                return "a lease without a call";
            if (attempt.Handover == HandoverState.Queued != attempt.DispatchAt is not null)
                return "a queued attempt without a time, or a time without a queue";
            if (attempt is { Handover: HandoverState.Refused, HasFailed: false })
                return "refused, but not failed";
            if (attempt.Handover is HandoverState.NotSent or HandoverState.Withdrawn && (attempt.HasStatus || attempt.Unknown))
                return "not handed over, yet the provider may have it";
            if (attempt.Resend == ResendState.Pending && attempt.Handover != HandoverState.Queued)
                return "a resend that nothing will call";
            if (attempt.Step <= before.Attempts.Length
                && StatusLadder.Rung(attempt.Status) < StatusLadder.Rung(before.Attempts[attempt.Step - 1].Status))
                return "a status came down the ladder";
        }
        return null;
    }

    // The same moment looked at twice is decided once.
    private static string? DecidesOnce(Message after, DateTimeOffset now, Rules rules)
    {
        var again = Decision.Decide(after, [], now, rules);
        return again.Timeline.IsEmpty && State.Of(again.Message, now) == State.Of(after, now) ? null : "deciding again decided again";
    }
}

internal sealed class LawBrokenException(string law) : Exception(law);
