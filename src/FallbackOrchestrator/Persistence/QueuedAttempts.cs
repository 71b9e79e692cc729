using FallbackOrchestrator.Messages;
using Npgsql;

namespace FallbackOrchestrator.Persistence;

/// <summary>What waits to be handed over.</summary>
internal static class QueuedAttempts
{
    /// <summary>Which of these accounts have attempts that may be called now.</summary>
    public static async Task<IReadOnlyList<AccountId>> AccountsAsync(
        NpgsqlDataSource data, IEnumerable<AccountId> accounts, Umid oldest, CancellationToken cancelled)
    {
        await using var command = data.CreateCommand(
            """
            SELECT a.id FROM unnest($1) AS a(id)
            WHERE EXISTS (
                SELECT FROM attempts
                WHERE account_id = a.id AND dispatch_at <= (SELECT orchestrator_now()) AND message_id >= $2)
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. accounts.Select(account => account.Value)] });
        command.Parameters.Add(LockedMessages.Id(oldest.Value));
        var found = new List<AccountId>();
        await using var reader = await command.ExecuteReaderAsync(cancelled);
        while (await reader.ReadAsync(cancelled))
            found.Add(new AccountId(reader.GetString(0)));
        return found;
    }

    /// <summary>Which of these accounts have more attempts waiting than the number beside them.</summary>
    public static async Task<IReadOnlySet<AccountId>> LongerThanAsync(
        NpgsqlDataSource data, IReadOnlyList<(AccountId Account, int Most)> accounts, Umid oldest, CancellationToken cancelled)
    {
        await using var command = data.CreateCommand(
            """
            SELECT a.id FROM unnest($1, $2) AS a(id, most)
            WHERE EXISTS (
                SELECT FROM attempts
                WHERE account_id = a.id AND dispatch_at <= (SELECT orchestrator_now()) AND message_id >= $3
                OFFSET a.most)
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. accounts.Select(one => one.Account.Value)] });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. accounts.Select(one => one.Most)] });
        command.Parameters.Add(LockedMessages.Id(oldest.Value));
        var found = new HashSet<AccountId>();
        await using var reader = await command.ExecuteReaderAsync(cancelled);
        while (await reader.ReadAsync(cancelled))
            found.Add(new AccountId(reader.GetString(0)));
        return found;
    }
}
