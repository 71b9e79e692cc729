using System.Globalization;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using static FallbackOrchestrator.Messages.ErrorClass;
using static FallbackOrchestrator.Messages.ErrorSubject;

namespace FallbackOrchestrator.Providers.TelegramBot;

/// <summary>
/// Telegram's errors: a code, which is that of HTTP, and a description for people (https://core.telegram.org/bots/api#making-requests). It
/// lists none, so the descriptions are those that bots in use meet, and a part of one counts.
/// </summary>
internal static class TelegramBotErrors
{
    internal static readonly IReadOnlyList<(int Code, string Text, KnownError Meaning)> Known =
    [
        (403, "blocked by the user", new(RecipientRefused)),
        (403, "", new(NotReachable)), // the person deleted the account, or never started the bot; the bot is not in the group
        (400, "chat not found", new(NotReachable)), // no such person, or one who never started the bot, here and below
        (400, "user not found", new(NotReachable)),
        (400, "PEER_ID_INVALID", new(NotReachable)),
        (400, "chat_id is empty", new(NotReachable)),
        (400, "group chat was upgraded", new(NotReachable)),
        (400, "not enough rights", new(NotReachable)), // in a group, here and below
        (400, "have no rights", new(NotReachable)),
        (400, "CHAT_WRITE_FORBIDDEN", new(NotReachable)),
        (401, "", new(Configuration, About: Account)), // the token
        (404, "", new(Configuration, About: Account)), // a token that has no form of one
    ];

    /// <summary>The meaning of a call that was not accepted.</summary>
    /// <param name="response">The response.</param>
    /// <param name="body">Its body; null if it is no JSON object.</param>
    /// <param name="redactor">Makes texts safe to store.</param>
    public static CallResult Refusal(ProviderResponse response, WireObject? body, ErrorTextRedactor redactor)
    {
        var description = body?.Text("description");
        if (description is null || body?.Whole("error_code") is not { } code)
            return HttpStatusClassifier.Classify(response, text: redactor.Redact(description));
        var (written, text) = (code.ToString(CultureInfo.InvariantCulture), redactor.Redact(description));
        if (code == 429)
            return new CallResult.Deferred(AttemptError.Of(Throttled, written, text), Wait(body) ?? response.RetryAfter);
        var known = Known.FirstOrDefault(
            known => known.Code == code && description.Contains(known.Text, StringComparison.OrdinalIgnoreCase));
        return known.Meaning is { } meaning
            ? new CallResult.Rejected(AttemptError.Of(meaning.Class, written, text), meaning.About)
            : HttpStatusClassifier.Classify(response with { Status = code }, written, text);
    }

    private static TimeSpan? Wait(WireObject body) =>
        body.Has("parameters") && body.Object("parameters")?.Whole("retry_after") is >= 0 and var seconds
            ? TimeSpan.FromSeconds(seconds) : null;
}
