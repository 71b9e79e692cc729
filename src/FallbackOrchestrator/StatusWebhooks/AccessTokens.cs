using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>Access tokens by OAuth 2.0 client credentials (RFC 6749, 4.4), kept until shortly before they expire.</summary>
internal sealed class AccessTokens(IHttpClientFactory clients, TimeProvider time)
{
    private const int LargestAnswer = 20_000;
    private const int UsualLifetime = 300;

    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<OauthCredentials, Token> _tokens = new();

    /// <summary>A token; null if the token endpoint gives none.</summary>
    /// <param name="credentials">The credentials.</param>
    /// <param name="refused">A token that was just refused, and so is not to be given again.</param>
    /// <param name="cancelled">Cancels the request.</param>
    public async Task<string?> GetAsync(OauthCredentials credentials, string? refused, CancellationToken cancelled)
    {
        if (_tokens.TryGetValue(credentials, out var known) && known.Value != refused && time.GetUtcNow() < known.GoodUntil)
            return known.Value;
        var answer = await AskAsync(credentials, cancelled);
        if (answer?.AccessToken is not { Length: > 0 } value)
            return null;
        var lifetime = TimeSpan.FromSeconds(Math.Clamp(answer.ExpiresIn ?? UsualLifetime, 0, 86_400));
        _tokens[credentials] = new Token(value, time.GetUtcNow() + lifetime - Margin);
        return value;
    }

    private async Task<TokenAnswer?> AskAsync(OauthCredentials credentials, CancellationToken cancelled)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials" };
        if (credentials.Scope is { Length: > 0 } scope)
            form["scope"] = scope;
        using var request = new HttpRequestMessage(HttpMethod.Post, credentials.Url);
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
        using var client = clients.CreateClient(WebhookCall.HttpClientName);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancelled);
        if (!response.IsSuccessStatusCode)
            return null;
        var body = await LimitedBody.ReadAsync(response.Content, LargestAnswer, cancelled);
        try
        {
            return JsonSerializer.Deserialize(body, TokenJson.Default.TokenAnswer);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Token(string Value, DateTimeOffset GoodUntil);
}

/// <summary>What a token endpoint answers.</summary>
internal sealed record TokenAnswer
{
    public string? AccessToken { get; init; }
    public int? ExpiresIn { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(TokenAnswer))]
internal sealed partial class TokenJson : JsonSerializerContext;
