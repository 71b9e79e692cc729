namespace FallbackOrchestrator.Channels;

/// <summary>
/// Keeps refresh tokens that can be used once, for all replicas: one of them refreshes, and the others get its access token.
/// </summary>
public interface IRefreshTokens
{
    /// <summary>The access token that another replica has got, else a new one.</summary>
    /// <param name="grant">How the account gets tokens.</param>
    /// <param name="refused">An access token that the provider refused, so that it is not returned again; null if there is none.</param>
    /// <param name="ask">Asks the provider, with a refresh token.</param>
    /// <returns>The token, or why there is none; and the time just before it was asked for.</returns>
    Task<(AccessTokenResponse Response, DateTimeOffset AskedAt)> GetAsync(
        AccessTokenGrant grant, string? refused, Func<string, Task<AccessTokenResponse>> ask);
}
