using System.Globalization;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using static FallbackOrchestrator.Messages.ErrorClass;
using static FallbackOrchestrator.Messages.ErrorSubject;

namespace FallbackOrchestrator.Providers.TelegramGateway;

/// <summary>
/// Telegram's errors, which are words in capitals. Its page names one of them (<c>ACCESS_TOKEN_INVALID</c>) as an example and lists none;
/// the others are those of clients in use. So the beginning of a word counts, and a word that is not known is a refusal without a reason.
/// </summary>
internal static class TelegramErrors
{
    private const string FloodWait = "FLOOD_WAIT_";
    private const string Token = "ACCESS_TOKEN_";

    internal static readonly IReadOnlyList<(string Beginning, KnownError Meaning)> Known =
    [
        ("PHONE_NUMBER_NOT_FOUND", new(NotReachable) { NotOnChannel = true }), // not on Telegram
        ("PHONE_NUMBER_", new(NotReachable)), // not on Telegram, not available, or no number
        ("CODE_", new(BadRequest)),
        ("TTL_", new(BadRequest)),
        ("PAYLOAD_", new(BadRequest)),
        ("REQUEST_ID_", new(BadRequest)),
        ("CALLBACK_URL_", new(Configuration, About: Account)), // PublicBaseUrl
        ("SENDER_", new(Configuration, About: Account)), // the channel is not verified, or not the account's
        (Token, new(Configuration, About: Account)),
        ("BALANCE_NOT_ENOUGH", new(Configuration, ErrorCodes.NoCredit, About: Account)),
    ];

    /// <summary>The meaning of a call that was not accepted.</summary>
    /// <param name="response">The response.</param>
    /// <param name="error">Its error; null if it has none.</param>
    /// <param name="redactor">Makes texts safe to store.</param>
    public static CallResult Refusal(ProviderResponse response, string? error, ErrorTextRedactor redactor)
    {
        if (string.IsNullOrWhiteSpace(error))
            return HttpStatusClassifier.Classify(response);
        if (!IsCode(error))
            return Unknown(response, null, redactor.Redact(error));
        if (Wait(error) is { } wait)
            return new CallResult.Deferred(AttemptError.Of(Throttled, error), wait);
        return Known.FirstOrDefault(known => error.StartsWith(known.Beginning, StringComparison.Ordinal)).Meaning is { } meaning
            ? new CallResult.Rejected(new AttemptError(meaning.Class, meaning.Code ?? ErrorCodes.For(meaning.Class), error)
            {
                NotOnChannel = meaning.NotOnChannel,
            }, meaning.About)
            : Unknown(response, error, null);
    }

    /// <summary>True if an error says that the token is wrong.</summary>
    public static bool IsAboutToken(string? error) => error?.StartsWith(Token, StringComparison.Ordinal) == true;

    // The response says that the request was not successful. So it is no unknown outcome, unless its status says otherwise.
    private static CallResult Unknown(ProviderResponse response, string? code, string? text) =>
        response.Status is >= 200 and < 300
            ? new CallResult.Rejected(AttemptError.Of(Other, code, text))
            : HttpStatusClassifier.Classify(response, code, text);

    private static TimeSpan? Wait(string error) =>
        error.StartsWith(FloodWait, StringComparison.Ordinal)
        && int.TryParse(error.AsSpan(FloodWait.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds) : null;

    private static bool IsCode(string error) => error.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_');
}
