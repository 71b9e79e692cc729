using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.Providers.Google;

/// <summary>How a service account gets its access tokens, which are valid for an hour.</summary>
/// <remarks>Google.Apis.Auth is not used: it makes the calls itself, without our limits and without saying what was sent.</remarks>
internal static class GoogleTokens
{
    private const string Grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private const int Unauthenticated = 401;

    public static AccessTokenGrant Of(AccountSettings settings, GoogleOptions options)
    {
        var assertion = new GoogleAssertion(options);
        var words = options.Redactor();
        return new AccessTokenGrant(
            Name(settings, options),
            nameof(GoogleOptions.PrivateKey),
            (now, _) =>
            {
                var address = Address(settings, options);
                return new HttpRequestMessage(HttpMethod.Post, address)
                {
                    Content = new FormUrlEncodedContent([new("grant_type", Grant), new("assertion", assertion.Write(address, now))]),
                };
            },
            response => AccessTokenResponse.OfOAuth(response, words),
            (request, token) => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token),
            response => response.Status == Unauthenticated);
    }

    private static Uri Address(AccountSettings settings, GoogleOptions options) => options.TokenUri.StartsWith('/')
        ? settings.Address(GoogleProvider.Host, options.TokenUri[1..])
        : new Uri(options.TokenUri);

    // The agents of one service account have one token.
    private static string Name(AccountSettings settings, GoogleOptions options)
    {
        var place = options.TokenUri.StartsWith('/') ? settings.Section["BaseAddress"] : null;
        var all = string.Join('\n', "Google", place, options.TokenUri, options.ClientEmail, options.PrivateKey);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)));
    }
}
