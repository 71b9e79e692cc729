using System.Collections.Immutable;
using FallbackOrchestrator.Messages;
using Npgsql;
using static FallbackOrchestrator.Persistence.Maps.ColumnTypes;

namespace FallbackOrchestrator.Persistence.Maps;

/// <summary>The table <c>attempts</c>.</summary>
internal static class AttemptMap
{
    // For searches and the queues: an attempt is read with its message, which has these.
    private static readonly RowMap<MessageAttempt> Map = new RowMap<MessageAttempt>("attempts")
        .InsertOnly("subaccount_id", Text, a => a.Message.Subaccount.Value)
        .InsertOnly("channel", Text, a => a.Step.Channel.Value)
        .InsertOnly("channel_account_id", Text, a => a.Step.Account.Value)
        .InsertOnly("priority", Enum<Priority>(), a => a.Message.Priority);

    private static readonly Column<Guid> MessageId = Map.Key("message_id", Uuid, a => a.Message.Umid.Value);
    private static readonly Column<int> Step = Map.Key("step", Integer, a => a.Attempt.Step);
    private static readonly Column<int> AccountPlace = Map.Fixed("account_place", Integer, a => a.Attempt.AccountPlace);
    private static readonly Column<HandoverState> Handover = Map.Changing("handover", Enum<HandoverState>(), a => a.Attempt.Handover);
    private static readonly Column<DateTimeOffset> QueuedAt = Map.Changing("queued_at", Time, a => a.Attempt.QueuedAt);
    private static readonly Column<DateTimeOffset?> DispatchAt = Map.Changing("dispatch_at", TimeOrNull, a => a.Attempt.DispatchAt);
    private static readonly Column<int> Epoch = Map.Changing("epoch", Integer, a => a.Attempt.Epoch);
    private static readonly Column<DateTimeOffset?> LeaseUntil = Map.Changing("lease_until", TimeOrNull, a => a.Attempt.LeaseUntil);
    private static readonly Column<DateTimeOffset?> LeasedAt = Map.Changing("leased_at", TimeOrNull, a => a.Attempt.LeasedAt);
    private static readonly Column<DateTimeOffset?> FirstCallAt = Map.Changing("first_call_at", TimeOrNull, a => a.Attempt.FirstCallAt);
    private static readonly Column<int> Deferrals = Map.Changing("deferrals", Integer, a => a.Attempt.Deferrals);
    private static readonly Column<int> Breaks = Map.Changing("breaks", Integer, a => a.Attempt.Breaks);
    private static readonly Column<bool> Unknown = Map.Changing("unknown", Bool, a => a.Attempt.Unknown);
    private static readonly Column<ResendState> Resend = Map.Changing("resend", Enum<ResendState>(), a => a.Attempt.Resend);
    private static readonly Column<int?> ResendEpoch = Map.Changing("resend_epoch", IntegerOrNull, a => a.Attempt.ResendEpoch);
    private static readonly Column<LeaveReason> LeaveReason = Map.Changing("leave_reason", Enum<LeaveReason>(), a => a.Attempt.LeaveReason);
    private static readonly Column<DateTimeOffset?> RecallUntil = Map.Changing("recall_until", TimeOrNull, a => a.Attempt.RecallUntil);
    private static readonly Column<DateTimeOffset?> QueriedUntil =
        Map.Changing("queried_until", TimeOrNull, a => a.Attempt.QueriedUntil);
    private static readonly Column<AttemptStatus> BestStatus =
        Map.Changing("best_status", Enum<AttemptStatus>(), a => a.Attempt.BestStatus);
    private static readonly Column<string?> Failure = Map.Changing("failure", JsonOrNull, a => RowJson.Failure(a.Attempt.Failure));
    private static readonly Column<string?> LastCallError =
        Map.Changing("last_call_error", JsonOrNull, a => RowJson.Error(a.Attempt.LastCallError));
    private static readonly Column<ImmutableArray<string>> ProviderIds =
        Map.Changing("provider_ids", TextArray, a => a.Attempt.ProviderIds);
    private static readonly Column<ImmutableArray<string>> DeliveredIds =
        Map.Changing("delivered_ids", TextArrayOrNull, a => a.Attempt.DeliveredIds);
    private static readonly Column<DateTimeOffset?> SuccessSince = Map.Changing("success_since", TimeOrNull, a => a.Attempt.SuccessSince);
    private static readonly Column<DateTimeOffset?> DeliveredAt = Map.Changing("delivered_at", TimeOrNull, a => a.Attempt.DeliveredAt);
    private static readonly Column<DateTimeOffset?> ReadAt = Map.Changing("read_at", TimeOrNull, a => a.Attempt.ReadAt);

    /// <summary>For inserts, updates and reads.</summary>
    public static RowMap<MessageAttempt> Rows => Map;

    /// <summary>The message that the attempt of the current row belongs to.</summary>
    public static Umid MessageOf(NpgsqlDataReader row) => new(MessageId.Read(row));

    /// <summary>Reads an attempt.</summary>
    public static Attempt Read(NpgsqlDataReader row) => new()
    {
        Step = Step.Read(row),
        AccountPlace = AccountPlace.Read(row),
        Handover = Handover.Read(row),
        QueuedAt = QueuedAt.Read(row),
        DispatchAt = DispatchAt.Read(row),
        Epoch = Epoch.Read(row),
        LeaseUntil = LeaseUntil.Read(row),
        LeasedAt = LeasedAt.Read(row),
        FirstCallAt = FirstCallAt.Read(row),
        Deferrals = Deferrals.Read(row),
        Breaks = Breaks.Read(row),
        Unknown = Unknown.Read(row),
        Resend = Resend.Read(row),
        ResendEpoch = ResendEpoch.Read(row),
        LeaveReason = LeaveReason.Read(row),
        RecallUntil = RecallUntil.Read(row),
        QueriedUntil = QueriedUntil.Read(row),
        BestStatus = BestStatus.Read(row),
        Failure = RowJson.Failure(Failure.Read(row)),
        LastCallError = RowJson.Error(LastCallError.Read(row)),
        ProviderIds = ProviderIds.Read(row),
        DeliveredIds = DeliveredIds.Read(row),
        SuccessSince = SuccessSince.Read(row),
        DeliveredAt = DeliveredAt.Read(row),
        ReadAt = ReadAt.Read(row),
    };
}
