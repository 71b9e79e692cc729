using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using Npgsql;
using NpgsqlTypes;
using static FallbackOrchestrator.Persistence.RowArrays;

namespace FallbackOrchestrator.Persistence;

/// <summary>A message that is about to be stored for the first time.</summary>
/// <param name="Message">The message, decided upon.</param>
/// <param name="Recipient">Whom it is for.</param>
/// <param name="Content">What it says.</param>
/// <param name="ContentType">The 8x8 name of its kind, for details (<c>Text</c>).</param>
/// <param name="ClientMessageId">The customer's own id for it.</param>
/// <param name="ReceiptUrl">Where its receipts go instead of to the customer's webhook (8x8: <c>dlrCallbackUrl</c>).</param>
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
    private const string MessageColumns =
        """
        id, subaccount_id, client_message_id, msisdn, channel_user_id, content_type, steps, created_at, scheduled_at, expires_at, may_resend, state,
        outcome, stopped_as, provisional_until, completion, completed_at, succeeded_step, duplicate_delivery, timeline_length, due_at, receipt_url,
        batch_id, client_batch_id, priority
        """;

    private const string AttemptColumns =
        """
        message_id, step, subaccount_id, channel, account_id, handover, queued_at, dispatch_at, epoch, lease_until, leased_at, first_call_at,
        deferrals, breaks, unknown, resend, resend_epoch, left_by, heard, failure, obstacle, stands_since, priority
        """;

    private static readonly string _intoMessages = $"INSERT INTO messages ({MessageColumns}) SELECT {Rows(MessageColumns)}";
    private static readonly string _intoContents = $"INSERT INTO contents (message_id, content) SELECT {Rows("message_id, content")}";

    // An array of arrays would have to be rectangular, so a message's provider ids come as one text.
    private static readonly string _intoAttempts =
        $"""
        INSERT INTO attempts ({AttemptColumns}, provider_ids)
        SELECT {AttemptColumns}, string_to_array(provider_ids, chr(31)) FROM (SELECT {Rows($"{AttemptColumns}, provider_ids")}) AS u
        """;

    private static readonly string _attemptChanges = Rows($"{AttemptColumns}, provider_ids");

    private static readonly string _intoTimeline =
        $"INSERT INTO timeline (message_id, seq, at, step, cause, what, detail) SELECT {Rows("message_id, seq, at, step, cause, what, detail")}";

    // A provider that uses one id twice keeps its first meaning; its receipts carry our own reference besides.
    private static readonly string _intoReferences =
        $"""
        INSERT INTO provider_refs (account_id, provider_id, message_id, step, created_at)
        SELECT {Rows("account_id, provider_id, message_id, step, created_at")} ON CONFLICT DO NOTHING
        """;

    private static readonly string _changes = Rows(
        """
        id, state, outcome, stopped_as, provisional_until, completion, completed_at, succeeded_step, duplicate_delivery, timeline_length, due_at
        """);

    private readonly List<NewMessage> _new = [];
    private readonly Dictionary<Umid, Message> _changed = [];
    private readonly List<(Message Message, Attempt Attempt)> _newAttempts = [];
    private readonly Dictionary<Guid, List<(Message Message, Attempt Attempt)>> _changedAttempts = [];
    private readonly List<(Guid Id, int Seq, DateTimeOffset At, TimelineEntry Entry)> _timeline = [];
    private readonly List<(AccountId Account, string ProviderId, Guid Id, int Step, DateTimeOffset At)> _references = [];
    private readonly List<NewStatusUpdate> _updates = [];

    /// <summary>Adds a message that is new.</summary>
    public void Insert(NewMessage message, Decision decision, DateTimeOffset now)
    {
        _new.Add(message with { Message = decision.Message });
        foreach (var attempt in decision.Message.Attempts)
            _newAttempts.Add((decision.Message, attempt));
        AddTimeline(decision, now, skipped: Opening.LengthIn(decision.Timeline, decision.Message.Sequence));
    }

    /// <summary>Adds what a decision changed of a message that is stored; nothing, if it changed nothing.</summary>
    public void Update(Message before, Decision decision, DateTimeOffset now)
    {
        var after = decision.Message;
        if (after with { Attempts = before.Attempts } != before)
            _changed.Add(after.Umid, after);
        for (var i = 0; i < after.Attempts.Length; i++)
        {
            var attempt = after.Attempts[i];
            var earlier = i < before.Attempts.Length ? before.Attempts[i] : null;
            if (ReferenceEquals(attempt, earlier))
                continue;
            (earlier is null ? _newAttempts : ChangedOf(after.Umid)).Add((after, attempt));
            foreach (var id in attempt.ProviderIds)
            {
                if (earlier is null || !earlier.ProviderIds.Contains(id))
                    _references.Add((after.Sequence[attempt.Step].Account, id, after.Umid.Value, attempt.Step, now));
            }
        }
        AddTimeline(decision, now);
    }

    /// <summary>Adds what customers are owed about a decision.</summary>
    public void Owe(IEnumerable<NewStatusUpdate> updates) => _updates.AddRange(updates);

    /// <summary>What customers are owed about the group.</summary>
    public IReadOnlyList<NewStatusUpdate> Updates => _updates;

    /// <summary>After the commit: those of the updates that this replica is to deliver at once.</summary>
    public IReadOnlySet<Guid> Granted { get; private set; } = new HashSet<Guid>();

    /// <summary>Writes everything and commits, in one round trip.</summary>
    /// <param name="connection">The open connection, in its transaction.</param>
    /// <param name="now">The clock of the decisions.</param>
    public async Task CommitAsync(NpgsqlConnection connection, DateTimeOffset now)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (_new.Count > 0)
        {
            batch.BatchCommands.Add(InsertMessages());
            batch.BatchCommands.Add(InsertContents());
        }
        foreach (var day in DayTables.Split(_changed.Keys.Select(umid => umid.Value), now))
            batch.BatchCommands.Add(UpdateMessages(day));
        foreach (var day in DayTables.Split(_changedAttempts.Keys, now))
            batch.BatchCommands.Add(UpdateAttempts(day));
        if (_newAttempts.Count > 0)
            batch.BatchCommands.Add(WithAttempts(_intoAttempts, _newAttempts));
        if (_timeline.Count > 0)
            batch.BatchCommands.Add(InsertTimeline());
        if (_references.Count > 0)
            batch.BatchCommands.Add(InsertReferences());
        if (_updates.Count > 0)
            batch.BatchCommands.Add(StatusUpdates.Insert(_updates));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        await using var reader = await batch.ExecuteReaderAsync();
        Granted = await StatusUpdates.GrantedAsync(reader);
    }

    private List<(Message Message, Attempt Attempt)> ChangedOf(Umid umid)
    {
        if (!_changedAttempts.TryGetValue(umid.Value, out var changed))
            _changedAttempts.Add(umid.Value, changed = []);
        return changed;
    }

    private void AddTimeline(Decision decision, DateTimeOffset now, int skipped = 0)
    {
        var seq = decision.Message.TimelineLength - decision.Timeline.Length + skipped;
        foreach (var entry in decision.Timeline.Skip(skipped))
            _timeline.Add((decision.Message.Umid.Value, ++seq, now, entry));
    }

    private NpgsqlBatchCommand InsertMessages() => Command(
        _intoMessages,
        Of(_new, NpgsqlDbType.Uuid, m => m.Message.Umid.Value),
        Of(_new, NpgsqlDbType.Text, m => m.Message.Subaccount.Value),
        Of(_new, NpgsqlDbType.Text, m => m.ClientMessageId),
        Of(_new, NpgsqlDbType.Text, m => m.Recipient.Msisdn?.Value),
        Of(_new, NpgsqlDbType.Text, m => m.Recipient.ChannelUserId),
        Of(_new, NpgsqlDbType.Text, m => m.ContentType),
        Of(_new, NpgsqlDbType.Jsonb, m => RowJson.Steps(m.Message.Sequence)),
        Of(_new, NpgsqlDbType.TimestampTz, m => m.Message.CreatedAt),
        Of(_new, NpgsqlDbType.TimestampTz, m => m.Message.ScheduledAt),
        Of(_new, NpgsqlDbType.TimestampTz, m => m.Message.ExpiresAt),
        Of(_new, NpgsqlDbType.Boolean, m => m.Message.MayResend),
        Of(_new, NpgsqlDbType.Text, m => EnumText.Of(m.Message.State)),
        Of(_new, NpgsqlDbType.Text, m => EnumText.Of(m.Message.Outcome)),
        Of(_new, NpgsqlDbType.Text, m => EnumText.Of(m.Message.StoppedAs)),
        Of(_new, NpgsqlDbType.TimestampTz, m => m.Message.ProvisionalUntil),
        Of(_new, NpgsqlDbType.Integer, m => m.Message.Completion),
        Of(_new, NpgsqlDbType.TimestampTz, m => m.Message.CompletedAt),
        Of(_new, NpgsqlDbType.Integer, m => m.Message.SucceededStep),
        Of(_new, NpgsqlDbType.Boolean, m => m.Message.DuplicateDelivery),
        Of(_new, NpgsqlDbType.Integer, m => m.Message.TimelineLength),
        Of(_new, NpgsqlDbType.TimestampTz, m => m.Message.DueAt),
        Of(_new, NpgsqlDbType.Text, m => m.ReceiptUrl?.AbsoluteUri),
        Of(_new, NpgsqlDbType.Uuid, m => m.Batch?.Id),
        Of(_new, NpgsqlDbType.Text, m => m.Batch?.ClientBatchId),
        Of(_new, NpgsqlDbType.Text, m => EnumText.Of(m.Message.Priority)));

    private NpgsqlBatchCommand InsertContents() => Command(
        _intoContents,
        Of(_new, NpgsqlDbType.Uuid, m => m.Message.Umid.Value),
        Of(_new, NpgsqlDbType.Jsonb, m => ContentJson.Write(m.Content)));

    private NpgsqlBatchCommand UpdateMessages(DayIds day)
    {
        var changed = day.Ids.Select(id => _changed[new Umid(id)]).ToList();
        return Command(
            $"""
            UPDATE messages{day.Suffix} m
            SET state = u.state, outcome = u.outcome, stopped_as = u.stopped_as, provisional_until = u.provisional_until,
                completion = u.completion, completed_at = u.completed_at, succeeded_step = u.succeeded_step,
                duplicate_delivery = u.duplicate_delivery, timeline_length = u.timeline_length, due_at = u.due_at
            FROM (SELECT {_changes}) AS u
            WHERE m.id = u.id
            """,
            RowArrays.One(day.Ids),
            Of(changed, NpgsqlDbType.Text, m => EnumText.Of(m.State)),
            Of(changed, NpgsqlDbType.Text, m => EnumText.Of(m.Outcome)),
            Of(changed, NpgsqlDbType.Text, m => EnumText.Of(m.StoppedAs)),
            Of(changed, NpgsqlDbType.TimestampTz, m => m.ProvisionalUntil),
            Of(changed, NpgsqlDbType.Integer, m => m.Completion),
            Of(changed, NpgsqlDbType.TimestampTz, m => m.CompletedAt),
            Of(changed, NpgsqlDbType.Integer, m => m.SucceededStep),
            Of(changed, NpgsqlDbType.Boolean, m => m.DuplicateDelivery),
            Of(changed, NpgsqlDbType.Integer, m => m.TimelineLength),
            Of(changed, NpgsqlDbType.TimestampTz, m => m.DueAt));
    }

    private NpgsqlBatchCommand UpdateAttempts(DayIds day) => WithAttempts(
        $"""
        UPDATE attempts{day.Suffix} a
        SET handover = u.handover, queued_at = u.queued_at, dispatch_at = u.dispatch_at, epoch = u.epoch, lease_until = u.lease_until,
            leased_at = u.leased_at, first_call_at = u.first_call_at, deferrals = u.deferrals, breaks = u.breaks, unknown = u.unknown,
            resend = u.resend, resend_epoch = u.resend_epoch, left_by = u.left_by, heard = u.heard, failure = u.failure,
            obstacle = u.obstacle, provider_ids = string_to_array(u.provider_ids, chr(31)), stands_since = u.stands_since
        FROM (SELECT {_attemptChanges}) AS u
        WHERE a.message_id = u.message_id AND a.step = u.step
        """,
        [.. day.Ids.SelectMany(id => _changedAttempts[id])]);

    private static NpgsqlBatchCommand WithAttempts(string sql, List<(Message Message, Attempt Attempt)> attempts) => Command(
        sql,
        Of(attempts, NpgsqlDbType.Uuid, a => a.Message.Umid.Value),
        Of(attempts, NpgsqlDbType.Integer, a => a.Attempt.Step),
        Of(attempts, NpgsqlDbType.Text, a => a.Message.Subaccount.Value),
        Of(attempts, NpgsqlDbType.Text, a => a.Message.Sequence[a.Attempt.Step].Channel.Value),
        Of(attempts, NpgsqlDbType.Text, a => a.Message.Sequence[a.Attempt.Step].Account.Value),
        Of(attempts, NpgsqlDbType.Text, a => EnumText.Of(a.Attempt.Handover)),
        Of(attempts, NpgsqlDbType.TimestampTz, a => a.Attempt.QueuedAt),
        Of(attempts, NpgsqlDbType.TimestampTz, a => a.Attempt.DispatchAt),
        Of(attempts, NpgsqlDbType.Integer, a => a.Attempt.Epoch),
        Of(attempts, NpgsqlDbType.TimestampTz, a => a.Attempt.LeaseUntil),
        Of(attempts, NpgsqlDbType.TimestampTz, a => a.Attempt.LeasedAt),
        Of(attempts, NpgsqlDbType.TimestampTz, a => a.Attempt.FirstCallAt),
        Of(attempts, NpgsqlDbType.Integer, a => a.Attempt.Deferrals),
        Of(attempts, NpgsqlDbType.Integer, a => a.Attempt.Breaks),
        Of(attempts, NpgsqlDbType.Boolean, a => a.Attempt.Unknown),
        Of(attempts, NpgsqlDbType.Text, a => EnumText.Of(a.Attempt.Resend)),
        Of(attempts, NpgsqlDbType.Integer, a => a.Attempt.ResendEpoch),
        Of(attempts, NpgsqlDbType.Text, a => EnumText.Of(a.Attempt.Left)),
        Of(attempts, NpgsqlDbType.Text, a => EnumText.Of(a.Attempt.Heard)),
        Of(attempts, NpgsqlDbType.Jsonb, a => RowJson.Failure(a.Attempt.Failure)),
        Of(attempts, NpgsqlDbType.Jsonb, a => RowJson.Error(a.Attempt.Obstacle)),
        Of(attempts, NpgsqlDbType.TimestampTz, a => a.Attempt.StandsSince),
        Of(attempts, NpgsqlDbType.Text, a => EnumText.Of(a.Message.Priority)),
        Of(attempts, NpgsqlDbType.Text, a => string.Join('\x1f', a.Attempt.ProviderIds)));

    private NpgsqlBatchCommand InsertTimeline() => Command(
        _intoTimeline,
        Of(_timeline, NpgsqlDbType.Uuid, t => t.Id),
        Of(_timeline, NpgsqlDbType.Integer, t => t.Seq),
        Of(_timeline, NpgsqlDbType.TimestampTz, t => t.At),
        Of(_timeline, NpgsqlDbType.Integer, t => t.Entry.Step),
        Of(_timeline, NpgsqlDbType.Text, t => EnumText.Of(t.Entry.Cause)),
        Of(_timeline, NpgsqlDbType.Text, t => TimelineDetail.Kind(t.Entry.Event)),
        Of(_timeline, NpgsqlDbType.Jsonb, t => TimelineDetail.Json(t.Entry.Event)));

    private NpgsqlBatchCommand InsertReferences() => Command(
        _intoReferences,
        Of(_references, NpgsqlDbType.Text, r => r.Account.Value),
        Of(_references, NpgsqlDbType.Text, r => r.ProviderId),
        Of(_references, NpgsqlDbType.Uuid, r => r.Id),
        Of(_references, NpgsqlDbType.Integer, r => r.Step),
        Of(_references, NpgsqlDbType.TimestampTz, r => r.At));
}
