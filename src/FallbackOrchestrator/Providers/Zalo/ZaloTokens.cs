using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Zalo;

/// <summary>
/// How an Official Account gets access tokens, which are valid for about a day: by a refresh token that Zalo takes once and replaces
/// (https://developers.zalo.me/docs/official-account/bat-dau/xac-thuc-va-uy-quyen-cho-ung-dung-new).
/// </summary>
internal static class ZaloTokens
{
    private static readonly Uri Host = new("https://oauth.zaloapp.com");

    /// <summary>Null if the settings have an access token that somebody else refreshes.</summary>
    public static AccessTokenGrant? Of(AccountSettings settings, ZaloOptions options)
    {
        if (string.IsNullOrEmpty(options.RefreshToken))
            return null;
        var words = options.Redactor();
        return new AccessTokenGrant(
            Name(settings, options),
            nameof(ZaloOptions.RefreshToken),
            (_, refreshToken) => new HttpRequestMessage(HttpMethod.Post, settings.Address(Host, "v4/oa/access_token"))
            {
                Headers = { { "secret_key", options.AppSecretKey } },
                Content = new FormUrlEncodedContent(
                [
                    new("refresh_token", refreshToken), new("app_id", options.AppId), new("grant_type", "refresh_token"),
                ]),
            },
            response => Read(response, words),
            (request, token) => request.Headers.Add(ZaloAdapter.TokenHeader, token),
            response => (WireObject.Read(response.Body, response.Unexpected) is [var first, ..] ? first.Whole("error") : null)
                is { } code && ZaloErrors.AreAboutToken.Contains(code))
        {
            FirstRefreshToken = options.RefreshToken,
        };
    }

    // Zalo refuses with HTTP status 200 and a number.
    private static AccessTokenResponse Read(ProviderResponse response, ErrorTextRedactor words)
    {
        var body = WireObject.Read(response.Body, response.Unexpected) is [var first, ..] ? first : null;
        if (body?.Whole("error") is not ({ } code and not 0))
            return AccessTokenResponse.OfOAuth(response, words);
        var text = words.Redact(body.Text("error_description")) ?? words.Redact(body.Text("error_name"));
        return new AccessTokenResponse.Refused(AttemptError.Of(
            ErrorClass.Configuration, code.ToString(CultureInfo.InvariantCulture), $"no access token: {text}"));
    }

    private static string Name(AccountSettings settings, ZaloOptions options)
    {
        var all = string.Join('\n', "Zalo", settings.Section["BaseAddress"], options.AppId, options.AppSecretKey, options.RefreshToken);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)));
    }
}
