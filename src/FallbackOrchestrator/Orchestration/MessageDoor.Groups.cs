using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using Npgsql;
using System.Threading.Channels;

namespace FallbackOrchestrator.Orchestration;

// Facts in the queue are taken in groups, one transaction each, and every caller gets its result.
public sealed partial class MessageDoor
{
    private async Task ServeAsync(ChannelReader<QueuedFacts> queue)
    {
        var group = new List<QueuedFacts>(_options.GroupSize);
        var warmUp = new List<QueuedFacts>();
        while (await queue.WaitToReadAsync())
        {
            while (group.Count + warmUp.Count < _options.GroupSize && queue.TryRead(out var entry))
            {
                if (entry.TryTake())
                    (entry.IsWarmUp ? warmUp : group).Add(entry);
            }
            warmUp = await SettleAsync(warmUp);
            group = await SettleAsync(group);
        }
    }

    // Returns the list for the next group: the same one, unless its transaction goes on and still reads it.
    private async Task<List<QueuedFacts>> SettleAsync(List<QueuedFacts> group)
    {
        if (!await _unsettled.HasEndedAsync(CommitOrFailAsync(group)))
            return new List<QueuedFacts>(_options.GroupSize);
        group.Clear();
        return group;
    }

    // A group that fails is retried one by one, so that one bad entry does not fail the others.
    private async Task CommitOrFailAsync(List<QueuedFacts> group, bool isAgain = false)
    {
        try
        {
            await CommitAsync(group);
        }
#pragma warning disable CA1031 // The exception goes to the callers; the loop must continue for the others.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            // It may be stored, so it must not be written again.
            if (failure is CommitUnknownException)
            {
                group.ForEach(entry => entry.Fail(failure));
                return;
            }
            switch (_database.Note(failure))
            {
                case DatabaseFault.Conflict or DatabaseFault.LostSession when !isAgain:
                    await CommitOrFailAsync(group, isAgain: true);
                    break;
                // One by one would only take longer, and the callers would not wait for it.
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

    private async Task CommitAsync(List<QueuedFacts> entries)
    {
        if (entries.Count == 0)
            return;
        IReadOnlySet<StoredResponse> taken = new HashSet<StoredResponse>();
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
                taken = await IdempotencyKeys.TakeAsync(
                    connection, entries.Select(entry => entry.Response).OfType<StoredResponse>(), locked.Time.Now);
                var arrivals = entries.Where(entry => entry.Response is null || taken.Contains(entry.Response))
                    .Select(entry => entry.Arrival).OfType<NewMessage>();
                return new GroupWork(locked, facts, [.. arrivals]);
            },
            fromQueue: false,
            CancellationToken.None);
        var cancelled = new HashSet<Umid>();
        foreach (var entry in entries)
        {
            if (entry.Response is { } response && !taken.Contains(response))
                entry.Fail(new KeyTakenException());
            else
                entry.Complete(recorded.GetValueOrDefault(entry.Umid)?.ResultFor(entry.Facts, cancelled));
        }
    }

    private async Task<GroupWork?> BeginManyAsync(NpgsqlConnection connection, IReadOnlyList<NewMessage> messages, StoredResponse? response)
    {
        var locked = await LockedMessages.ByIdAsync(connection, [], [], _time.GetUtcNow(), CancellationToken.None);
        if (response is not null && (await IdempotencyKeys.TakeAsync(connection, [response], locked.Time.Now)).Count == 0)
            throw new KeyTakenException();
        return new GroupWork(locked, NoFacts, messages);
    }

    [LoggerMessage(1001, LogLevel.Error, "Facts could not be recorded: {Failure}")]
    private partial void LogFailed(Exception exception, string failure);

    [LoggerMessage(1002, LogLevel.Warning, "A group of {Count} messages failed ({Failure}); they are recorded one by one")]
    private partial void LogSplit(int count, string failure);
}
