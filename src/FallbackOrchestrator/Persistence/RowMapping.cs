using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>Makes messages of rows that EF Core read.</summary>
internal static class RowMapping
{
    public static Message ToMessage(this MessageRow row, IEnumerable<AttemptRow> attempts) => new()
    {
        Umid = new Umid(row.Id),
        Subaccount = new SubaccountId(row.SubaccountId),
        Sequence = RowJson.Sequence(row.Steps),
        CreatedAt = row.CreatedAt,
        ScheduledAt = row.ScheduledAt,
        ExpiresAt = row.ExpiresAt,
        MayResend = row.MayResend,
        Priority = row.Priority,
        State = row.State,
        Outcome = row.Outcome,
        StoppedAs = row.StoppedAs,
        ProvisionalUntil = row.ProvisionalUntil,
        Completion = row.Completion,
        CompletedAt = row.CompletedAt,
        SucceededStep = row.SucceededStep,
        DuplicateDelivery = row.DuplicateDelivery,
        TimelineLength = row.TimelineLength,
        DueAt = row.DueAt,
        Attempts = [.. attempts.Select(ToAttempt)],
    };

    private static Attempt ToAttempt(AttemptRow row) => new()
    {
        Step = row.Step,
        Handover = row.Handover,
        QueuedAt = row.QueuedAt,
        DispatchAt = row.DispatchAt,
        Epoch = row.Epoch,
        LeaseUntil = row.LeaseUntil,
        LeasedAt = row.LeasedAt,
        FirstCallAt = row.FirstCallAt,
        Deferrals = row.Deferrals,
        Breaks = row.Breaks,
        Unknown = row.Unknown,
        Resend = row.Resend,
        ResendEpoch = row.ResendEpoch,
        LeftBecause = row.LeftBy,
        BestStatus = row.Heard,
        Failure = RowJson.Failure(row.Failure),
        LastCallError = RowJson.Error(row.Obstacle),
        ProviderIds = [.. row.ProviderIds],
        DeliveredIds = [.. row.DeliveredIds ?? []],
        SuccessSince = row.StandsSince,
    };
}
