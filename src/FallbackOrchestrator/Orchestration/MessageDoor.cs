using System.Runtime.ExceptionServices;
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
    private static readonly Dictionary<Umid, List<Fact>> NoFacts = [];

    private readonly NpgsqlDataSource _data;
    private readonly IAdmission _admission;
    private readonly CallBoard _calls;
    private readonly IStatusUpdates _updates;
    private readonly DatabaseCondition _database;
    private readonly Rules _rules;
    private readonly TimeProvider _time;
    private readonly DoorOptions _options;
    private readonly ILogger<MessageDoor> _logger;
    private readonly Channel<DoorEntry>[] _queues;
    private readonly BatchPlaces _batches;
    private readonly HeldBack _heldBack;
    private readonly WaitingFacts _waiting = new();
    private readonly Unsettled _unsettled;
    private readonly CancellationTokenSource _over = new();

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
        _unsettled = new Unsettled(_options.LetGoAfter);
        _queues = [.. Enumerable.Range(0, _options.Workers).Select(_ => Channel.CreateBounded<DoorEntry>(
            new BoundedChannelOptions(Math.Max(1, _options.QueueLength / _options.Workers)) { SingleReader = true }))];
    }

    /// <summary>Stores a new message and starts it.</summary>
    /// <exception cref="DoorFullException">The queue is full; nothing was stored.</exception>
    /// <exception cref="KeyTakenException">The answer's key stands for a request already; nothing was stored.</exception>
    /// <exception cref="NotStoredException">The database is in trouble; nothing was stored.</exception>
    /// <exception cref="NotKnownIfStoredException">The database did not say in time. If it turns out to be stored, it is handed over.</exception>
    public async Task<Recorded> AcceptAsync(NewMessage message, AnswerToKeep? answer = null)
    {
        var entry = new DoorEntry(message.Message.Umid, message, [], answer);
        return QueueOf(entry.Umid).TryWrite(entry) ? (await entry.EndedAsync(_options.AnswerWithin))! : throw new DoorFullException();
    }

    /// <summary>Stores the messages of one request in one transaction: all of them or none.</summary>
    /// <exception cref="DoorFullException">Too many such requests are under way; nothing was stored.</exception>
    /// <exception cref="KeyTakenException">The answer's key stands for a request already; nothing was stored.</exception>
    /// <exception cref="NotStoredException">The database is in trouble; nothing was stored.</exception>
    /// <exception cref="NotKnownIfStoredException">The database did not say in time. If they turn out to be stored, they are handed over.</exception>
    public async Task<DateTimeOffset> AcceptManyAsync(IReadOnlyList<NewMessage> messages, AnswerToKeep? answer, CancellationToken cancelled)
    {
        using var place = await _batches.EnterAsync(messages[0].Message.Subaccount, _options.BatchPatience, cancelled) ?? throw new DoorFullException();
        var storing = TransactAsync(connection => BeginManyAsync(connection, messages, answer), fromQueue: false, cancelled);
        await ((Task)storing).WaitAsync(_options.AnswerWithin, TimeProvider.System, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!storing.IsCompleted)
        {
            _unsettled.LetGoOn(storing);
            throw new NotKnownIfStoredException();
        }
        try
        {
            return (await storing).Values.First().Now;
        }
        catch (Exception failure) when (failure is not NotKnownIfStoredException && _database.Note(failure) is not null)
        {
            throw new NotStoredException(failure);
        }
    }

    /// <summary>Records facts of one message; null if it does not exist.</summary>
    /// <exception cref="DoorFullException">The queue is full; nothing was recorded.</exception>
    /// <exception cref="NotStoredException">The database is in trouble; nothing was recorded.</exception>
    /// <exception cref="NotKnownIfStoredException">The database did not say in time.</exception>
    public Task<Recorded?> RecordAsync(Umid umid, IReadOnlyList<Fact> facts)
    {
        var entry = new DoorEntry(umid, null, facts, null, _waiting);
        if (QueueOf(umid).TryWrite(entry))
            return entry.EndedAsync(_options.AnswerWithin);
        entry.GiveUp();
        throw new DoorFullException();
    }

    /// <summary>Records facts that must not be refused, waiting for room in the queue.</summary>
    /// <exception cref="NotStoredException">The database is in trouble; nothing was recorded.</exception>
    /// <exception cref="NotKnownIfStoredException">The database did not say in time; the same facts may be recorded again.</exception>
    public async Task<Recorded?> RecordPatientlyAsync(Umid umid, IReadOnlyList<Fact> facts, CancellationToken cancelled)
    {
        var entry = new DoorEntry(umid, null, facts, null, _waiting);
        try
        {
            await QueueOf(umid).WriteAsync(entry, cancelled);
        }
        catch
        {
            entry.GiveUp();
            throw;
        }
        return await entry.EndedAsync(_options.AnswerWithin);
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
        try
        {
            if (ExecuteTask is { } serving)
                await serving.WaitAsync(cancellationToken);
            await _unsettled.AllEndedAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            await _over.CancelAsync();
        }
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _over.Dispose();
        base.Dispose();
    }

    /// <summary>How many messages one claim takes at most.</summary>
    public int LargestClaim => _options.GroupSize;

    /// <summary>The oldest id that can still be pending: claims look no further back.</summary>
    public Umid OldestPending => new(Uuid7.Least(_time.GetUtcNow().AddDays(-_options.PendingDays)));

    /// <summary>Messages that cannot be moved on for now: whoever looks for what is due leaves them out.</summary>
    public Guid[] LeftAlone => _heldBack.Ids;

    private ChannelWriter<DoorEntry> QueueOf(Umid umid) => _queues[(umid.Value.GetHashCode() & int.MaxValue) % _queues.Length].Writer;

    private async Task ServeAsync(ChannelReader<DoorEntry> queue)
    {
        var group = new List<DoorEntry>(_options.GroupSize);
        while (await queue.WaitToReadAsync())
        {
            while (group.Count < _options.GroupSize && queue.TryRead(out var entry))
            {
                if (entry.TryTake())
                    group.Add(entry);
            }
            if (await _unsettled.HasEndedAsync(CommitOrFailAsync(group)))
                group.Clear();
            else
                group = new List<DoorEntry>(_options.GroupSize);
        }
    }

    // A group that fails is tried again one by one, so that one bad entry does not take the others with it.
    private async Task CommitOrFailAsync(List<DoorEntry> group, bool isAgain = false)
    {
        try
        {
            await CommitAsync(group);
        }
#pragma warning disable CA1031 // The exception goes to whoever asked; the loop must go on for the others.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            // It may be stored: what was written once must not be written again.
            if (failure is NotKnownIfStoredException)
            {
                group.ForEach(entry => entry.Fail(failure));
                return;
            }
            switch (_database.Note(failure))
            {
                case DatabaseTrouble.Conflict or DatabaseTrouble.LostSession when !isAgain:
                    await CommitOrFailAsync(group, isAgain: true);
                    break;
                // One by one would only take longer, while those who asked have gone.
                case not null:
                    group.ForEach(entry => entry.Fail(new NotStoredException(failure)));
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

    private async Task CommitAsync(List<DoorEntry> entries)
    {
        if (entries.Count == 0)
            return;
        IReadOnlySet<AnswerToKeep> taken = new HashSet<AnswerToKeep>();
        var recorded = await TransactAsync(
            async connection =>
            {
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
                taken = await IdempotencyKeys.TakeAsync(connection, entries.Select(entry => entry.Answer).OfType<AnswerToKeep>(), locked.Time.Now);
                var arrivals = entries.Where(entry => entry.Answer is null || taken.Contains(entry.Answer))
                    .Select(entry => entry.Arrival).OfType<NewMessage>();
                return new GroupWork(locked, facts, [.. arrivals]);
            },
            fromQueue: false,
            CancellationToken.None);
        var cancelled = new HashSet<Umid>();
        foreach (var entry in entries)
        {
            if (entry.Answer is { } answer && !taken.Contains(answer))
                entry.Fail(new KeyTakenException());
            else
                entry.Complete(recorded.GetValueOrDefault(entry.Umid)?.AnswerTo(entry.Facts, cancelled));
        }
    }

    private async Task<GroupWork?> BeginManyAsync(NpgsqlConnection connection, IReadOnlyList<NewMessage> messages, AnswerToKeep? answer)
    {
        var locked = await LockedMessages.ByIdAsync(connection, [], [], _time.GetUtcNow(), CancellationToken.None);
        if (answer is not null && (await IdempotencyKeys.TakeAsync(connection, [answer], locked.Time.Now)).Count == 0)
            throw new KeyTakenException();
        return new GroupWork(locked, NoFacts, messages);
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
        catch (Exception failure) when (failure is not OperationCanceledException and not NotKnownIfStoredException && _database.Note(failure) is null)
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
                if (failure is NotStoredException or NotKnownIfStoredException || _database.Note(failure) is not null)
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
        var claiming = TransactAsync(
            async connection =>
            {
                if (await claim(connection) is not { } locked)
                    return null;
                // Time must not overtake what this replica has received and not stored yet.
                foreach (var umid in locked.Messages.Keys.Where(_waiting.Any).ToList())
                    locked.Messages.Remove(umid);
                return locked.Messages.Count == 0 ? null : new GroupWork(locked, NoFacts, []);
            },
            fromQueue,
            cancelled);
        // What a claim that stalls holds is locked, or done: the next one takes the others.
        return await _unsettled.HasEndedAsync(claiming) ? (await claiming).Values : [];
    }

    /// <summary>One transaction, from its connection until it is known what became of it.</summary>
    /// <param name="begin">Locks; null if there is nothing to do.</param>
    /// <param name="fromQueue">Whether attempts were claimed from the queue.</param>
    /// <param name="cancelled">Cancels it, until the commit goes out: cancelling that would only leave a doubt.</param>
    /// <exception cref="NotKnownIfStoredException">The service stopped before the database said what became of the commit.</exception>
    /// <remarks>Whatever else is thrown, nothing was stored.</remarks>
    private async Task<Dictionary<Umid, Recorded>> TransactAsync(
        Func<NpgsqlConnection, Task<GroupWork?>> begin, bool fromQueue, CancellationToken cancelled)
    {
        var group = new MessageGroup(_admission, _updates, _rules, _time);
        Dictionary<Umid, Recorded> recorded = [];
        ulong? committing = null;
        try
        {
            await using var connection = await _data.OpenConnectionAsync(cancelled);
            await using var transaction = await connection.BeginTransactionAsync(cancelled);
            if (await begin(connection) is not { } work)
                return [];
            recorded = await group.DecideAsync(connection, work, fromQueue, cancelled);
            await using var prepared = group.Prepare(connection, work.Locked.Time.Now);
            committing = work.Locked.Time.TransactionId;
            await group.CommitAsync(prepared);
        }
        catch (Exception lost) when (committing is not null && SureCommit.LeavesDoubt(lost))
        {
            return await AfterDoubtAsync(group, recorded, committing.Value, lost);
        }
        catch
        {
            group.GiveBack();
            throw;
        }
        _database.NoteWritten();
        await ReleaseAsync(group);
        return recorded;
    }

    // For as long as the process lives: whoever asked has had an answer long before, and the lease bounds the calls that were granted.
    private async Task<Dictionary<Umid, Recorded>> AfterDoubtAsync(
        MessageGroup group, Dictionary<Umid, Recorded> recorded, ulong transaction, Exception lost)
    {
        _database.Note(lost);
        LogDoubt(lost, recorded.Count);
        bool committed;
        try
        {
            committed = await group.WasCommittedAsync(_data, transaction, _over.Token);
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested)
        {
            LogUnknown(lost, recorded.Count);
            throw new NotKnownIfStoredException(lost);
        }
        LogCleared(recorded.Count, committed);
        if (!committed)
        {
            group.GiveBack();
            ExceptionDispatchInfo.Throw(lost);
        }
        await ReleaseAsync(group);
        return recorded;
    }

    // A call that was granted and that nobody will make was provably not made, and is said to be: a lapsed lease would leave it unknown.
    private async Task ReleaseAsync(MessageGroup group)
    {
        var unmade = group.Release(_calls);
        if (unmade.Count == 0)
            return;
        var deferred = new CallResult.Deferred(AttemptError.Of(ErrorClass.Unavailable, text: "the replica stopped before it called"));
        await CommitOrFailAsync([.. unmade.Select(call =>
            new DoorEntry(call.Umid, null, [new Fact.CallEnded(call.Call.Step, call.Call.Epoch, deferred, _time.GetUtcNow())], null))]);
    }

    [LoggerMessage(1001, LogLevel.Error, "Facts could not be recorded: {Failure}")]
    private partial void LogFailed(Exception exception, string failure);

    [LoggerMessage(1002, LogLevel.Warning, "A group of {Count} failed ({Failure}) and is recorded one by one")]
    private partial void LogSplit(int count, string failure);

    [LoggerMessage(1003, LogLevel.Error, "Message {Umid} cannot be moved on; it is left alone for {Time}")]
    private partial void LogHeldBack(Exception exception, Umid umid, TimeSpan time);

    [LoggerMessage(1004, LogLevel.Warning, "One of {Count} messages that are due cannot be moved on ({Failure}); they are moved on one by one")]
    private partial void LogClaimedOneByOne(int count, string failure);

    [LoggerMessage(1007, LogLevel.Warning, "The answer to a commit of {Count} messages was lost; the database is asked what became of it")]
    private partial void LogDoubt(Exception exception, int count);

    [LoggerMessage(1005, LogLevel.Warning, "The commit of {Count} messages whose answer was lost: committed is {Committed}")]
    private partial void LogCleared(int count, bool committed);

    [LoggerMessage(1006, LogLevel.Critical, "The service stops, and does not know whether {Count} messages were committed")]
    private partial void LogUnknown(Exception exception, int count);
}
