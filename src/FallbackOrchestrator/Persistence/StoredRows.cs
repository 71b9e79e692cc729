using System.Collections.Immutable;
using FallbackOrchestrator.Messages;
using Npgsql;

namespace FallbackOrchestrator.Persistence;

/// <summary>Reads the rows of stored messages, as the door needs them.</summary>
internal static class StoredRows
{
    /// <summary>What <see cref="Message"/> reads, in its order.</summary>
    public const string MessageColumns =
        """
        id, subaccount_id, msisdn, channel_user_id, steps, created_at, scheduled_at, expires_at, may_resend, state, outcome, stopped_as,
        provisional_until, completion, completed_at, succeeded_step, duplicate_delivery, timeline_length, due_at, client_message_id, receipt_url,
        batch_id, client_batch_id, priority
        """;

    /// <summary>What <see cref="AddAttemptsAsync"/> reads, in its order.</summary>
    public const string AttemptColumns =
        """
        message_id, step, handover, queued_at, dispatch_at, epoch, lease_until, leased_at, first_call_at, deferrals, breaks, unknown,
        resend, resend_epoch, left_by, heard, failure, obstacle, provider_ids, stands_since, delivered_ids
        """;

    /// <summary>Adds the messages of a result, without their attempts.</summary>
    public static async Task AddMessagesAsync(NpgsqlDataReader reader, Dictionary<Umid, StoredMessage> messages, CancellationToken cancellationToken)
    {
        while (await reader.ReadAsync(cancellationToken))
        {
            var stored = Message(reader);
            messages.Add(stored.Message.Umid, stored);
        }
    }

    /// <summary>Adds the attempts of a result to their messages; those of messages that are not there are passed over.</summary>
    public static async Task AddAttemptsAsync(NpgsqlDataReader reader, Dictionary<Umid, StoredMessage> messages, CancellationToken cancellationToken)
    {
        var attempts = new Dictionary<Umid, ImmutableArray<Attempt>.Builder>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var umid = new Umid(reader.GetGuid(0));
            if (!attempts.TryGetValue(umid, out var builder))
                attempts.Add(umid, builder = ImmutableArray.CreateBuilder<Attempt>());
            builder.Add(Attempt(reader));
        }
        foreach (var (umid, builder) in attempts)
        {
            builder.Sort((one, other) => one.Step - other.Step);
            if (messages.TryGetValue(umid, out var stored))
                messages[umid] = stored with { Message = stored.Message with { Attempts = builder.ToImmutable() } };
        }
    }

    private static StoredMessage Message(NpgsqlDataReader reader) => new(
        new Message
        {
            Umid = new Umid(reader.GetGuid(0)),
            Subaccount = new SubaccountId(reader.GetString(1)),
            Sequence = RowJson.Sequence(reader.GetString(4)),
            CreatedAt = Time(reader, 5),
            ScheduledAt = TimeOrNull(reader, 6),
            ExpiresAt = TimeOrNull(reader, 7),
            MayResend = reader.GetBoolean(8),
            State = EnumText.Parse<MessageState>(reader.GetString(9)),
            Outcome = reader.IsDBNull(10) ? null : EnumText.Parse<Outcome>(reader.GetString(10)),
            StoppedAs = reader.IsDBNull(11) ? null : EnumText.Parse<Outcome>(reader.GetString(11)),
            ProvisionalUntil = TimeOrNull(reader, 12),
            Completion = reader.GetInt32(13),
            CompletedAt = TimeOrNull(reader, 14),
            SucceededStep = reader.IsDBNull(15) ? null : reader.GetInt32(15),
            DuplicateDelivery = reader.GetBoolean(16),
            TimelineLength = reader.GetInt32(17),
            DueAt = TimeOrNull(reader, 18),
            Priority = EnumText.Parse<Priority>(reader.GetString(23)),
        },
        new Recipient(
            reader.IsDBNull(2) ? null : Msisdn.Stored(reader.GetString(2)),
            reader.IsDBNull(3) ? null : reader.GetString(3)),
        reader.IsDBNull(19) ? null : reader.GetString(19),
        reader.IsDBNull(20) ? null : new Uri(reader.GetString(20)),
        reader.IsDBNull(21) ? null : new Batch(reader.GetGuid(21), reader.IsDBNull(22) ? null : reader.GetString(22)));

    private static Attempt Attempt(NpgsqlDataReader reader) => new()
    {
        Step = reader.GetInt32(1),
        Handover = EnumText.Parse<HandoverState>(reader.GetString(2)),
        QueuedAt = Time(reader, 3),
        DispatchAt = TimeOrNull(reader, 4),
        Epoch = reader.GetInt32(5),
        LeaseUntil = TimeOrNull(reader, 6),
        LeasedAt = TimeOrNull(reader, 7),
        FirstCallAt = TimeOrNull(reader, 8),
        Deferrals = reader.GetInt32(9),
        Breaks = reader.GetInt32(10),
        Unknown = reader.GetBoolean(11),
        Resend = EnumText.Parse<ResendState>(reader.GetString(12)),
        ResendEpoch = reader.IsDBNull(13) ? null : reader.GetInt32(13),
        LeftBecause = EnumText.Parse<LeaveReason>(reader.GetString(14)),
        BestStatus = EnumText.Parse<AttemptStatus>(reader.GetString(15)),
        Failure = RowJson.Failure(reader.IsDBNull(16) ? null : reader.GetString(16)),
        LastCallError = RowJson.Error(reader.IsDBNull(17) ? null : reader.GetString(17)),
        ProviderIds = [.. reader.GetFieldValue<string[]>(18)],
        SuccessSince = TimeOrNull(reader, 19),
        DeliveredIds = reader.IsDBNull(20) ? [] : [.. reader.GetFieldValue<string[]>(20)],
    };

    internal static DateTimeOffset Time(NpgsqlDataReader reader, int column) => reader.GetFieldValue<DateTimeOffset>(column);

    private static DateTimeOffset? TimeOrNull(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : Time(reader, column);
}
