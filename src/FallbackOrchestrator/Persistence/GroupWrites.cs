using FallbackOrchestrator.Messages;
using Npgsql;
using NpgsqlTypes;

namespace FallbackOrchestrator.Persistence;

/// <summary>A message that is about to be stored for the first time.</summary>
/// <param name="Message">The message, decided upon.</param>
/// <param name="Recipient">Whom it is for.</param>
/// <param name="Content">What it says.</param>
/// <param name="ContentType">The 8x8 name of its kind, for details (<c>Text</c>).</param>
/// <param name="ClientMessageId">The customer's own id for it.</param>
/// <param name="ReceiptUrl">Where its status webhooks go instead of the subaccount's own address.</param>
public sealed record NewMessage(
    Message Message, Recipient Recipient, MessageContent Content, string ContentType, string? ClientMessageId, Uri? ReceiptUrl = null)
{
    /// <summary>The batch that it came in.</summary>
    public Batch? Batch { get; init; }
}

/// <summary>The messages of one request.</summary>
/// <param name="Id">Its id: a UUIDv7 of the time of its messages, which therefore lie in the same partition.</param>
/// <param name="ClientBatchId">The customer's own id for it.</param>
public sealed record Batch(Guid Id, string? ClientBatchId);

/// <summary>
/// Everything that a group of decisions changes, written by one statement a table and one round trip. Statements take arrays, so their
/// number does not grow with the group.
/// </summary>
internal sealed class GroupWrites
{
    private readonly List<NewMessage> _new = [];
    private readonly List<Message> _changed = [];
    private readonly List<(Message Message, Attempt Attempt)> _attempts = [];
    private readonly List<(Guid Id, int Seq, DateTimeOffset At, TimelineEntry Entry)> _timeline = [];
    private readonly List<(AnswerToKeep Key, string Answer)> _answers = [];
    private readonly List<(AccountId Account, string ProviderId, Guid Id, int Step, DateTimeOffset At)> _references = [];

    /// <summary>Adds a message that is new.</summary>
    public void Insert(NewMessage message, Decision decision, DateTimeOffset now)
    {
        _new.Add(message with { Message = decision.Message });
        foreach (var attempt in decision.Message.Attempts)
            _attempts.Add((decision.Message, attempt));
        AddTimeline(decision, now);
    }

    /// <summary>Adds what a decision changed of a message that is stored; nothing, if it changed nothing.</summary>
    public void Update(Message before, Decision decision, DateTimeOffset now)
    {
        var after = decision.Message;
        if (after with { Attempts = before.Attempts } != before)
            _changed.Add(after);
        for (var i = 0; i < after.Attempts.Length; i++)
        {
            var attempt = after.Attempts[i];
            var earlier = i < before.Attempts.Length ? before.Attempts[i] : null;
            if (ReferenceEquals(attempt, earlier))
                continue;
            _attempts.Add((after, attempt));
            foreach (var id in attempt.ProviderIds)
            {
                if (earlier is null || !earlier.ProviderIds.Contains(id))
                    _references.Add((after.Sequence[attempt.Step].Account, id, after.Umid.Value, attempt.Step, now));
            }
        }
        AddTimeline(decision, now);
    }

    /// <summary>Keeps an answer under its idempotency key.</summary>
    public void Keep(AnswerToKeep answer, DateTimeOffset now) => _answers.Add((answer, answer.Answer(now)));

    public async Task ExecuteAsync(NpgsqlConnection connection, CancellationToken cancelled)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (_new.Count > 0)
        {
            batch.BatchCommands.Add(InsertMessages());
            batch.BatchCommands.Add(InsertContents());
        }
        if (_changed.Count > 0)
            batch.BatchCommands.Add(UpdateMessages());
        if (_attempts.Count > 0)
            batch.BatchCommands.Add(UpsertAttempts());
        if (_timeline.Count > 0)
            batch.BatchCommands.Add(InsertTimeline());
        if (_references.Count > 0)
            batch.BatchCommands.Add(InsertReferences());
        if (_answers.Count > 0)
            batch.BatchCommands.Add(KeepAnswers());
        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(cancelled);
    }

    private void AddTimeline(Decision decision, DateTimeOffset now)
    {
        var seq = decision.Message.TimelineLength - decision.Timeline.Length;
        foreach (var entry in decision.Timeline)
            _timeline.Add((decision.Message.Umid.Value, ++seq, now, entry));
    }

    private NpgsqlBatchCommand InsertMessages() => Command(
        """
        INSERT INTO messages (id, subaccount_id, client_message_id, msisdn, channel_user_id, content_type, steps, created_at, scheduled_at,
            expires_at, may_resend, state, outcome, stopped_as, provisional_until, completion, completed_at, succeeded_step,
            duplicate_delivery, timeline_length, due_at, batch_id, client_batch_id)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
        """,
        Array(_new, NpgsqlDbType.Uuid, m => m.Message.Umid.Value),
        Array(_new, NpgsqlDbType.Text, m => m.Message.Subaccount.Value),
        Array(_new, NpgsqlDbType.Text, m => m.ClientMessageId),
        Array(_new, NpgsqlDbType.Text, m => m.Recipient.Msisdn?.Value),
        Array(_new, NpgsqlDbType.Text, m => m.Recipient.ChannelUserId),
        Array(_new, NpgsqlDbType.Text, m => m.ContentType),
        Array(_new, NpgsqlDbType.Jsonb, m => RowJson.Steps(m.Message.Sequence)),
        Array(_new, NpgsqlDbType.TimestampTz, m => m.Message.CreatedAt),
        Array(_new, NpgsqlDbType.TimestampTz, m => m.Message.ScheduledAt),
        Array(_new, NpgsqlDbType.TimestampTz, m => m.Message.ExpiresAt),
        Array(_new, NpgsqlDbType.Boolean, m => m.Message.MayResend),
        Array(_new, NpgsqlDbType.Text, m => EnumText.Of(m.Message.State)),
        Array(_new, NpgsqlDbType.Text, m => EnumText.Of(m.Message.Outcome)),
        Array(_new, NpgsqlDbType.Text, m => EnumText.Of(m.Message.StoppedAs)),
        Array(_new, NpgsqlDbType.TimestampTz, m => m.Message.ProvisionalUntil),
        Array(_new, NpgsqlDbType.Integer, m => m.Message.Completion),
        Array(_new, NpgsqlDbType.TimestampTz, m => m.Message.CompletedAt),
        Array(_new, NpgsqlDbType.Integer, m => m.Message.SucceededStep),
        Array(_new, NpgsqlDbType.Boolean, m => m.Message.DuplicateDelivery),
        Array(_new, NpgsqlDbType.Integer, m => m.Message.TimelineLength),
        Array(_new, NpgsqlDbType.TimestampTz, m => m.Message.DueAt),
        Array(_new, NpgsqlDbType.Uuid, m => m.Batch?.Id),
        Array(_new, NpgsqlDbType.Text, m => m.Batch?.ClientBatchId));

    private NpgsqlBatchCommand InsertContents() => Command(
        "INSERT INTO contents (message_id, content) SELECT * FROM unnest($1, $2)",
        Array(_new, NpgsqlDbType.Uuid, m => m.Message.Umid.Value),
        Array(_new, NpgsqlDbType.Jsonb, m => ContentJson.Write(m.Content)));

    private NpgsqlBatchCommand UpdateMessages()
    {
        var (ids, least, most) = LockedMessages.Bounds([.. _changed.Select(m => m.Umid)]);
        return Command(
            """
            UPDATE messages m
            SET state = u.state, outcome = u.outcome, stopped_as = u.stopped_as, provisional_until = u.provisional_until,
                completion = u.completion, completed_at = u.completed_at, succeeded_step = u.succeeded_step,
                duplicate_delivery = u.duplicate_delivery, timeline_length = u.timeline_length, due_at = u.due_at
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) AS u(id, state, outcome, stopped_as, provisional_until, completion,
                completed_at, succeeded_step, duplicate_delivery, timeline_length, due_at)
            WHERE m.id = u.id AND m.id BETWEEN $12 AND $13
            """,
            LockedMessages.Ids(ids),
            Array(_changed, NpgsqlDbType.Text, m => EnumText.Of(m.State)),
            Array(_changed, NpgsqlDbType.Text, m => EnumText.Of(m.Outcome)),
            Array(_changed, NpgsqlDbType.Text, m => EnumText.Of(m.StoppedAs)),
            Array(_changed, NpgsqlDbType.TimestampTz, m => m.ProvisionalUntil),
            Array(_changed, NpgsqlDbType.Integer, m => m.Completion),
            Array(_changed, NpgsqlDbType.TimestampTz, m => m.CompletedAt),
            Array(_changed, NpgsqlDbType.Integer, m => m.SucceededStep),
            Array(_changed, NpgsqlDbType.Boolean, m => m.DuplicateDelivery),
            Array(_changed, NpgsqlDbType.Integer, m => m.TimelineLength),
            Array(_changed, NpgsqlDbType.TimestampTz, m => m.DueAt),
            LockedMessages.Id(least),
            LockedMessages.Id(most));
    }

    private NpgsqlBatchCommand UpsertAttempts() => Command(
        """
        INSERT INTO attempts (message_id, step, subaccount_id, channel, account_id, handover, queued_at, dispatch_at, epoch, lease_until,
            leased_at, first_call_at, deferrals, breaks, unknown, resend, resend_epoch, left_by, heard, failure, obstacle, provider_ids,
            stands_since)
        SELECT message_id, step, subaccount_id, channel, account_id, handover, queued_at, dispatch_at, epoch, lease_until,
            leased_at, first_call_at, deferrals, breaks, unknown, resend, resend_epoch, left_by, heard, failure, obstacle,
            string_to_array(provider_ids, chr(31)), stands_since
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23) AS
            u(message_id, step, subaccount_id, channel, account_id, handover, queued_at, dispatch_at, epoch, lease_until,
            leased_at, first_call_at, deferrals, breaks, unknown, resend, resend_epoch, left_by, heard, failure, obstacle, provider_ids,
            stands_since)
        ON CONFLICT (message_id, step) DO UPDATE
        SET handover = EXCLUDED.handover, queued_at = EXCLUDED.queued_at, dispatch_at = EXCLUDED.dispatch_at, epoch = EXCLUDED.epoch,
            lease_until = EXCLUDED.lease_until, leased_at = EXCLUDED.leased_at, first_call_at = EXCLUDED.first_call_at,
            deferrals = EXCLUDED.deferrals, breaks = EXCLUDED.breaks, unknown = EXCLUDED.unknown, resend = EXCLUDED.resend,
            resend_epoch = EXCLUDED.resend_epoch, left_by = EXCLUDED.left_by, heard = EXCLUDED.heard, failure = EXCLUDED.failure,
            obstacle = EXCLUDED.obstacle, provider_ids = EXCLUDED.provider_ids, stands_since = EXCLUDED.stands_since
        """,
        Array(_attempts, NpgsqlDbType.Uuid, a => a.Message.Umid.Value),
        Array(_attempts, NpgsqlDbType.Integer, a => a.Attempt.Step),
        Array(_attempts, NpgsqlDbType.Text, a => a.Message.Subaccount.Value),
        Array(_attempts, NpgsqlDbType.Text, a => a.Message.Sequence[a.Attempt.Step].Channel.Value),
        Array(_attempts, NpgsqlDbType.Text, a => a.Message.Sequence[a.Attempt.Step].Account.Value),
        Array(_attempts, NpgsqlDbType.Text, a => EnumText.Of(a.Attempt.Handover)),
        Array(_attempts, NpgsqlDbType.TimestampTz, a => a.Attempt.QueuedAt),
        Array(_attempts, NpgsqlDbType.TimestampTz, a => a.Attempt.DispatchAt),
        Array(_attempts, NpgsqlDbType.Integer, a => a.Attempt.Epoch),
        Array(_attempts, NpgsqlDbType.TimestampTz, a => a.Attempt.LeaseUntil),
        Array(_attempts, NpgsqlDbType.TimestampTz, a => a.Attempt.LeasedAt),
        Array(_attempts, NpgsqlDbType.TimestampTz, a => a.Attempt.FirstCallAt),
        Array(_attempts, NpgsqlDbType.Integer, a => a.Attempt.Deferrals),
        Array(_attempts, NpgsqlDbType.Integer, a => a.Attempt.Breaks),
        Array(_attempts, NpgsqlDbType.Boolean, a => a.Attempt.Unknown),
        Array(_attempts, NpgsqlDbType.Text, a => EnumText.Of(a.Attempt.Resend)),
        Array(_attempts, NpgsqlDbType.Integer, a => a.Attempt.ResendEpoch),
        Array(_attempts, NpgsqlDbType.Text, a => EnumText.Of(a.Attempt.Left)),
        Array(_attempts, NpgsqlDbType.Text, a => EnumText.Of(a.Attempt.Heard)),
        Array(_attempts, NpgsqlDbType.Jsonb, a => RowJson.Failure(a.Attempt.Failure)),
        Array(_attempts, NpgsqlDbType.Jsonb, a => RowJson.Error(a.Attempt.Obstacle)),
        Array(_attempts, NpgsqlDbType.Text, a => string.Join('\x1f', a.Attempt.ProviderIds)),
        Array(_attempts, NpgsqlDbType.TimestampTz, a => a.Attempt.StandsSince));

    private NpgsqlBatchCommand InsertTimeline() => Command(
        "INSERT INTO timeline (message_id, seq, at, step, cause, what, detail) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)",
        Array(_timeline, NpgsqlDbType.Uuid, t => t.Id),
        Array(_timeline, NpgsqlDbType.Integer, t => t.Seq),
        Array(_timeline, NpgsqlDbType.TimestampTz, t => t.At),
        Array(_timeline, NpgsqlDbType.Integer, t => t.Entry.Step),
        Array(_timeline, NpgsqlDbType.Text, t => EnumText.Of(t.Entry.Cause)),
        Array(_timeline, NpgsqlDbType.Text, t => TimelineDetail.Kind(t.Entry.Event)),
        Array(_timeline, NpgsqlDbType.Jsonb, t => TimelineDetail.Json(t.Entry.Event)));

    // A provider that uses one id twice keeps its first meaning; its receipts carry our own reference besides.
    private NpgsqlBatchCommand InsertReferences() => Command(
        """
        INSERT INTO provider_refs (account_id, provider_id, message_id, step, created_at)
        SELECT * FROM unnest($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
        """,
        Array(_references, NpgsqlDbType.Text, r => r.Account.Value),
        Array(_references, NpgsqlDbType.Text, r => r.ProviderId),
        Array(_references, NpgsqlDbType.Uuid, r => r.Id),
        Array(_references, NpgsqlDbType.Integer, r => r.Step),
        Array(_references, NpgsqlDbType.TimestampTz, r => r.At));

    private NpgsqlBatchCommand KeepAnswers() => Command(
        """
        UPDATE idempotency_keys k SET answer = u.answer
        FROM unnest($1, $2, $3) AS u(subaccount_id, key, answer)
        WHERE k.subaccount_id = u.subaccount_id AND k.key = u.key
        """,
        Array(_answers, NpgsqlDbType.Text, a => a.Key.Subaccount.Value),
        Array(_answers, NpgsqlDbType.Text, a => a.Key.Key),
        Array(_answers, NpgsqlDbType.Text, a => a.Answer));

    private static NpgsqlBatchCommand Command(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(parameters);
        return command;
    }

    private static NpgsqlParameter Array<TRow, T>(List<TRow> rows, NpgsqlDbType type, Func<TRow, T> column)
    {
        var values = new T[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = column(rows[i]);
        return new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }
}
