using FallbackOrchestrator.Persistence;
using Microsoft.Extensions.Options;
using Npgsql;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>
/// Moves noted events to the outbox, where they are updates like all others. An event is taken and its update stored in one transaction: it
/// is told once, whichever replica does it, and whatever the result of the commit.
/// </summary>
internal sealed partial class OperationalEventOutbox(
    NpgsqlDataSource data, DatabaseAvailability database, IOptions<StatusWebhooksOptions> options, ILogger<OperationalEventOutbox> logger)
{
    /// <summary>Moves the events that are to be told now. A failure is logged, and the events are moved next time.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task MoveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await data.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var (events, now) = await OperationalEvents.TakeAsync(connection, options.Value.KeepTrying, cancellationToken);
            if (events.Count > 0)
            {
                await using var batch = new NpgsqlBatch(connection, transaction);
                batch.BatchCommands.Add(StatusUpdates.Insert(OperationalUpdates.Of(events, now, options.Value.KeepTrying)));
                await batch.ExecuteNonQueryAsync(cancellationToken);
            }
            await transaction.CommitAsync(CancellationToken.None);
        }
#pragma warning disable CA1031 // Deliveries must not wait for events.
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            if (database.Note(failure) is null)
                LogFailed(failure);
        }
    }

    [LoggerMessage(6201, LogLevel.Warning, "The events for operational webhooks could not be moved to the outbox; the next attempt follows")]
    private partial void LogFailed(Exception exception);
}
