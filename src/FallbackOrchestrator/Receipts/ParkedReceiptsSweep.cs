using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;
using Npgsql;

namespace FallbackOrchestrator.Receipts;

/// <summary>
/// Joins receipts that were parked in the very moment in which their provider's id was being stored, so that neither side saw the other.
/// </summary>
internal sealed partial class ParkedReceiptsSweep(
    MessageDoor door, NpgsqlDataSource data, DatabaseCondition database, TimeProvider time, ILogger<ParkedReceiptsSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await SweepAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
    }

    private async Task SweepAsync(CancellationToken stopping)
    {
        try
        {
            // The door takes a parked receipt out when a fact names its id; a word that says nothing is such a fact.
            foreach (var (reference, account, id) in await ParkedReceipts.MatchedAsync(data, stopping))
            {
                await door.RecordPatientlyAsync(
                    reference.Umid, [new Fact.ReceiptCame(reference.Step, account, Word.None, time.GetUtcNow(), ProviderId: id)], stopping);
            }
        }
        catch (OperationCanceledException)
        {
            throw;
        }
#pragma warning disable CA1031 // What is parked stays parked; the next sweep finds it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            if (database.Note(failure) is null)
                LogFailed(failure);
        }
    }

    [LoggerMessage(4001, LogLevel.Warning, "Parked receipts could not be swept; they are tried again")]
    private partial void LogFailed(Exception exception);
}
