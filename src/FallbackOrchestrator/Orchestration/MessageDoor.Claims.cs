using System.Threading.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using Npgsql;

namespace FallbackOrchestrator.Orchestration;

// Work that no request causes: messages that are due, and attempts that wait for their account.
public sealed partial class MessageDoor
{
    /// <summary>Advances due messages. Returns how many are no longer due; callers repeat until it returns 0.</summary>
    public async Task<int> CheckDueAsync(CancellationToken cancellationToken)
    {
        var checkedOn = await ClaimAsync(
            connection =>
                LockedMessages.DueAsync(connection, OldestPending, _options.GroupSize, LeftAlone, _time.GetUtcNow(), cancellationToken),
            fromQueue: false, cancellationToken);
        return checkedOn.Count(recorded => !(recorded.Message.DueAt <= recorded.Now));
    }

    /// <summary>Hands queued attempts over to their account, as far as its limits admit. Returns the claimed ones.</summary>
    public Task<IReadOnlyCollection<DecisionResult>> ServeQueueAsync(QueueClaim claim, CancellationToken cancellationToken) => ClaimAsync(
        connection => LockedMessages.QueuedAsync(
            connection, claim, OldestPending, LeftAlone, _time.GetUtcNow(), cancellationToken), fromQueue: true, cancellationToken);

    /// <summary>Defers queued attempts of an account that no live replica has. Returns the claimed ones.</summary>
    public Task<IReadOnlyCollection<DecisionResult>> PutOffAsync(ChannelAccountId missing, CancellationToken cancellationToken) =>
        ClaimAsync(
        connection => LockedMessages.MissingAsync(
            connection, missing, OldestPending, _options.GroupSize, _quarantine.Ids, _time.GetUtcNow(), cancellationToken), fromQueue: true,
                cancellationToken);

    /// <summary>The most messages of one claim.</summary>
    public int LargestClaim => _options.GroupSize;

    /// <summary>Messages that this replica could not process, and leaves alone for some minutes.</summary>
    public IReadOnlyList<Guid> Quarantined => _quarantine.Ids;

    /// <summary>The oldest id that can still be pending; claims do not find older ones.</summary>
    public Umid OldestPending => new(Uuid7.Least(_time.GetUtcNow() - _options.LongestPending));

    /// <summary>Messages in quarantine: claims leave them out.</summary>
    public Guid[] LeftAlone => _quarantine.Ids;

    // One message that cannot be read or decided must not keep all others from their deadlines. A problem of the database is not the fault
    // of a message: the same messages are claimed again soon.
    private async Task<IReadOnlyCollection<DecisionResult>> ClaimAsync(
        Func<NpgsqlConnection, Task<LockedGroup?>> claim, bool fromQueue, CancellationToken cancellationToken)
    {
        try
        {
            return await ClaimTogetherAsync(claim, fromQueue, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException and not CommitUnknownException
            && _database.Note(failure) is null)
        {
            return await ClaimOneByOneAsync(failure, cancellationToken);
        }
    }

    private async Task<IReadOnlyCollection<DecisionResult>> ClaimOneByOneAsync(Exception why, CancellationToken cancellationToken)
    {
        var recorded = new List<DecisionResult>();
        var claimable = await LockedMessages.ClaimableAsync(_data, OldestPending, _options.GroupSize, LeftAlone, cancellationToken);
        LogClaimedOneByOne(claimable.Count, why.GetType().Name);
        foreach (var umid in claimable)
        {
            try
            {
                if (await RecordPatientlyAsync(umid, [], cancellationToken) is { } one)
                    recorded.Add(one);
            }
#pragma warning disable CA1031 // The others continue; this one is retried later, and it is logged.
            catch (Exception failure) when (failure is not OperationCanceledException and not ChannelClosedException)
#pragma warning restore CA1031
            {
                if (failure is NotStoredException or CommitUnknownException || _database.Note(failure) is not null)
                    return recorded;
                if (_quarantine.Add(umid) is { } time)
                    LogQuarantined(failure, umid, time);
            }
        }
        return recorded;
    }

    private async Task<IReadOnlyCollection<DecisionResult>> ClaimTogetherAsync(
        Func<NpgsqlConnection, Task<LockedGroup?>> claim, bool fromQueue, CancellationToken cancellationToken)
    {
        var claiming = TransactAsync(
            async connection =>
            {
                if (await claim(connection) is not { } locked)
                    return null;
                // A deadline must not come before facts that this replica has received but not stored yet.
                foreach (var umid in locked.Messages.Keys.Where(_waiting.Any).ToList())
                    locked.Messages.Remove(umid);
                return locked.Messages.Count == 0 ? null : new GroupWork(locked, NoFacts, []);
            },
            fromQueue,
            cancellationToken);
        // The messages of a claim that stalls are locked, or done; the next claim takes others.
        return await _unsettled.HasEndedAsync(claiming) ? (await claiming).Values : [];
    }

    [LoggerMessage(1003, LogLevel.Error, "Message {Umid} cannot be processed; it is quarantined for {Time}")]
    private partial void LogQuarantined(Exception exception, Umid umid, TimeSpan time);

    [LoggerMessage(1004, LogLevel.Warning, "One of {Count} due messages cannot be processed ({Failure}); they are processed one by one")]
    private partial void LogClaimedOneByOne(int count, string failure);
}
