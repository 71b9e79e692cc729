using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence.Maps;
using Npgsql;
using NpgsqlTypes;
using static FallbackOrchestrator.Persistence.RowArrays;

namespace FallbackOrchestrator.Persistence;

/// <summary>The outbox: updates that endpoints have not received yet, and the replica that may deliver each of them.</summary>
internal static class StatusUpdates
{
    /// <summary>
    /// After so many failed attempts an update no longer delays later ones of its message: the first attempt, and one after each pause that
    /// 8x8 publishes.
    /// </summary>
    public const int QuickAttempts = 5;

    /// <summary>The command that stores updates, within the transaction of their decisions.</summary>
    public static NpgsqlBatchCommand Insert(List<NewStatusUpdate> updates) => Command(
        UpdateStatements.Insert,
        [
            .. StatusUpdateMap.New.InsertParameters(updates),
            Column(updates, NpgsqlDbType.TimestampTz, u => u.LeaseUntil),
            Parameter(QuickAttempts),
        ]);

    /// <summary>Of the updates that <see cref="Insert"/> stored, those that are leased. Reads all results.</summary>
    /// <param name="reader">The results.</param>
    /// <param name="skipsFirst">True if the first result belongs to another command.</param>
    public static async Task<IReadOnlySet<Guid>> GrantedAsync(NpgsqlDataReader reader, bool skipsFirst)
    {
        var granted = new HashSet<Guid>();
        if (skipsFirst)
            await reader.NextResultAsync();
        do
        {
            while (await reader.ReadAsync())
            {
                if (reader.GetBoolean(1))
                    granted.Add(reader.GetGuid(0));
            }
        }
        while (await reader.NextResultAsync());
        return granted;
    }

    /// <summary>Of updates that were stored with a lease, those that still have it: no other replica may deliver them.</summary>
    public static async Task<IReadOnlySet<Guid>> LeasedAsync(NpgsqlDataSource data, IEnumerable<NewStatusUpdate> updates)
    {
        var leased = updates.Where(update => update.LeaseUntil is not null).ToList();
        if (leased.Count == 0)
            return new HashSet<Guid>();
        await using var command = data.CreateCommand(
            $"""
            SELECT s.id, true FROM (SELECT {Rows("id, lease_until")}) AS u JOIN status_updates s ON s.id = u.id
            WHERE s.lease_until = u.lease_until AND s.lease_until > orchestrator_now()
            """);
        command.Parameters.AddRange(new[]
        {
            Column(leased, NpgsqlDbType.Uuid, u => u.Id),
            Column(leased, NpgsqlDbType.TimestampTz, u => u.LeaseUntil),
        });
        await using var reader = await command.ExecuteReaderAsync();
        return await GrantedAsync(reader, skipsFirst: false);
    }

    /// <summary>Claims due updates.</summary>
    /// <param name="data">The database.</param>
    /// <param name="endpoints">The limit for each endpoint.</param>
    /// <param name="lease">The length of the lease, in whole seconds.</param>
    /// <param name="token">From 0 to 999,999: <see cref="ReleaseAsync"/> finds the claim by it if the response is lost.</param>
    /// <param name="cancellationToken">Cancels the claim.</param>
    public static async Task<IReadOnlyList<ClaimedUpdate>> ClaimAsync(
        NpgsqlDataSource data, List<EndpointSlotCount> endpoints, TimeSpan lease, int token, CancellationToken cancellationToken)
    {
        await using var batch = data.CreateBatch();
        batch.BatchCommands.Add(Command(
            UpdateStatements.Claim,
            Column(endpoints, NpgsqlDbType.Text, endpoint => endpoint.EndpointKey),
            Column(endpoints, NpgsqlDbType.Integer, endpoint => endpoint.Slots),
            Parameter(lease),
            Parameter(QuickAttempts),
            Parameter(token)));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(UpdateStatements.SkipDiskWait));
        var claimed = new List<ClaimedUpdate>();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            claimed.Add(StatusUpdateMap.Read(reader));
        await reader.NextResultAsync(cancellationToken);
        return claimed;
    }

    /// <summary>Releases the updates of a claim whose response was lost, before their leases end.</summary>
    public static async Task ReleaseAsync(NpgsqlDataSource data, List<string> endpointKeys, int token, CancellationToken cancellationToken)
    {
        await using var command = data.CreateCommand(UpdateStatements.Release);
        command.Parameters.AddRange(new NpgsqlParameter[] { Parameter(endpointKeys.ToArray()), Parameter(token) });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The keys of the endpoints that have a due update, stored by any replica.</summary>
    public static async Task<IReadOnlyList<string>> DueEndpointsAsync(NpgsqlDataSource data, CancellationToken cancellationToken)
    {
        await using var command = data.CreateCommand(UpdateStatements.DueEndpoints);
        var keys = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            keys.Add(reader.GetString(0));
        return keys;
    }

    /// <summary>Gives up updates that can no longer be delivered. Returns how many.</summary>
    public static async Task<int> GiveUpAsync(NpgsqlDataSource data, CancellationToken cancellationToken)
    {
        await using var command = data.CreateCommand(UpdateStatements.GiveUp);
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Makes an update pending again; false if the account has none of this id that is delivered or failed.</summary>
    public static async Task<bool> ReplayAsync(
        NpgsqlConnection connection, Guid id, CustomerAccountId account, TimeSpan keepTrying, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(UpdateStatements.Replay, connection);
        command.Parameters.AddRange(new NpgsqlParameter[] { Parameter(id), Parameter(account.Value), Parameter(keepTrying) });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }
}
