using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>
/// Access tokens by OAuth 2.0 client credentials (RFC 6749, 4.4), one for each webhook, kept until shortly before they expire.
/// </summary>
/// <remarks>
/// Duende.IdentityModel is not used, because it reads a response of any length, and the token endpoint belongs to the customer.
/// </remarks>
internal sealed class AccessTokens(EndpointConnections connections, TimeProvider time)
{
    /// <summary>The longest token that is accepted; servers accept no longer header.</summary>
    public const int LongestToken = 8_000;

    private const int LargestResponse = 20_000;
    private const int UsualLifetime = 300;
    private const int MostKept = 10_000;

    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<Guid, Token> _tokens = new();

    /// <summary>Returns a token, or null if the token endpoint gives no usable one.</summary>
    /// <param name="webhook">The webhook; it has credentials.</param>
    /// <param name="refused">A token that was just rejected, and must not be returned again.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<AccessToken?> GetAsync(Webhook webhook, AccessToken? refused, CancellationToken cancellationToken)
    {
        var credentials = webhook.Oauth!;
        if (_tokens.TryGetValue(webhook.Id, out var known)
            && known.Credentials == credentials && known.Value != refused && time.GetUtcNow() < known.GoodUntil)
        {
            return known.Value;
        }
        if (await AskAsync(webhook.Account, credentials, cancellationToken) is not var (value, lifetime))
            return null;
        if (_tokens.Count >= MostKept)
            _tokens.Clear(); // Webhooks are added and removed; the remaining ones fetch a new token.
        _tokens[webhook.Id] = new Token(credentials, value, time.GetUtcNow() + lifetime - Margin);
        return value;
    }

    private Task<(AccessToken Value, TimeSpan Lifetime)?> AskAsync(
        CustomerAccountId account, OauthCredentials credentials, CancellationToken cancellationToken)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials" };
        if (credentials.Scope is { Length: > 0 } scope)
            form["scope"] = scope;
        var request = new HttpRequestMessage(HttpMethod.Post, credentials.Url);
        if (credentials.CredentialsLocation == "body")
        {
            form["client_id"] = credentials.ClientId!;
            form["client_secret"] = credentials.ClientSecret!;
        }
        else
        {
            var pair = $"{Uri.EscapeDataString(credentials.ClientId!)}:{Uri.EscapeDataString(credentials.ClientSecret!)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }
        request.Content = new FormUrlEncodedContent(form);
        return connections.SendAsync(
            account,
            request,
            async response => response.IsSuccessStatusCode
                ? Read(await LimitedBody.ReadAsync(response.Content, LargestResponse, cancellationToken)) : null,
            cancellationToken);
    }

    /// <summary>
    /// Reads the response of a token endpoint (RFC 6749, 5.1). The token must be visible ASCII (appendix A.12). If a type is named, it must
    /// be Bearer: a client must not use a token of a type that it does not know (7.1). If the lifetime is no number, a default is used.
    /// </summary>
    internal static (AccessToken Value, TimeSpan Lifetime)? Read(string response)
    {
        try
        {
            using var json = JsonDocument.Parse(response.TrimStart('\uFEFF'));
            return json.RootElement.ValueKind == JsonValueKind.Object
                && Text(json.RootElement, "token_type") is var type
                    && (type is null || string.Equals(type, "Bearer", StringComparison.OrdinalIgnoreCase))
                && AccessToken.TryRead(Text(json.RootElement, "access_token"), out var value)
                    ? (value, TimeSpan.FromSeconds(Math.Clamp(Seconds(json.RootElement) ?? UsualLifetime, 0, 86_400)))
                    : null;
        }
        catch (Exception noJson) when (noJson is JsonException or InvalidOperationException) // The latter: no Unicode.
        {
            return null;
        }
    }

    private static string? Text(JsonElement response, string name) =>
        response.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
        ? value.ValueKind == JsonValueKind.String ? value.GetString() : ""
        : null;

    private static double? Seconds(JsonElement response)
    {
        if (!response.TryGetProperty("expires_in", out var value) || value.ValueKind is not (JsonValueKind.Number or JsonValueKind.String))
            return null;
        return double.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            && !double.IsNaN(seconds) ? seconds : null;
    }

    private sealed record Token(OauthCredentials Credentials, AccessToken Value, DateTimeOffset GoodUntil);
}

/// <summary>A bearer token that is valid in a header.</summary>
internal sealed record AccessToken
{
    private AccessToken(HeaderValue authorization) => Authorization = authorization;

    /// <summary>The value of the header <c>Authorization</c>.</summary>
    public HeaderValue Authorization { get; }

    /// <summary>
    /// Reads a token of visible ASCII characters (RFC 6749, A.12), at most <see cref="AccessTokens.LongestToken"/> of them.
    /// </summary>
    public static bool TryRead(string? text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out AccessToken? token)
    {
        token = text is { Length: > 0 and <= AccessTokens.LongestToken } && !text.Contains(' ', StringComparison.Ordinal)
            && HeaderValue.TryRead($"Bearer {text}", AccessTokens.LongestToken + 10, out var value)
                ? new AccessToken(value)
                : null;
        return token is not null;
    }
}
