using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence.Maps;
using Npgsql;
using static FallbackOrchestrator.Persistence.RowArrays;

namespace FallbackOrchestrator.Persistence;

/// <summary>
/// Everything that a group of decisions changes, written by one statement a table and one round trip. Statements take arrays, so their
/// number does not grow with the group.
/// </summary>
/// <param name="hours">Marks the hours of the changed messages for statistics.</param>
internal sealed class GroupWrites(ChangedHours hours)
{
    // A provider that uses one id twice keeps its first meaning; its receipts carry our own reference besides.
    private static readonly string InsertReferences = $"{ProviderRefMap.Rows.Insert} ON CONFLICT DO NOTHING";

    private readonly List<NewMessage> _new = [];
    private readonly Dictionary<Guid, Message> _changed = [];
    private readonly List<MessageAttempt> _newAttempts = [];
    private readonly Dictionary<Guid, List<MessageAttempt>> _changedAttempts = [];
    private readonly List<MessageAttempt> _moved = [];
    private readonly List<TimelineLine> _timeline = [];
    private readonly List<ProviderRef> _references = [];
    private readonly List<NewStatusUpdate> _updates = [];
    private readonly ReachabilityWrites _reachability = new();
    private IReadOnlyList<DateTimeOffset> _unmarked = [];
    private long _began;

    /// <summary>Adds a message that is new.</summary>
    public void Insert(NewMessage message, Decision decision, DateTimeOffset now)
    {
        _new.Add(message with { Message = decision.Message });
        foreach (var attempt in decision.Message.Attempts)
            _newAttempts.Add(new(decision.Message, attempt));
        AddTimeline(decision, now, skipped: ImpliedTimeline.LengthIn(decision.Timeline, decision.Message.Sequence));
    }

    /// <summary>Adds the changes that a decision made to a stored message; nothing, if it changed nothing.</summary>
    public void Update(Message before, Decision decision, DateTimeOffset now)
    {
        var after = decision.Message;
        if (after with { Attempts = before.Attempts } != before)
            _changed.Add(after.Umid.Value, after);
        for (var i = 0; i < after.Attempts.Length; i++)
        {
            var attempt = after.Attempts[i];
            var earlier = i < before.Attempts.Length ? before.Attempts[i] : null;
            if (ReferenceEquals(attempt, earlier))
                continue;
            if (earlier is null)
                _newAttempts.Add(new(after, attempt));
            else
                Update(new MessageAttempt(after, attempt));
            if (earlier is not null && earlier.AccountPlace != attempt.AccountPlace)
                _moved.Add(new MessageAttempt(after, attempt));
            foreach (var id in attempt.ProviderIds)
            {
                if (earlier is null || !earlier.ProviderIds.Contains(id))
                    _references.Add(new(after.StepOf(attempt).Account, id, after.Umid.Value, attempt.Step, now));
            }
        }
        _reachability.Add(before, after);
        AddTimeline(decision, now);
    }

    /// <summary>Adds the status updates of a decision.</summary>
    public void AddUpdates(IEnumerable<NewStatusUpdate> updates) => _updates.AddRange(updates);

    /// <summary>The status updates of the group.</summary>
    public IReadOnlyList<NewStatusUpdate> Updates => _updates;

    /// <summary>After the commit: the updates that this replica delivers at once.</summary>
    public IReadOnlySet<Guid> Granted { get; private set; } = new HashSet<Guid>();

    /// <summary>
    /// The row that proves later that the group was committed; null if nothing is written. Every group that writes has one: most insert a
    /// message or a line of a timeline anyway.
    /// </summary>
    public CommitEvidence? Evidence { get; private set; }

    /// <summary>After a commit whose response was lost: reads which updates this replica delivers at once.</summary>
    public async Task ReadGrantedAsync(NpgsqlDataSource data) => Granted = await StatusUpdates.LeasedAsync(data, _updates);

    /// <summary>The commands that write everything and commit, for one round trip.</summary>
    /// <param name="connection">The open connection, in its transaction.</param>
    /// <param name="now">The clock of the decisions.</param>
    /// <param name="commits">False to undo everything at the end instead of committing it.</param>
    public NpgsqlBatch Prepare(NpgsqlConnection connection, DateTimeOffset now, bool commits = true)
    {
        var batch = new NpgsqlBatch(connection);
        if (_new.Count > 0)
        {
            batch.BatchCommands.Add(Command(MessageMap.New.Insert, MessageMap.New.InsertParameters(_new)));
            batch.BatchCommands.Add(Command(ContentMap.Rows.Insert, ContentMap.Rows.InsertParameters(_new)));
        }
        foreach (var day in DayTables.Split(_changed.Keys, now))
        {
            var changed = day.Ids.Select(id => _changed[id]).ToList();
            batch.BatchCommands.Add(Command(MessageMap.Changed.Update(day.Suffix), MessageMap.Changed.UpdateParameters(changed)));
        }
        foreach (var day in DayTables.Split(_changedAttempts.Keys, now))
        {
            var changed = day.Ids.SelectMany(id => _changedAttempts[id]).ToList();
            batch.BatchCommands.Add(Command(AttemptMap.Rows.Update(day.Suffix), AttemptMap.Rows.UpdateParameters(changed)));
        }
        // Few attempts change their account, so the others do not write the column each time.
        if (_moved.Count > 0)
            batch.BatchCommands.Add(MovedAttempts.Update(_moved));
        if (_newAttempts.Count > 0)
            batch.BatchCommands.Add(Command(AttemptMap.Rows.Insert, AttemptMap.Rows.InsertParameters(_newAttempts)));
        if (_timeline.Count > 0)
            batch.BatchCommands.Add(Command(TimelineMap.Rows.Insert, TimelineMap.Rows.InsertParameters(_timeline)));
        if (_references.Count > 0)
            batch.BatchCommands.Add(Command(InsertReferences, ProviderRefMap.Rows.InsertParameters(_references)));
        _reachability.AddTo(batch);
        if (_updates.Count > 0)
            batch.BatchCommands.Add(StatusUpdates.Insert(_updates));
        Evidence = _new.Count > 0 ? new CommitEvidence.NewMessage(_new[0].Message.Umid.Value)
            : _timeline.Count > 0 ? new CommitEvidence.TimelineLine(_timeline[0].MessageId, _timeline[0].Seq, _timeline[0].At)
            : batch.BatchCommands.Count > 0 ? new CommitEvidence.Mark(Guid.CreateVersion7(now))
            : null;
        if (Evidence is CommitEvidence.Mark mark)
            batch.BatchCommands.Insert(0, CommitEvidence.Insert(mark));
        // Last, because another replica that marks the same hour waits from here to the commit.
        if (commits)
            MarkHours(batch);
        // The commit is a statement of the batch, so that writing and committing take one round trip. The transaction object of the
        // connection is never committed, by design: the caller disposes it, and its rollback then finds no open transaction.
        batch.BatchCommands.Add(new NpgsqlBatchCommand(commits ? "COMMIT" : "ROLLBACK"));
        return batch;
    }

    /// <summary>Writes everything and commits.</summary>
    /// <param name="prepared">The commands from <see cref="Prepare"/>.</param>
    public async Task CommitAsync(NpgsqlBatch prepared)
    {
        await using var reader = await prepared.ExecuteReaderAsync();
        Granted = await StatusUpdates.GrantedAsync(reader, skipsFirst: Evidence is CommitEvidence.Mark);
        hours.Note(_unmarked, _began);
    }

    private void MarkHours(NpgsqlBatch batch)
    {
        _began = hours.Timestamp;
        _unmarked = hours.Unmarked(
            _new.Select(message => message.Message.Umid.Value).Concat(_changed.Keys).Concat(_changedAttempts.Keys).Concat(
                _newAttempts.Select(attempt => attempt.Message.Umid.Value)));
        if (_unmarked.Count > 0)
            batch.BatchCommands.Add(ChangedHours.Insert(_unmarked));
    }

    private void Update(MessageAttempt attempt)
    {
        var id = attempt.Message.Umid.Value;
        if (!_changedAttempts.TryGetValue(id, out var changed))
            _changedAttempts.Add(id, changed = []);
        changed.Add(attempt);
    }

    private void AddTimeline(Decision decision, DateTimeOffset now, int skipped = 0)
    {
        var seq = decision.Message.TimelineLength - decision.Timeline.Length + skipped;
        foreach (var entry in decision.Timeline.Skip(skipped))
            _timeline.Add(new(decision.Message.Umid.Value, ++seq, now, entry));
    }
}
