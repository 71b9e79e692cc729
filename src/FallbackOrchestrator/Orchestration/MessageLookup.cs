using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using Npgsql;

namespace FallbackOrchestrator.Orchestration;

/// <summary>
/// Finds out whether a message belongs to a subaccount, before anything is done with it. A message of another subaccount looks like a
/// missing one. It uses the connections that move messages, because searches must not delay a cancel.
/// </summary>
public sealed class MessageLookup(NpgsqlDataSource data)
{
    /// <exception cref="NotStoredException">The database is unavailable; nothing was done.</exception>
    public Task<bool> BelongsToAsync(Umid umid, SubaccountId subaccount, CancellationToken cancellationToken) =>
        NotStoredException.IfTroubledAsync(async () =>
    {
        await using var command = data.CreateCommand("SELECT EXISTS (SELECT FROM messages WHERE id = $1 AND subaccount_id = $2)");
        command.Parameters.Add(RowArrays.Parameter(umid.Value));
        command.Parameters.Add(RowArrays.Parameter(subaccount.Value));
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    });

    /// <summary>The current step of a message; 0 if it has none; null if the message is missing or belongs to another subaccount.</summary>
    /// <exception cref="NotStoredException">The database is unavailable; nothing was done.</exception>
    public Task<int?> CurrentStepAsync(Umid umid, SubaccountId subaccount, CancellationToken cancellationToken) =>
        NotStoredException.IfTroubledAsync(async () =>
    {
        await using var command = data.CreateCommand(
            """
            SELECT COALESCE((SELECT max(step) FROM attempts WHERE message_id = $1 AND m.state = 'inProgress'), 0)
            FROM messages m WHERE id = $1 AND subaccount_id = $2
            """);
        command.Parameters.Add(RowArrays.Parameter(umid.Value));
        command.Parameters.Add(RowArrays.Parameter(subaccount.Value));
        return (int?)await command.ExecuteScalarAsync(cancellationToken);
    });

    /// <summary>The messages of a batch; none if it belongs to another subaccount.</summary>
    /// <exception cref="NotStoredException">The database is unavailable; nothing was done.</exception>
    public Task<IReadOnlyList<Umid>> OfBatchAsync(Guid batch, SubaccountId subaccount, CancellationToken cancellationToken) =>
        NotStoredException.IfTroubledAsync(async () =>
    {
        await using var command = data.CreateCommand("SELECT id FROM messages WHERE batch_id = $1 AND subaccount_id = $2 ORDER BY id");
        command.Parameters.Add(RowArrays.Parameter(batch));
        command.Parameters.Add(RowArrays.Parameter(subaccount.Value));
        var ids = new List<Umid>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            ids.Add(new Umid(reader.GetGuid(0)));
        return (IReadOnlyList<Umid>)ids;
    });
}
