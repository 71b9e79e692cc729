namespace FallbackOrchestrator.Channels;

/// <summary>
/// How an account gets access tokens, if its provider issues them for a while. The adapter says what to ask for and what a response means;
/// <see cref="AccessTokens"/> makes the calls, keeps the token, and every request of the account gets it.
/// </summary>
/// <param name="Credentials">
/// Names the credentials without showing them. Accounts with the same credentials share a token; other credentials need another token.
/// </param>
/// <param name="Setting">The setting to correct if the provider refuses a token, as the provider's options name it.</param>
/// <param name="Write">
/// Writes the request for a token, at this time and with this refresh token; null if the account has none (<see cref="FirstRefreshToken"/>).
/// </param>
/// <param name="Read">Reads the response to it. It never throws because of the response.</param>
/// <param name="Attach">Adds a token to a request of the account.</param>
/// <param name="IsRefused">
/// True if this response to such a request says that the token is not valid, and so that the request was not processed.
/// </param>
public sealed record AccessTokenGrant(
    string Credentials,
    string Setting,
    Func<DateTimeOffset, string?, HttpRequestMessage> Write,
    Func<ProviderResponse, AccessTokenResponse> Read,
    Action<HttpRequestMessage, string> Attach,
    Func<ProviderResponse, bool> IsRefused)
{
    /// <summary>
    /// The refresh token of the settings, if the provider issues a new one with each access token and takes each only once; else null. The
    /// later ones are kept by <see cref="IRefreshTokens"/>. Secret.
    /// </summary>
    public string? FirstRefreshToken { get; init; }

    /// <summary>Only the name, because the rest holds secrets.</summary>
    public override string ToString() => Credentials;
}
