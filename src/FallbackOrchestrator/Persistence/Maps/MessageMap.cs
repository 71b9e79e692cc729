using FallbackOrchestrator.Messages;
using Npgsql;
using static FallbackOrchestrator.Persistence.Maps.ColumnTypes;

namespace FallbackOrchestrator.Persistence.Maps;

/// <summary>The table <c>messages</c>. Columns that change are derived from the message alone; the others come from the request.</summary>
internal static class MessageMap
{
    private static readonly RowMap<Message> Decided = new("messages");

    private static readonly Column<Guid> Id = Decided.Key("id", Uuid, m => m.Umid.Value);
    private static readonly Column<string> Subaccount = Decided.Fixed("subaccount_id", Text, m => m.Subaccount.Value);
    private static readonly Column<string> Steps = Decided.Fixed("steps", Json, m => RowJson.Steps(m.Sequence));
    private static readonly Column<DateTimeOffset> CreatedAt = Decided.Fixed("created_at", Time, m => m.CreatedAt);
    private static readonly Column<DateTimeOffset?> ScheduledAt = Decided.Fixed("scheduled_at", TimeOrNull, m => m.ScheduledAt);
    private static readonly Column<DateTimeOffset?> ExpiresAt = Decided.Fixed("expires_at", TimeOrNull, m => m.ExpiresAt);
    private static readonly Column<bool> MayResend = Decided.Fixed("may_resend", Bool, m => m.MayResend);
    private static readonly Column<Priority> Priority = Decided.Fixed("priority", Enum<Priority>(), m => m.Priority);
    private static readonly Column<MessageState> State = Decided.Changing("state", Enum<MessageState>(), m => m.State);
    private static readonly Column<Outcome?> Outcome = Decided.Changing("outcome", EnumOrNull<Outcome>(), m => m.Outcome);
    private static readonly Column<Outcome?> StoppedAs = Decided.Changing("stopped_as", EnumOrNull<Outcome>(), m => m.StoppedAs);
    private static readonly Column<DateTimeOffset?> ProvisionalUntil =
        Decided.Changing("provisional_until", TimeOrNull, m => m.ProvisionalUntil);
    private static readonly Column<int> Completion = Decided.Changing("completion", Integer, m => m.Completion);
    private static readonly Column<DateTimeOffset?> CompletedAt = Decided.Changing("completed_at", TimeOrNull, m => m.CompletedAt);
    private static readonly Column<int?> SucceededStep = Decided.Changing("succeeded_step", IntegerOrNull, m => m.SucceededStep);
    private static readonly Column<bool> DuplicateDelivery = Decided.Changing("duplicate_delivery", Bool, m => m.DuplicateDelivery);
    private static readonly Column<int> TimelineLength = Decided.Changing("timeline_length", Integer, m => m.TimelineLength);
    private static readonly Column<DateTimeOffset?> DueAt = Decided.Changing("due_at", TimeOrNull, m => m.DueAt);

    // For statistics and searches.
    private static readonly RowMap<NewMessage> Requested =
        Decided.Extend<NewMessage>(m => m.Message).InsertOnly("country", TextOrNull, m => m.Country);

    private static readonly Column<string?> MsisdnText = Requested.Fixed("msisdn", TextOrNull, m => m.Recipient.Msisdn?.Value);
    private static readonly Column<string?> ChannelUserId = Requested.Fixed("channel_user_id", TextOrNull, m => m.Recipient.ChannelUserId);
    private static readonly Column<string> ContentType = Requested.Fixed("content_type", Text, m => m.ContentType);
    private static readonly Column<string?> ClientMessageId = Requested.Fixed("client_message_id", TextOrNull, m => m.ClientMessageId);
    private static readonly Column<string?> ReceiptUrl = Requested.Fixed("receipt_url", TextOrNull, m => m.ReceiptUrl?.AbsoluteUri);
    private static readonly Column<Guid?> BatchId = Requested.Fixed("batch_id", UuidOrNull, m => m.Batch?.Id);
    private static readonly Column<string?> ClientBatchId = Requested.Fixed("client_batch_id", TextOrNull, m => m.Batch?.ClientBatchId);

    private static readonly Column<string?> TraceParent = Requested.Fixed("trace_parent", TextOrNull, m => m.TraceParent);

    /// <summary>For inserts and reads.</summary>
    public static RowMap<NewMessage> New => Requested;

    /// <summary>For updates.</summary>
    public static RowMap<Message> Changed => Decided;

    /// <summary>Reads a message without its attempts.</summary>
    public static StoredMessage Read(NpgsqlDataReader row) => new(
        new Message
        {
            Umid = new Umid(Id.Read(row)),
            Subaccount = new SubaccountId(Subaccount.Read(row)),
            Sequence = RowJson.Sequence(Steps.Read(row)),
            CreatedAt = CreatedAt.Read(row),
            ScheduledAt = ScheduledAt.Read(row),
            ExpiresAt = ExpiresAt.Read(row),
            MayResend = MayResend.Read(row),
            Priority = Priority.Read(row),
            State = State.Read(row),
            Outcome = Outcome.Read(row),
            StoppedAs = StoppedAs.Read(row),
            ProvisionalUntil = ProvisionalUntil.Read(row),
            Completion = Completion.Read(row),
            CompletedAt = CompletedAt.Read(row),
            SucceededStep = SucceededStep.Read(row),
            DuplicateDelivery = DuplicateDelivery.Read(row),
            TimelineLength = TimelineLength.Read(row),
            DueAt = DueAt.Read(row),
        },
        new Recipient(MsisdnText.Read(row) is { } number ? Msisdn.Stored(number) : null, ChannelUserId.Read(row)),
        ContentType.Read(row),
        ClientMessageId.Read(row),
        ReceiptUrl.Read(row) is { } url ? new Uri(url) : null,
        BatchId.Read(row) is { } batch ? new Batch(batch, ClientBatchId.Read(row)) : null)
    {
        TraceParent = TraceParent.Read(row),
    };
}
