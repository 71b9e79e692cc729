using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Google;

/// <summary>
/// Google's errors: the HTTP status, and in the body its name and a text
/// (https://developers.google.com/business-communications/rcs-business-messaging/guides/build/messages/send and
/// https://google.aip.dev/193).
/// </summary>
internal static class GoogleErrors
{
    private const int NotFound = 404;
    private const int Conflict = 409;
    private const int LongestName = 50;

    /// <summary>The meaning of a response that accepts nothing.</summary>
    /// <param name="response">The response.</param>
    /// <param name="body">Its body; null if it could not be read.</param>
    /// <param name="redactor">Makes texts safe to store.</param>
    public static CallResult Refusal(ProviderResponse response, WireObject? body, ErrorTextRedactor redactor)
    {
        var error = body?.Object("error");
        var name = error?.Id("status") is { Length: > 0 and <= LongestName } given && given.All(c => char.IsAsciiLetterUpper(c) || c == '_')
            ? given : null;
        var words = redactor.Redact(error is null ? null : WordsOf(error));
        return response.Status switch
        {
            // No RCS, not reachable by Google, or on a network on which the agent was not launched.
            NotFound => new CallResult.Rejected(AttemptError.Of(ErrorClass.NotReachable, name ?? "404", words) with { NotOnChannel = name == "NOT_FOUND" }),
            // Google documents that it ignores a message with an id that it knows. If it says so instead, it has the message.
            Conflict => new CallResult.Unknown("Google has a message of this id", ErrorSubject.Message),
            _ => HttpStatusClassifier.Classify(response, name, words),
        };
    }

    // The message of a rejected request only says that an argument is invalid; its details say which.
    private static string? WordsOf(WireObject error)
    {
        var fields = error.Objects("details").SelectMany(detail => detail.Objects("fieldViolations"))
            .Select(violation => (Field: violation.Text("field"), Why: violation.Text("description")))
            .Where(violation => !string.IsNullOrWhiteSpace(violation.Why))
            .Select(violation => string.IsNullOrWhiteSpace(violation.Field) ? violation.Why : $"{violation.Field}: {violation.Why}");
        return string.Join("; ", fields) is { Length: > 0 } named ? named : error.Text("message");
    }
}
