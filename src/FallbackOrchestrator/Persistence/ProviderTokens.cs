using Npgsql;

namespace FallbackOrchestrator.Persistence;

/// <summary>Tokens of one channel account's credentials, encrypted.</summary>
/// <param name="RefreshToken">The refresh token to use next.</param>
/// <param name="AccessToken">The latest access token; null if none was issued.</param>
/// <param name="AskedAt">The time at which it was asked for.</param>
/// <param name="EndsAt">The time at which it ends.</param>
internal sealed record ProviderTokens(string RefreshToken, string? AccessToken, DateTimeOffset? AskedAt, DateTimeOffset? EndsAt)
{
    /// <summary>Reads the tokens of credentials, which are added if they are new, and locks them until the transaction ends.</summary>
    public static async Task<ProviderTokens> LockAsync(NpgsqlConnection connection, string credentials, string firstRefreshToken)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO provider_tokens (credentials, refresh_token) VALUES ($1, $2)
            ON CONFLICT (credentials) DO UPDATE SET credentials = EXCLUDED.credentials
            RETURNING refresh_token, access_token, asked_at, ends_at
            """,
            connection);
        command.Parameters.Add(RowArrays.Parameter(credentials));
        command.Parameters.Add(RowArrays.Parameter(firstRefreshToken));
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new ProviderTokens(
            reader.GetString(0),
            reader.IsDBNull(1) ? null : reader.GetString(1),
            reader.IsDBNull(2) ? null : reader.GetFieldValue<DateTimeOffset>(2),
            reader.IsDBNull(3) ? null : reader.GetFieldValue<DateTimeOffset>(3));
    }

    /// <summary>Stores them.</summary>
    public async Task StoreAsync(NpgsqlConnection connection, string credentials)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE provider_tokens SET refresh_token = $2, access_token = $3, asked_at = $4, ends_at = $5 WHERE credentials = $1
            """,
            connection);
        command.Parameters.Add(RowArrays.Parameter(credentials));
        command.Parameters.Add(RowArrays.Parameter(RefreshToken));
        command.Parameters.Add(RowArrays.Parameter(AccessToken!));
        command.Parameters.Add(RowArrays.Parameter(AskedAt!.Value));
        command.Parameters.Add(RowArrays.Parameter(EndsAt!.Value));
        await command.ExecuteNonQueryAsync();
    }
}
