using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;
using Npgsql;

namespace FallbackOrchestrator.Receipts;

/// <summary>
/// Joins receipts that were parked in the very moment in which their provider's id was being stored, so that neither side saw the other.
/// Looks every second at those parked lately, and once a minute at all that are kept: a receipt waits for as long as it is there, whatever
/// was down meanwhile.
/// </summary>
internal sealed partial class ParkedReceiptsSweep(
    MessageDoor door, NpgsqlDataSource data, DatabaseAvailability database, TimeProvider time, ILogger<ParkedReceiptsSweep> logger)
    : PeriodicService(TimeSpan.FromSeconds(1), database, time)
{
    private static readonly TimeSpan AllEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(30);

    private readonly OncePerMinute _pace = new(time);

    // Where the look at all of them is; null while it waits for its minute. One page a second: others need the database too.
    private long? _allAfter = 0;
    private long _allBegan = time.GetTimestamp();

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        for (long? after = 0; after is { } from;)
            after = await JoinPageAsync(from, Lately, cancellationToken);
        if (_allAfter is null && Time.GetElapsedTime(_allBegan) >= AllEvery)
            (_allAfter, _allBegan) = (0, Time.GetTimestamp());
        if (_allAfter is { } on)
            _allAfter = await JoinPageAsync(on, parkedWithin: null, cancellationToken);
    }

    // What is parked stays parked; the next sweep finds it.
    protected override void LogFailure(Exception failure)
    {
        if (_pace.Count("sweep") is { } count)
            LogFailed(failure, count);
    }

    /// <summary>
    /// Joins what has its attempt on one page of parked receipts; answers where the next page begins, or null if there is none.
    /// </summary>
    private async Task<long?> JoinPageAsync(long after, TimeSpan? parkedWithin, CancellationToken stoppingToken)
    {
        var (matched, next) = await ParkedReceipts.MatchedAsync(data, after, parkedWithin, stoppingToken);
        // All at once, so that they are committed in groups; and each by itself, so that one that cannot be joined stops nobody.
        await Task.WhenAll(matched.Select(receipt => JoinAsync(receipt.Reference, receipt.Account, receipt.ProviderId, stoppingToken)));
        return next;
    }

    private async Task JoinAsync(AttemptReference reference, ChannelAccountId account, string id, CancellationToken stoppingToken)
    {
        try
        {
            // The door takes a parked receipt out when a fact names its id; a word that says nothing is such a fact.
            await door.RecordPatientlyAsync(
                reference.Umid, [new Fact.ReceiptCame(reference.Step, account, AttemptStatus.None, At: null, ProviderId: id)],
                stoppingToken);
        }
        catch (OperationCanceledException)
        {
            throw;
        }
#pragma warning disable CA1031 // It stays parked, and the others go on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            if (Database.Note(failure) is null && _pace.Count("message") is { } count)
                LogNotJoined(failure, reference.Umid, reference.Step, count);
        }
    }

    [LoggerMessage(4001, LogLevel.Warning, "Parked receipts could not be read; the next attempt follows; {Count} since the last such line")]
    private partial void LogFailed(Exception exception, int count);

    [LoggerMessage(4002, LogLevel.Warning,
        "A parked receipt could not be joined into {Umid} step {Step}; it is tried again; {Count} such since the last such line")]
    private partial void LogNotJoined(Exception exception, Umid umid, int step, int count);
}
