using System.Globalization;
using System.Text;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.UnitTests.Messages.Support;

/// <summary>
/// A message as a text in which times are distances from now, and whatever can make no difference any more is left out: two messages
/// with the same text have the same future. A horizon makes everything that is longer ago the same.
/// </summary>
internal static class State
{
    public static string Of(Message message, DateTimeOffset now, double horizon = double.MaxValue)
    {
        var text = new StringBuilder(200);
        text.Append(message.State).Append(' ').Append(message.Outcome).Append(' ').Append(message.StoppedAs)
            .Append(" s").Append(message.SucceededStep).Append(" p").Append(Until(message.ProvisionalUntil, now, horizon: 0))
            .Append(message.DuplicateDelivery ? " twice" : "").Append(" e").Append(Until(message.ExpiresAt, now, horizon: 0));
        if (message.State == MessageState.Scheduled)
            text.Append(" at").Append(Until(message.ScheduledAt, now));
        foreach (var attempt in message.Attempts)
            Append(text, message, attempt, now, horizon);
        return text.ToString();
    }

    private static void Append(StringBuilder text, Message message, Attempt attempt, DateTimeOffset now, double horizon)
    {
        text.Append(" |").Append(attempt.AccountPlace == 0 ? "" : $"@{attempt.AccountPlace} ").Append(attempt.Handover).Append(' ').Append(attempt.BestStatus);
        if (attempt.Failure is { } failure)
            text.Append(' ').Append(failure.Status);
        if (attempt.Unknown && !attempt.HasStatus)
            text.Append(" unknown");
        if (attempt.LeaveReason != LeaveReason.Nothing)
            text.Append(" left:").Append(attempt.LeaveReason);
        if (attempt.RecallUntil is not null)
            text.Append(" recall").Append(Until(attempt.RecallUntil, now));
        if (attempt.Handover == HandoverState.Calling)
            text.Append(" lease").Append(Until(attempt.LeaseUntil, now));
        if (!attempt.DeliveredIds.IsEmpty)
            text.Append(" ids").AppendJoin(',', attempt.DeliveredIds);
        if (message.Stands(attempt))
            text.Append(" since").Append(Until(attempt.SuccessSince, now, horizon));
        // Counts and clocks of an attempt that will not be called or waited for again make no difference.
        if (attempt.LeaveReason != LeaveReason.Nothing || attempt.HasFailed || attempt.BestStatus is AttemptStatus.Read)
            return;
        if (attempt.QueriedUntil is not null)
            text.Append(" queried").Append(Until(attempt.QueriedUntil, now, horizon: 0));
        text.Append(' ').Append(attempt.Resend)
            .Append(" d").Append(Until(attempt.DispatchAt, now, horizon: 0)).Append(" f").Append(Until(attempt.FirstCallAt, now, horizon));
        if (attempt.Handover is HandoverState.Calling or HandoverState.HandedOver)
            text.Append(" l").Append(Until(attempt.LeasedAt, now, horizon));
        if (attempt.Handover == HandoverState.Queued && attempt.FirstCallAt is null)
            text.Append(" q").Append(Until(attempt.QueuedAt, now, horizon));
        if (!attempt.HasStatus)
            text.Append(" n").Append(attempt.Deferrals).Append('/').Append(attempt.Breaks).Append(attempt.IsResent ? " resent" : "");
    }

    private static string Until(DateTimeOffset? time, DateTimeOffset now, double horizon = double.MaxValue) =>
        time is { } at ? Math.Max(-horizon, (at - now).TotalSeconds).ToString(CultureInfo.InvariantCulture) : "-";
}
