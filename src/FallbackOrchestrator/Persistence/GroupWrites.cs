using FallbackOrchestrator.Messages;
using Npgsql;
using NpgsqlTypes;
using static FallbackOrchestrator.Persistence.RowArrays;

namespace FallbackOrchestrator.Persistence;

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

    private static readonly string IntoMessages = $"INSERT INTO messages ({MessageColumns}) SELECT {Rows(MessageColumns)}";
    private static readonly string IntoContents = $"INSERT INTO contents (message_id, content) SELECT {Rows("message_id, content")}";

    private static readonly string IntoTimeline =
        $"INSERT INTO timeline (message_id, seq, at, step, cause, what, detail) SELECT {Rows("message_id, seq, at, step, cause, what, detail")}";

    // A provider that uses one id twice keeps its first meaning; its receipts carry our own reference besides.
    private static readonly string IntoReferences =
        $"""
        INSERT INTO provider_refs (account_id, provider_id, message_id, step, created_at)
        SELECT {Rows("account_id, provider_id, message_id, step, created_at")} ON CONFLICT DO NOTHING
        """;

    private static readonly string MessageChanges = Rows(
        """
        id, state, outcome, stopped_as, provisional_until, completion, completed_at, succeeded_step, duplicate_delivery, timeline_length, due_at
        """);

    private readonly List<NewMessage> _new = [];
    private readonly Dictionary<Umid, Message> _changed = [];
    private readonly AttemptWrites _attempts = new();
    private readonly List<(Guid Id, int Seq, DateTimeOffset At, TimelineEntry Entry)> _timeline = [];
    private readonly List<(ChannelAccountId Account, string ProviderId, Guid Id, int Step, DateTimeOffset At)> _references = [];
    private readonly List<NewStatusUpdate> _updates = [];

    /// <summary>Adds a message that is new.</summary>
    public void Insert(NewMessage message, Decision decision, DateTimeOffset now)
    {
        _new.Add(message with { Message = decision.Message });
        foreach (var attempt in decision.Message.Attempts)
            _attempts.Insert(decision.Message, attempt);
        AddTimeline(decision, now, skipped: ImpliedTimeline.LengthIn(decision.Timeline, decision.Message.Sequence));
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
            if (earlier is null)
                _attempts.Insert(after, attempt);
            else
                _attempts.Update(after, attempt);
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

    /// <summary>
    /// The row by which it is known later that the group was committed; null if nothing is written. There is one for every group that writes: most
    /// insert a message or a line of a timeline anyhow.
    /// </summary>
    public CommitEvidence? Own { get; private set; }

    /// <summary>After a commit whose answer was lost: reads which of the updates this replica is to deliver at once.</summary>
    public async Task ReadGrantedAsync(NpgsqlDataSource data) => Granted = await StatusUpdates.LeasedAsync(data, _updates);

    /// <summary>The commands that write everything and commit, for one round trip.</summary>
    /// <param name="connection">The open connection, in its transaction.</param>
    /// <param name="now">The clock of the decisions.</param>
    public NpgsqlBatch Prepare(NpgsqlConnection connection, DateTimeOffset now)
    {
        var batch = new NpgsqlBatch(connection);
        if (_new.Count > 0)
        {
            batch.BatchCommands.Add(InsertMessages());
            batch.BatchCommands.Add(InsertContents());
        }
        foreach (var day in DayTables.Split(_changed.Keys.Select(umid => umid.Value), now))
            batch.BatchCommands.Add(UpdateMessages(day));
        foreach (var command in _attempts.Commands(now))
            batch.BatchCommands.Add(command);
        if (_timeline.Count > 0)
            batch.BatchCommands.Add(InsertTimeline());
        if (_references.Count > 0)
            batch.BatchCommands.Add(InsertReferences());
        if (_updates.Count > 0)
            batch.BatchCommands.Add(StatusUpdates.Insert(_updates));
        Own = _new.Count > 0 ? new CommitEvidence.NewMessage(_new[0].Message.Umid.Value)
            : _timeline.Count > 0 ? new CommitEvidence.TimelineLine(_timeline[0].Id, _timeline[0].Seq, _timeline[0].At)
            : batch.BatchCommands.Count > 0 ? new CommitEvidence.Mark(Guid.CreateVersion7(now))
            : null;
        if (Own is CommitEvidence.Mark mark)
            batch.BatchCommands.Insert(0, CommitEvidence.Insert(mark));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        return batch;
    }

    /// <summary>Writes everything and commits.</summary>
    /// <param name="prepared">What <see cref="Prepare"/> returned.</param>
    public async Task CommitAsync(NpgsqlBatch prepared)
    {
        await using var reader = await prepared.ExecuteReaderAsync();
        Granted = await StatusUpdates.GrantedAsync(reader, skipsFirst: Own is CommitEvidence.Mark);
    }

    private void AddTimeline(Decision decision, DateTimeOffset now, int skipped = 0)
    {
        var seq = decision.Message.TimelineLength - decision.Timeline.Length + skipped;
        foreach (var entry in decision.Timeline.Skip(skipped))
            _timeline.Add((decision.Message.Umid.Value, ++seq, now, entry));
    }

    private NpgsqlBatchCommand InsertMessages() => Command(
        IntoMessages,
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
        IntoContents,
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
            FROM (SELECT {MessageChanges}) AS u
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

    private NpgsqlBatchCommand InsertTimeline() => Command(
        IntoTimeline,
        Of(_timeline, NpgsqlDbType.Uuid, t => t.Id),
        Of(_timeline, NpgsqlDbType.Integer, t => t.Seq),
        Of(_timeline, NpgsqlDbType.TimestampTz, t => t.At),
        Of(_timeline, NpgsqlDbType.Integer, t => t.Entry.Step),
        Of(_timeline, NpgsqlDbType.Text, t => EnumText.Of(t.Entry.Cause)),
        Of(_timeline, NpgsqlDbType.Text, t => TimelineDetail.Kind(t.Entry.Event)),
        Of(_timeline, NpgsqlDbType.Jsonb, t => TimelineDetail.Json(t.Entry.Event)));

    private NpgsqlBatchCommand InsertReferences() => Command(
        IntoReferences,
        Of(_references, NpgsqlDbType.Text, r => r.Account.Value),
        Of(_references, NpgsqlDbType.Text, r => r.ProviderId),
        Of(_references, NpgsqlDbType.Uuid, r => r.Id),
        Of(_references, NpgsqlDbType.Integer, r => r.Step),
        Of(_references, NpgsqlDbType.TimestampTz, r => r.At));
}
