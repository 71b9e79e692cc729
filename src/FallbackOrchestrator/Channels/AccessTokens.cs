using System.Collections.Concurrent;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>
/// The access tokens of this process. Each is kept until shortly before it ends; one request for a token runs at a time for the same
/// credentials, and all who need the token wait for it.
/// </summary>
/// <param name="time">The clock of the tokens and of the time limit.</param>
/// <param name="refreshTokens">Keeps refresh tokens that can be used once; null if there is no place to keep them.</param>
public sealed class AccessTokens(TimeProvider time, IRefreshTokens? refreshTokens = null)
{
    private static readonly TimeSpan Spare = TimeSpan.FromMinutes(1);

    // One entry for each credentials that were ever used by this process: few, because a person must change them.
    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.Ordinal);

    /// <summary>The token of an account: the one that is kept, else a new one.</summary>
    /// <param name="http">The HTTP client for providers. It must outlive the request, which others may wait for too.</param>
    /// <param name="grant">How the account gets tokens; null if it needs none.</param>
    /// <param name="cancellationToken">Ends the wait, not the request.</param>
    /// <returns>The token, or why there is none; neither if the account needs none.</returns>
    public async Task<(AccessToken? Token, AccessTokenResponse.Refused? Why)> GetAsync(
        HttpClient http, AccessTokenGrant? grant, CancellationToken cancellationToken)
    {
        if (grant is null)
            return (null, null);
        var kept = _kept.GetOrAdd(grant.Credentials, _ => new Kept());
        Task<(AccessToken?, AccessTokenResponse.Refused?)> request;
        lock (kept.Gate)
        {
            if (kept.Token is { } token && time.GetUtcNow() < kept.UseUntil)
                return (token, null);
            request = kept.Request ??= RequestAsync(http, grant, kept);
        }
        return await request.WaitAsync(cancellationToken);
    }

    /// <summary>Forgets a token if a response refuses it: the next request gets a new one.</summary>
    /// <param name="token">The token of the request; null if it had none.</param>
    /// <param name="response">The response.</param>
    /// <returns>True if the response refuses the token.</returns>
    public bool ForgetIfRefused(AccessToken? token, ProviderResponse response)
    {
        if (token is null || !token.Grant.IsRefused(response))
            return false;
        var kept = _kept[token.Grant.Credentials];
        lock (kept.Gate)
        {
            if (ReferenceEquals(kept.Token, token))
                kept.Token = null;
            kept.Refused = token.Value;
        }
        return true;
    }

    private async Task<(AccessToken?, AccessTokenResponse.Refused?)> RequestAsync(HttpClient http, AccessTokenGrant grant, Kept kept)
    {
        await Task.Yield(); // The caller holds the gate.
        try
        {
            var (response, now) = await ResponseAsync(http, grant, kept);
            if (response is not AccessTokenResponse.Issued issued)
                return (null, (AccessTokenResponse.Refused)response);
            var token = new AccessToken(grant, issued.Value, now);
            lock (kept.Gate)
            {
                kept.Token = token;
                kept.UseUntil = now + (issued.ValidFor > 2 * Spare ? issued.ValidFor - Spare : issued.ValidFor / 2);
            }
            return (token, null);
        }
        finally
        {
            lock (kept.Gate)
                kept.Request = null;
        }
    }

    private async Task<(AccessTokenResponse, DateTimeOffset)> ResponseAsync(HttpClient http, AccessTokenGrant grant, Kept kept)
    {
        var now = time.GetUtcNow();
        if (grant.FirstRefreshToken is null)
            return (await AskAsync(http, grant, now, refreshToken: null), now);
        if (refreshTokens is not null)
            return await refreshTokens.GetAsync(grant, kept.Refused, refreshToken => AskAsync(http, grant, time.GetUtcNow(), refreshToken));
        const string Why = "a refresh token can be used once, and here is no place to keep the next one";
        return (new AccessTokenResponse.Refused(AttemptError.Of(ErrorClass.Unavailable, text: Why)), now);
    }

    private async Task<AccessTokenResponse> AskAsync(HttpClient http, AccessTokenGrant grant, DateTimeOffset now, string? refreshToken)
    {
        using var request = grant.Write(now, refreshToken);
        using var overdue = new CancellationTokenSource(Rules.CallTimeout, time);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, overdue.Token);
            return grant.Read(await ProviderResponse.ReadAsync(response, time, overdue.Token));
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException or OperationCanceledException)
        {
            var how = overdue.IsCancellationRequested ? "no response in time"
                : (failed as HttpRequestException)?.HttpRequestError.ToString() ?? failed.GetType().Name;
            return new AccessTokenResponse.Refused(AttemptError.Of(ErrorClass.Unavailable, how, $"no access token: {how}"));
        }
    }

    private sealed class Kept
    {
        public Lock Gate { get; } = new();

        public AccessToken? Token { get; set; }

        public DateTimeOffset UseUntil { get; set; }

        /// <summary>The latest token that the provider refused.</summary>
        public string? Refused { get; set; }

        public Task<(AccessToken?, AccessTokenResponse.Refused?)>? Request { get; set; }
    }
}
