using System.Threading.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using Microsoft.Extensions.Options;
using Npgsql;

namespace FallbackOrchestrator.Orchestration;

/// <summary>
/// The one door for state. Facts go in; their messages are locked, decided upon and written in groups: whatever queues up while one
/// group is committed forms the next. A task that it returns ends after the commit, and only then.
/// </summary>
public sealed partial class MessageDoor : BackgroundService
{
    private readonly NpgsqlDataSource _data;
    private readonly IAdmission _admission;
    private readonly CallBoard _calls;
    private readonly IStatusUpdates _updates;
    private readonly DatabaseCondition _database;
    private readonly Rules _rules;
    private readonly TimeProvider _time;
    private readonly DoorOptions _options;
    private readonly ILogger<MessageDoor> _logger;
    private readonly Channel<Entry>[] _queues;
    private readonly BatchPlaces _batches;
    private readonly HeldBack _heldBack;
    private readonly WaitingFacts _waiting = new();

    public MessageDoor(
        NpgsqlDataSource data,
        IAdmission admission,
        CallBoard calls,
        IStatusUpdates updates,
        DatabaseCondition database,
        Rules rules,
        TimeProvider time,
        IOptions<DoorOptions> options,
        ILogger<MessageDoor> logger)
    {
        _data = data;
        _admission = admission;
        _calls = calls;
        _updates = updates;
        _database = database;
        _rules = rules;
        _time = time;
        _options = options.Value;
        _logger = logger;
        _batches = new BatchPlaces(_options.Workers + 1, time);
        _heldBack = new HeldBack(time);
        _queues = [.. Enumerable.Range(0, _options.Workers).Select(_ => Channel.CreateBounded<Entry>(
            new BoundedChannelOptions(Math.Max(1, _options.QueueLength / _options.Workers)) { SingleReader = true }))];
    }

    /// <summary>Stores a new message and starts it.</summary>
    /// <exception cref="DoorFullException">The queue is full; nothing was stored.</exception>
    /// <exception cref="KeyTakenException">The answer's key stands for a request already; nothing was stored.</exception>
    public Task<Recorded> AcceptAsync(NewMessage message, AnswerToKeep? answer = null)
    {
        var entry = new Entry(message.Message.Umid, message, [], answer);
        return QueueOf(entry.Umid).TryWrite(entry) ? Required(entry) : throw new DoorFullException();
    }

    /// <summary>Stores the messages of one request in one transaction: all of them or none.</summary>
    /// <exception cref="DoorFullException">Too many such requests are under way; nothing was stored.</exception>
    /// <exception cref="KeyTakenException">The answer's key stands for a request already; nothing was stored.</exception>
    public async Task<DateTimeOffset> AcceptManyAsync(IReadOnlyList<NewMessage> messages, AnswerToKeep? answer, CancellationToken cancelled)
    {
        using var place = await _batches.EnterAsync(messages[0].Message.Subaccount, _options.BatchPatience, cancelled) ?? throw new DoorFullException();
        await using var connection = await _data.OpenConnectionAsync(cancelled);
        await using var transaction = await connection.BeginTransactionAsync(cancelled);
        // Once the transaction is under way it is not cut off: its answer may be on its way already.
        var locked = await LockedMessages.ByIdAsync(connection, [], [], _time.GetUtcNow(), CancellationToken.None);
        if (answer is not null && (await IdempotencyKeys.TakeAsync(connection, [answer], locked.Time.Now)).Count == 0)
            throw new KeyTakenException();
        var recorded = await DecideAndCommitAsync(connection, locked, [], messages, fromQueue: false, CancellationToken.None);
        return recorded.Values.First().Now;
    }

    /// <summary>Records facts of one message; null if it does not exist.</summary>
    /// <exception cref="DoorFullException">The queue is full; nothing was recorded.</exception>
    public Task<Recorded?> RecordAsync(Umid umid, IReadOnlyList<Fact> facts)
    {
        var entry = new Entry(umid, null, facts, null, _waiting);
        if (QueueOf(umid).TryWrite(entry))
            return entry.Task;
        entry.GiveUp();
        throw new DoorFullException();
    }

    /// <summary>Records facts that must not be refused, waiting for room in the queue.</summary>
    public async Task<Recorded?> RecordPatientlyAsync(Umid umid, IReadOnlyList<Fact> facts, CancellationToken cancelled)
    {
        var entry = new Entry(umid, null, facts, null, _waiting);
        try
        {
            await QueueOf(umid).WriteAsync(entry, cancelled);
        }
        catch
        {
            entry.GiveUp();
            throw;
        }
        return await entry.Task;
    }

    /// <summary>Moves on messages whose time has come; answers how many are not due any more, so that asking until none is left ends.</summary>
    public async Task<int> CheckDueAsync(CancellationToken cancelled)
    {
        var checkedOn = await ClaimAsync(
            connection => LockedMessages.DueAsync(connection, OldestPending, _options.GroupSize, LeftAlone, _time.GetUtcNow(), cancelled),
            fromQueue: false, cancelled);
        return checkedOn.Count(recorded => !(recorded.Message.DueAt <= recorded.Now));
    }

    /// <summary>Hands queued attempts over to their account, as far as its limits admit; answers those that were claimed.</summary>
    public Task<IReadOnlyCollection<Recorded>> ServeQueueAsync(Turn turn, CancellationToken cancelled) => ClaimAsync(
        connection => LockedMessages.QueuedAsync(
            connection, turn, OldestPending, LeftAlone, _time.GetUtcNow(), cancelled), fromQueue: true, cancelled);

    /// <summary>Puts queued attempts off that wait for an account that no live replica has; answers those that were claimed.</summary>
    public Task<IReadOnlyCollection<Recorded>> PutOffAsync(AccountId missing, CancellationToken cancelled) => ClaimAsync(
        connection => LockedMessages.MissingAsync(
            connection, missing, OldestPending, _options.GroupSize, _heldBack.Ids, _time.GetUtcNow(), cancelled), fromQueue: true, cancelled);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_queues.Select(queue => Task.Run(() => ServeAsync(queue.Reader), CancellationToken.None)));

    /// <summary>Takes nothing new, and ends when everything that was taken is committed.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var queue in _queues)
            queue.Writer.TryComplete();
        if (ExecuteTask is { } serving)
            await serving.WaitAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    /// <summary>How many messages one claim takes at most.</summary>
    public int LargestClaim => _options.GroupSize;

    /// <summary>The oldest id that can still be pending: claims look no further back.</summary>
    public Umid OldestPending => new(Uuid7.Least(_time.GetUtcNow().AddDays(-_options.PendingDays)));

    /// <summary>Messages that cannot be moved on for now: whoever looks for what is due leaves them out.</summary>
    public Guid[] LeftAlone => _heldBack.Ids;

    private ChannelWriter<Entry> QueueOf(Umid umid) => _queues[(umid.Value.GetHashCode() & int.MaxValue) % _queues.Length].Writer;

    private static async Task<Recorded> Required(Entry entry) => (await entry.Task)!;

    private async Task ServeAsync(ChannelReader<Entry> queue)
    {
        var group = new List<Entry>(_options.GroupSize);
        while (await queue.WaitToReadAsync())
        {
            group.Clear();
            while (group.Count < _options.GroupSize && queue.TryRead(out var entry))
                group.Add(entry);
            await CommitOrFailAsync(group);
        }
    }

    // A group that fails is tried again one by one, so that one bad entry does not take the others with it.
    private async Task CommitOrFailAsync(List<Entry> group, bool isAgain = false)
    {
        try
        {
            await CommitAsync(group);
        }
#pragma warning disable CA1031 // The exception goes to whoever asked; the loop must go on for the others.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            switch (_database.Note(failure))
            {
                case DatabaseTrouble.Conflict or DatabaseTrouble.LostSession when !isAgain:
                    await CommitOrFailAsync(group, isAgain: true);
                    break;
                // One by one would only take longer, while those who asked have gone.
                case not null:
                    group.ForEach(entry => entry.Fail(failure));
                    break;
                case null when group.Count == 1:
                    LogFailed(failure, failure.GetType().Name);
                    group[0].Fail(failure);
                    break;
                default:
                    LogSplit(group.Count, failure.GetType().Name);
                    foreach (var entry in group)
                        await CommitOrFailAsync([entry]);
                    break;
            }
        }
    }

    private async Task CommitAsync(List<Entry> entries)
    {
        await using var connection = await _data.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var facts = new Dictionary<Umid, List<Fact>>();
        foreach (var entry in entries.Where(entry => entry.Arrival is null))
        {
            if (facts.TryGetValue(entry.Umid, out var known))
                known.AddRange(entry.Facts);
            else
                facts.Add(entry.Umid, [.. entry.Facts]);
        }
        var locked = await LockedMessages.ByIdAsync(
            connection, facts.Keys, MessageGroup.Learned(facts), _time.GetUtcNow(), CancellationToken.None);
        var taken = await IdempotencyKeys.TakeAsync(connection, entries.Select(entry => entry.Answer).OfType<AnswerToKeep>(), locked.Time.Now);
        var arrivals = entries.Where(entry => entry.Answer is null || taken.Contains(entry.Answer)).Select(entry => entry.Arrival).OfType<NewMessage>();

        var recorded = await DecideAndCommitAsync(connection, locked, facts, [.. arrivals], fromQueue: false, CancellationToken.None);
        var cancelled = new HashSet<Umid>();
        foreach (var entry in entries)
        {
            if (entry.Answer is { } answer && !taken.Contains(answer))
                entry.Fail(new KeyTakenException());
            else
                entry.Complete(recorded.GetValueOrDefault(entry.Umid)?.AnswerTo(entry.Facts, cancelled));
        }
    }

    // One message that cannot be read or decided upon must not keep all others from their deadlines. What is wrong with the database is none's fault:
    // the same is claimed again in a moment.
    private async Task<IReadOnlyCollection<Recorded>> ClaimAsync(
        Func<NpgsqlConnection, Task<LockedGroup?>> claim, bool fromQueue, CancellationToken cancelled)
    {
        try
        {
            return await ClaimTogetherAsync(claim, fromQueue, cancelled);
        }
        catch (Exception failure) when (failure is not OperationCanceledException && _database.Note(failure) is null)
        {
            return await ClaimOneByOneAsync(failure, cancelled);
        }
    }

    private async Task<IReadOnlyCollection<Recorded>> ClaimOneByOneAsync(Exception why, CancellationToken cancelled)
    {
        var recorded = new List<Recorded>();
        var claimable = await LockedMessages.ClaimableAsync(_data, OldestPending, _options.GroupSize, LeftAlone, cancelled);
        LogClaimedOneByOne(claimable.Count, why.GetType().Name);
        foreach (var umid in claimable)
        {
            try
            {
                if (await RecordPatientlyAsync(umid, [], cancelled) is { } one)
                    recorded.Add(one);
            }
#pragma warning disable CA1031 // The others go on; this one is tried again later, and somebody is told.
            catch (Exception failure) when (failure is not OperationCanceledException and not ChannelClosedException)
#pragma warning restore CA1031
            {
                if (_database.Note(failure) is not null)
                    return recorded;
                if (_heldBack.Add(umid) is { } time)
                    LogHeldBack(failure, umid, time);
            }
        }
        return recorded;
    }

    private async Task<IReadOnlyCollection<Recorded>> ClaimTogetherAsync(
        Func<NpgsqlConnection, Task<LockedGroup?>> claim, bool fromQueue, CancellationToken cancelled)
    {
        await using var connection = await _data.OpenConnectionAsync(cancelled);
        await using var transaction = await connection.BeginTransactionAsync(cancelled);
        if (await claim(connection) is not { } locked)
            return [];
        // Time must not overtake what this replica has received and not stored yet.
        foreach (var umid in locked.Messages.Keys.Where(_waiting.Any).ToList())
            locked.Messages.Remove(umid);
        return locked.Messages.Count == 0 ? [] : (await DecideAndCommitAsync(connection, locked, [], [], fromQueue, cancelled)).Values;
    }

    private async Task<Dictionary<Umid, Recorded>> DecideAndCommitAsync(
        NpgsqlConnection connection,
        LockedGroup locked,
        Dictionary<Umid, List<Fact>> facts,
        IReadOnlyList<NewMessage> arrivals,
        bool fromQueue,
        CancellationToken cancelled)
    {
        var group = new MessageGroup(connection, _admission, _updates, _rules, _time);
        try
        {
            var recorded = await group.DecideAsync(locked, facts, arrivals, fromQueue, cancelled);
            await SureCommit.RunAsync(() => group.CommitAsync(locked.Time.Now), locked.Time.TransactionId, _data);
            _database.NoteWritten();
            group.Release(_calls);
            return recorded;
        }
        catch
        {
            group.GiveBack();
            throw;
        }
    }

    [LoggerMessage(1001, LogLevel.Error, "Facts could not be recorded: {Failure}")]
    private partial void LogFailed(Exception exception, string failure);

    [LoggerMessage(1002, LogLevel.Warning, "A group of {Count} failed ({Failure}) and is recorded one by one")]
    private partial void LogSplit(int count, string failure);

    [LoggerMessage(1003, LogLevel.Error, "Message {Umid} cannot be moved on; it is left alone for {Time}")]
    private partial void LogHeldBack(Exception exception, Umid umid, TimeSpan time);

    [LoggerMessage(1004, LogLevel.Warning, "One of {Count} messages that are due cannot be moved on ({Failure}); they are moved on one by one")]
    private partial void LogClaimedOneByOne(int count, string failure);

    private sealed class Entry
    {
        private readonly WaitingFacts? _waiting;

        public Entry(Umid umid, NewMessage? arrival, IReadOnlyList<Fact> facts, AnswerToKeep? answer, WaitingFacts? waiting = null)
        {
            (Umid, Arrival, Facts, Answer) = (umid, arrival, facts, answer);
            if (facts.Count == 0 || waiting is null)
                return;
            _waiting = waiting;
            waiting.Add(umid);
        }

        // Continuations of hundreds of waiters must not run on the worker that commits the next group.
        private readonly TaskCompletionSource<Recorded?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Umid Umid { get; }

        public NewMessage? Arrival { get; }

        public IReadOnlyList<Fact> Facts { get; }

        public AnswerToKeep? Answer { get; }

        public Task<Recorded?> Task => _done.Task;

        public void Complete(Recorded? recorded)
        {
            if (_done.TrySetResult(recorded))
                _waiting?.Remove(Umid);
        }

        public void Fail(Exception failure)
        {
            if (_done.TrySetException(failure))
                _waiting?.Remove(Umid);
        }

        /// <summary>It did not come into the queue.</summary>
        public void GiveUp()
        {
            if (_done.TrySetCanceled())
                _waiting?.Remove(Umid);
        }
    }
}
