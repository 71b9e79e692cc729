using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Persistence.Secrets;
using Npgsql;

namespace FallbackOrchestrator.Dispatching;

/// <summary>
/// Keeps refresh tokens that can be used once in the database. Their row is locked while the provider is asked, so that one replica uses a
/// refresh token and the others get the result. A new refresh token is stored with patience: if it is lost, a person must authorize the
/// account again.
/// </summary>
internal sealed partial class RefreshTokens(NpgsqlDataSource data, StoredSecrets secrets, TimeProvider time, ILogger<RefreshTokens> logger)
    : IRefreshTokens
{
    private const string Kind = "provider_tokens";
    private const int MostTries = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);

    /// <inheritdoc/>
    public async Task<(AccessTokenResponse Response, DateTimeOffset AskedAt)> GetAsync(
        AccessTokenGrant grant, string? refused, Func<string, Task<AccessTokenResponse>> ask)
    {
        var now = time.GetUtcNow();
        if (secrets.WhyNot is { } why)
            return (new AccessTokenResponse.Refused(AttemptError.Of(ErrorClass.Configuration, text: $"no access token: {why}")), now);
        try
        {
            await using var connection = await data.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            var first = secrets.Protect(Kind, grant.Credentials, grant.FirstRefreshToken!);
            var stored = await ProviderTokens.LockAsync(connection, grant.Credentials, first);
            if (stored is { AccessToken: { } known, EndsAt: { } endsAt, AskedAt: { } askedAt } && now < endsAt
                && secrets.Read(Kind, grant.Credentials, known) is var token && token != refused)
            {
                await transaction.CommitAsync();
                return (new AccessTokenResponse.Issued(token, endsAt - now), askedAt);
            }
            var response = await ask(secrets.Read(Kind, grant.Credentials, stored.RefreshToken));
            if (response is AccessTokenResponse.Issued issued)
            {
                await StoreAsync(connection, transaction, grant, new ProviderTokens(
                    issued.RefreshToken is { } next ? secrets.Protect(Kind, grant.Credentials, next) : stored.RefreshToken,
                    secrets.Protect(Kind, grant.Credentials, issued.Value),
                    now,
                    now + issued.ValidFor));
            }
            return (response, now);
        }
        catch (Exception failed) when (failed is NpgsqlException or UnreadableSecretException)
        {
            return (
                new AccessTokenResponse.Refused(AttemptError.Of(
                    failed is UnreadableSecretException ? ErrorClass.Configuration : ErrorClass.Unavailable,
                    text: $"no access token: {(failed is UnreadableSecretException ? failed.Message : "the database cannot be used")}")),
                now);
        }
    }

    private async Task StoreAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, AccessTokenGrant grant, ProviderTokens tokens)
    {
        try
        {
            await tokens.StoreAsync(connection, grant.Credentials);
            await transaction.CommitAsync();
            return;
        }
        catch (NpgsqlException)
        {
            // The database went away in between: it is tried again over other connections, which must not wait for this one's lock.
            await transaction.DisposeAsync();
        }
        for (var tries = 1; ; tries++)
        {
            try
            {
                await Task.Delay(Pause, time);
                await using var another = await data.OpenConnectionAsync();
                await tokens.StoreAsync(another, grant.Credentials);
                return;
            }
            catch (NpgsqlException failed) when (tries < MostTries)
            {
                LogNotYetStored(failed.SqlState);
            }
            catch (NpgsqlException failed)
            {
                LogLost(failed);
                return;
            }
        }
    }

    [LoggerMessage(2006, LogLevel.Warning, "A new refresh token could not be stored yet ({SqlState}); it is tried again")]
    private partial void LogNotYetStored(string? sqlState);

    [LoggerMessage(2007, LogLevel.Error, "A new refresh token could not be stored: the channel account must be authorized again")]
    private partial void LogLost(Exception exception);
}
