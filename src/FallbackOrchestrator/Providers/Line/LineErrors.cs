using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using static FallbackOrchestrator.Messages.ErrorClass;
using static FallbackOrchestrator.Messages.ErrorSubject;

namespace FallbackOrchestrator.Providers.Line;

/// <summary>
/// LINE's errors have no codes but a status and a text (https://developers.line.biz/en/reference/messaging-api/#error-responses,
/// https://developers.line.biz/en/docs/messaging-api/handling-http-429-errors/), so both count.
/// </summary>
internal static class LineErrors
{
    internal static readonly IReadOnlyList<(int Status, string Text, KnownError Meaning)> Known =
    [
        (400, "Failed to send messages", new(NotReachable) { NotOnChannel = true }), // no such user id
        (400, "The property, 'to', in the request body is invalid", new(NotReachable)), // no user id
        (403, "", new(Configuration, About: Account)), // the account or its token may not use this call
        (422, "", new(NotReachable)), // nobody has this number, or does not want such messages
        (429, "You have reached your monthly limit", new(Configuration, ErrorCodes.NoCredit, About: Account)),
    ];

    /// <summary>The meaning of a call that was not accepted.</summary>
    public static CallResult Refusal(ProviderResponse response, WireObject? body, ErrorTextRedactor redactor)
    {
        var said = body?.Text("message")?.Trim() ?? "";
        var classified = HttpStatusClassifier.Classify(response, text: redactor.Redact(Details(body) ?? said));
        var known = Known.FirstOrDefault(
            known => known.Status == response.Status && said.StartsWith(known.Text, StringComparison.OrdinalIgnoreCase));
        return known.Meaning is { } meaning && ErrorIn(classified) is { } error
            ? new CallResult.Rejected(
                error with
                {
                    Class = meaning.Class,
                    Code = meaning.Code ?? ErrorCodes.For(meaning.Class),
                    NotOnChannel = meaning.NotOnChannel,
                },
                meaning.About)
            : classified;
    }

    private static AttemptError? ErrorIn(CallResult result) => result switch
    {
        CallResult.Rejected rejected => rejected.Error,
        CallResult.Deferred deferred => deferred.Error,
        _ => null,
    };

    // The message only counts the errors of the body; the details name the members.
    private static string? Details(WireObject? body) => body?.Has("details") == true
        ? string.Join("; ", body.Objects("details")
            .Select(detail => (Where: detail.Text("property"), What: detail.Text("message")))
            .Where(detail => !string.IsNullOrWhiteSpace(detail.What))
            .Select(detail => detail.Where is null ? detail.What : $"{detail.Where}: {detail.What}")) is { Length: > 0 } details ? details : null
        : null;
}
