using System.Runtime.ExceptionServices;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using Npgsql;

namespace FallbackOrchestrator.Orchestration;

// One transaction, from its start until its result is known.
public sealed partial class MessageDoor
{
    /// <summary>Runs one transaction, from its connection until its result is known.</summary>
    /// <param name="begin">Locks the messages; returns null if there is nothing to do.</param>
    /// <param name="fromQueue">True if attempts were claimed from the queue.</param>
    /// <param name="cancellationToken">Cancels it until the commit is sent; after that the result would be unknown.</param>
    /// <exception cref="CommitUnknownException">The service stopped before the database reported the result of the commit.</exception>
    /// <remarks>After any other exception nothing was stored.</remarks>
    private async Task<Dictionary<Umid, DecisionResult>> TransactAsync(
        Func<NpgsqlConnection, Task<GroupWork?>> begin, bool fromQueue, CancellationToken cancellationToken)
    {
        var group = new MessageGroup(_admission, _updates, _hours, _rules, _time);
        Dictionary<Umid, DecisionResult> recorded = [];
        ulong? committing = null;
        var began = _time.GetTimestamp();
        try
        {
            await using var connection = await _data.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            if (await begin(connection) is not { } work)
                return [];
            recorded = await group.DecideAsync(connection, work, fromQueue, cancellationToken);
            await using var prepared = group.Prepare(connection, work.Locked.Time.Now);
            committing = group.IsWarmUp ? null : work.Locked.Time.TransactionId;
            await group.CommitAsync(prepared);
        }
        catch (Exception lost) when (committing is not null && VerifiedCommit.LeavesDoubt(lost))
        {
            return await AfterDoubtAsync(group, recorded, committing.Value, lost);
        }
        catch (Exception failure)
        {
            group.GiveBack();
            _doorMetrics.Failed(failure, _time.GetElapsedTime(began));
            throw;
        }
        if (group.IsWarmUp)
            return recorded;
        _doorMetrics.Committed(group.Changes.Count, _time.GetElapsedTime(began));
        _database.NoteWritten();
        await ReleaseAsync(group);
        return recorded;
    }

    // Continues for as long as the process lives. The caller got a response long before, and the lease limits the granted calls.
    private async Task<Dictionary<Umid, DecisionResult>> AfterDoubtAsync(
        MessageGroup group, Dictionary<Umid, DecisionResult> recorded, ulong transaction, Exception lost)
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
            throw new CommitUnknownException(lost);
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

    // A granted call that nobody will make was provably not made, and is recorded as deferred. Otherwise its lease would expire, and it
    // would be unknown.
    private async Task ReleaseAsync(MessageGroup group)
    {
        IReadOnlyList<ProviderCallTask> unmade;
        try
        {
            unmade = group.Release(_calls, _immediate);
            Count(group);
        }
#pragma warning disable CA1031 // It was committed: a later failure must not look like a failed commit, or it would be stored again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogNotReleased(failure, failure.GetType().Name);
            return;
        }
        if (unmade.Count == 0)
            return;
        var deferred = new CallResult.Deferred(AttemptError.Of(ErrorClass.Unavailable, text: "the replica stopped before it called"));
        await CommitOrFailAsync([.. unmade.Select(call =>
            new QueuedFacts(call.Umid, null, [new Fact.CallEnded(call.Call.Step, call.Call.Epoch, deferred, _time.GetUtcNow())], null))]);
    }

    private void Count(MessageGroup group)
    {
        foreach (var change in group.Changes)
        {
            _metrics.Count(change);
            _failed.Count(change);
            MessageTraces.Show(change);
        }
    }

    [LoggerMessage(1008, LogLevel.Error, "After a commit not everything that depends on it was started ({Failure}); granted calls and updates wait for their leases to end")]
    private partial void LogNotReleased(Exception exception, string failure);

    [LoggerMessage(1007, LogLevel.Warning, "The response to the COMMIT of {Count} messages was lost; the database is asked whether they were committed")]
    private partial void LogDoubt(Exception exception, int count);

    [LoggerMessage(1005, LogLevel.Warning, "The response to the COMMIT of {Count} messages had been lost: committed is {Committed}")]
    private partial void LogCleared(int count, bool committed);

    [LoggerMessage(1006, LogLevel.Critical, "The service stops, and does not know whether {Count} messages were committed")]
    private partial void LogUnknown(Exception exception, int count);
}
