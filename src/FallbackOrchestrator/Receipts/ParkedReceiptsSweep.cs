using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;
using Npgsql;

namespace FallbackOrchestrator.Receipts;

/// <summary>
/// Joins receipts that were parked at the moment at which their provider's id was being stored, so that neither side saw the other. Every
/// second it checks the recently parked receipts, and once a minute all of them: a receipt is checked for as long as it is kept, even after
/// an outage.
/// </summary>
internal sealed partial class ParkedReceiptsSweep(
    MessageDoor door, NpgsqlDataSource data, DatabaseAvailability database, TimeProvider time, ILogger<ParkedReceiptsSweep> logger)
    : PeriodicService(TimeSpan.FromSeconds(1), database, time)
{
    private static readonly TimeSpan AllEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(30);

    private readonly OncePerMinute _pace = new(time);

    // The position of the check of all receipts; null while it waits for its minute. It reads one page a second, because others need the
    // database too.
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

    // Parked receipts stay parked; the next sweep finds them.
    protected override void LogFailure(Exception failure)
    {
        if (_pace.Count("sweep") is { } count)
            LogFailed(failure, count);
    }

    /// <summary>
    /// Joins those receipts of one page that have an attempt. Returns the start of the next page, or null if there is none.
    /// </summary>
    private async Task<long?> JoinPageAsync(long after, TimeSpan? parkedWithin, CancellationToken stoppingToken)
    {
        var (matched, next) = await ParkedReceipts.MatchedAsync(data, after, parkedWithin, stoppingToken);
        // All at once, so that they are committed in groups; each on its own, so that one that cannot be joined does not stop the others.
        await Task.WhenAll(matched.Select(receipt => JoinAsync(receipt.Reference, receipt.Account, receipt.ProviderId, stoppingToken)));
        return next;
    }

    private async Task JoinAsync(AttemptReference reference, ChannelAccountId account, string id, CancellationToken stoppingToken)
    {
        try
        {
            // The door removes a parked receipt when a fact names its id. A fact without a status is enough.
            await door.RecordPatientlyAsync(
                reference.Umid, [new Fact.ReceiptCame(reference.Step, account, AttemptStatus.None, At: null, ProviderId: id)],
                stoppingToken);
        }
        catch (OperationCanceledException)
        {
            throw;
        }
#pragma warning disable CA1031 // It stays parked, and the others continue.
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
