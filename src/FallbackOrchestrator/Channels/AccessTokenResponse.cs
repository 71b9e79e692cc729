using System.Globalization;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>A provider's response to the request for an access token: a closed set.</summary>
public abstract record AccessTokenResponse
{
    // A provider that names no duration issues tokens for an hour or more.
    private const int UsualSeconds = 300;

    private const int MostSeconds = 24 * 60 * 60;

    private AccessTokenResponse() { }

    /// <summary>
    /// Reads a response of the form that OAuth 2.0 has for all providers (RFC 6749, 5.1 and 5.2). 429, 5xx and what cannot be read say
    /// nothing about the credentials; any other response without a token refuses them.
    /// </summary>
    /// <param name="response">The response.</param>
    /// <param name="redactor">Makes the provider's text safe to store.</param>
    public static AccessTokenResponse OfOAuth(ProviderResponse response, ErrorTextRedactor redactor)
    {
        var body = WireObject.Read(response.Body, new UnexpectedMembers()) is [var first, ..] ? first : null;
        if (response.Status is >= 200 and < 300 && HeaderValue.TryRead(body?.Id("access_token"), HeaderSafeAttribute.Longest, out _))
        {
            var seconds = body!.Whole("expires_in") is > 0 and var given ? Math.Min(given, MostSeconds) : UsualSeconds;
            return new Issued(body.Id("access_token")!, TimeSpan.FromSeconds(seconds)) { RefreshToken = body.Id("refresh_token") };
        }
        var code = body?.Id("error") ?? response.Status.ToString(CultureInfo.InvariantCulture);
        var isRefusal = response.Status is >= 400 and < 500 and not (408 or 429);
        return new Refused(
            AttemptError.Of(
                isRefusal ? ErrorClass.Configuration : ErrorClass.Unavailable, code,
                $"no access token: {redactor.Redact(body?.Text("error_description")) ?? code}"),
            response.RetryAfter);
    }

    /// <summary>A token.</summary>
    /// <param name="Value">The token. Secret.</param>
    /// <param name="ValidFor">The time for which it is valid.</param>
    public sealed record Issued(string Value, TimeSpan ValidFor) : AccessTokenResponse
    {
        /// <summary>The refresh token that replaces the one of the request; null if there is none. Secret.</summary>
        public string? RefreshToken { get; init; }

        /// <summary>Hidden: it is a secret.</summary>
        public override string ToString() => "***";
    }

    /// <summary>No token.</summary>
    /// <param name="Error">
    /// The reason: <see cref="ErrorClass.Configuration"/> if the provider refuses the credentials, <see cref="ErrorClass.Unavailable"/> if
    /// a later request may succeed.
    /// </param>
    /// <param name="RetryAfter">The wait that the provider asked for, if it did.</param>
    public sealed record Refused(AttemptError Error, TimeSpan? RetryAfter = null) : AccessTokenResponse
    {
        /// <summary>The result of a call that could not be made without the token. Nothing was sent, so it is never unknown.</summary>
        public CallResult AsCallResult => Error.Class == ErrorClass.Configuration
            ? new CallResult.Rejected(Error, ErrorSubject.Account)
            : new CallResult.Deferred(Error, RetryAfter, ErrorSubject.Account);
    }
}
