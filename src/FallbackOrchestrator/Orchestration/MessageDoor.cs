using System.Threading.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using Microsoft.Extensions.Options;
using Npgsql;

namespace FallbackOrchestrator.Orchestration;

/// <summary>
/// The one door for changes of messages. It takes facts, and locks, decides and writes their messages in groups: facts that arrive during
/// the commit of one group form the next. A returned task ends only after the commit.
/// </summary>
public sealed partial class MessageDoor : BackgroundService
{
    private static readonly Dictionary<Umid, List<Fact>> NoFacts = [];

    private readonly NpgsqlDataSource _data;
    private readonly IAdmissionControl _admission;
    private readonly GrantedCalls _calls;
    private readonly ImmediateCalls _immediate;
    private readonly FailedMessages _failed;
    private readonly MessageMetrics _metrics;
    private readonly DoorMetrics _doorMetrics;
    private readonly IStatusUpdates _updates;
    private readonly ChangedHours _hours;
    private readonly DatabaseAvailability _database;
    private readonly Rules _rules;
    private readonly TimeProvider _time;
    private readonly MessageQueueOptions _options;
    private readonly ILogger<MessageDoor> _logger;
    private readonly Channel<QueuedFacts>[] _queues;
    private readonly BatchSlots _batches;
    private readonly Quarantine _quarantine;
    private readonly WaitingFacts _waiting = new();
    private readonly DetachedTransactions _unsettled;
    private readonly CancellationTokenSource _over = new();

    public MessageDoor(
        NpgsqlDataSource data,
        IAdmissionControl admission,
        GrantedCalls calls,
        ImmediateCalls immediate,
        FailedMessages failed,
        MessageMetrics metrics,
        DoorMetrics doorMetrics,
        IStatusUpdates updates,
        ChangedHours hours,
        DatabaseAvailability database,
        Rules rules,
        TimeProvider time,
        IOptions<MessageQueueOptions> options,
        ILogger<MessageDoor> logger)
    {
        _data = data;
        _admission = admission;
        _calls = calls;
        _immediate = immediate;
        _failed = failed;
        _metrics = metrics;
        _doorMetrics = doorMetrics;
        _updates = updates;
        _hours = hours;
        _database = database;
        _rules = rules;
        _time = time;
        _options = options.Value;
        _logger = logger;
        _batches = new BatchSlots(_options.Workers + 1, time);
        _quarantine = new Quarantine(time);
        _unsettled = new DetachedTransactions(_options.DetachAfter);
        _queues = [.. Enumerable.Range(0, _options.Workers).Select(_ => System.Threading.Channels.Channel.CreateBounded<QueuedFacts>(
            new BoundedChannelOptions(Math.Max(1, _options.Length / _options.Workers)) { SingleReader = true }))];
        doorMetrics.Observe(() => _queues.Sum(queue => queue.Reader.Count), () => _quarantine.Ids.Length);
    }

    /// <summary>Stores a new message and starts it.</summary>
    /// <exception cref="MessageQueueFullException">The queue is full; nothing was stored.</exception>
    /// <exception cref="KeyTakenException">The key already belongs to a request; nothing was stored.</exception>
    /// <exception cref="NotStoredException">The database is unavailable; nothing was stored.</exception>
    /// <exception cref="CommitUnknownException">
    /// The database did not report the result in time. If the message was stored, it is handed over.
    /// </exception>
    public async Task<DecisionResult> AcceptAsync(NewMessage message, StoredResponse? response = null)
    {
        var entry = new QueuedFacts(message.Message.Umid, Traced(message), [], response);
        return QueueOf(entry.Umid).TryWrite(entry)
            ? (await entry.EndedAsync(_options.ResponseTimeout))! : throw new MessageQueueFullException();
    }

    /// <summary>Stores the messages of one request in one transaction: all of them or none.</summary>
    /// <exception cref="MessageQueueFullException">Too many such requests are running; nothing was stored.</exception>
    /// <exception cref="KeyTakenException">The key already belongs to a request; nothing was stored.</exception>
    /// <exception cref="NotStoredException">The database is unavailable; nothing was stored.</exception>
    /// <exception cref="CommitUnknownException">
    /// The database did not report the result in time. If the messages were stored, they are handed over.
    /// </exception>
    public async Task<DateTimeOffset> AcceptManyAsync(
        IReadOnlyList<NewMessage> messages, StoredResponse? response, CancellationToken cancellationToken)
    {
        using var place = await _batches.EnterAsync(messages[0].Message.Subaccount, _options.BatchTimeout, cancellationToken)
            ?? throw new MessageQueueFullException();
        List<NewMessage> traced = [.. messages.Select(Traced)];
        var storing = TransactAsync(connection => BeginManyAsync(connection, traced, response), fromQueue: false, cancellationToken);
        await ((Task)storing).WaitAsync(
            _options.ResponseTimeout, TimeProvider.System, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!storing.IsCompleted)
        {
            _unsettled.LetGoOn(storing);
            throw new CommitUnknownException();
        }
        try
        {
            return (await storing).Values.First().Now;
        }
        catch (Exception failure) when (failure is not CommitUnknownException && _database.Note(failure) is not null)
        {
            throw new NotStoredException(failure);
        }
    }

    /// <summary>Records facts of one message; null if it does not exist.</summary>
    /// <exception cref="MessageQueueFullException">The queue is full; nothing was recorded.</exception>
    /// <exception cref="NotStoredException">The database is unavailable; nothing was recorded.</exception>
    /// <exception cref="CommitUnknownException">The database did not report the result in time.</exception>
    public Task<DecisionResult?> RecordAsync(Umid umid, IReadOnlyList<Fact> facts)
    {
        var entry = new QueuedFacts(umid, null, facts, null, _waiting);
        if (QueueOf(umid).TryWrite(entry))
            return entry.EndedAsync(_options.ResponseTimeout);
        entry.GiveUp();
        throw new MessageQueueFullException();
    }

    /// <summary>Records facts that must not be rejected; waits for space in the queue.</summary>
    /// <exception cref="NotStoredException">The database is unavailable; nothing was recorded.</exception>
    /// <exception cref="CommitUnknownException">
    /// The database did not report the result in time; the same facts may be recorded again.
    /// </exception>
    public async Task<DecisionResult?> RecordPatientlyAsync(Umid umid, IReadOnlyList<Fact> facts, CancellationToken cancellationToken)
    {
        var entry = new QueuedFacts(umid, null, facts, null, _waiting);
        try
        {
            await QueueOf(umid).WriteAsync(entry, cancellationToken);
        }
        catch
        {
            entry.GiveUp();
            throw;
        }
        return await entry.EndedAsync(_options.ResponseTimeout);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_queues.Select(queue => Task.Run(() => ServeAsync(queue.Reader), CancellationToken.None)));

    /// <summary>Takes no more facts, and ends when all facts that were taken are committed.</summary>
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

    // Here, because the transaction may run outside the request.
    private static NewMessage Traced(NewMessage message) =>
        MessageTraces.Current is { } position ? message with { TraceParent = position } : message;

    private ChannelWriter<QueuedFacts> QueueOf(Umid umid) => _queues[(umid.Value.GetHashCode() & int.MaxValue) % _queues.Length].Writer;
}
