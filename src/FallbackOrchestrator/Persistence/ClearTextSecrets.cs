using Npgsql;
using NpgsqlTypes;
using static FallbackOrchestrator.Persistence.RowArrays;

namespace FallbackOrchestrator.Persistence;

/// <summary>Encrypts secrets of webhooks that an earlier version stored in clear text, or this one before it had a wrapping key.</summary>
internal static class ClearTextSecrets
{
    private const string Find =
        """
        SELECT id, secret, previous_secret, http_authorization, oauth::text FROM webhooks
        WHERE secret NOT LIKE 'protected:%' OR previous_secret NOT LIKE 'protected:%' OR http_authorization NOT LIKE 'protected:%'
            OR oauth ->> 'clientSecret' NOT LIKE 'protected:%'
        FOR UPDATE
        """;

    private const string Replace =
        "UPDATE webhooks SET secret = $2, previous_secret = $3, http_authorization = $4, oauth = $5::jsonb WHERE id = $1";

    /// <summary>Encrypts them all, in one transaction. Replicas may do it at the same time.</summary>
    /// <param name="data">The database.</param>
    /// <param name="encrypt">Encrypts the secrets of a row, of which only these are read.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public static async Task EncryptAsync(NpgsqlDataSource data, Action<WebhookRow> encrypt, CancellationToken cancellationToken)
    {
        await using var connection = await data.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        foreach (var row in await ReadAsync(connection, cancellationToken))
        {
            encrypt(row);
            await using var replace = new NpgsqlCommand(Replace, connection);
            replace.Parameters.Add(Parameter(row.Id));
            foreach (var secret in new[] { row.Secret, row.PreviousSecret, row.HttpAuthorization, row.Oauth })
                replace.Parameters.Add(new NpgsqlParameter { Value = (object?)secret ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
            await replace.ExecuteNonQueryAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<List<WebhookRow>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var find = new NpgsqlCommand(Find, connection);
        await using var reader = await find.ExecuteReaderAsync(cancellationToken);
        var rows = new List<WebhookRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(new WebhookRow
            {
                Id = reader.GetGuid(0),
                Secret = reader.GetString(1),
                PreviousSecret = Text(2),
                HttpAuthorization = Text(3),
                Oauth = Text(4),
            });
        }
        return rows;

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }
}
