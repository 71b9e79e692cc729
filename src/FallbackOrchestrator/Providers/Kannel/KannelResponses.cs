using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using static FallbackOrchestrator.Messages.ErrorClass;

namespace FallbackOrchestrator.Providers.Kannel;

/// <summary>
/// Kannel's responses to <c>sendsms</c>: a status and a line of text (user guide, table "SMS Push reply codes"; the texts are those of
/// version 1.4.5). They have no codes, so the beginning of the text counts.
/// </summary>
internal static class KannelResponses
{
    // The third is the response with immediate-sendsms-reply.
    private static readonly string[] Acceptances = ["0: Accepted for delivery", "3: Queued for later delivery", "Sent."];

    internal static readonly IReadOnlyList<(string Text, KnownError Meaning)> Refusals =
    [
        ("Authorization failed", new(Configuration, About: ErrorSubject.Account)), // name, password, or the address that we call from
        ("Not routable", new(Configuration)), // no connection takes this number, or smsc names none
        ("Unknown request", new(Configuration, About: ErrorSubject.Account)), // sendsms-url is another
        ("Invalid content-type", new(Configuration, About: ErrorSubject.Account)), // a proxy changed it
        ("Unsupported content-type", new(Configuration, About: ErrorSubject.Account)),
        ("Sender missing", new(Configuration, About: ErrorSubject.Account)), // neither here nor there
        ("DLR-URL field misformed", new(Configuration, About: ErrorSubject.Account)), // PublicBaseUrl
        ("DLR-Mask field misformed", new(Configuration, About: ErrorSubject.Account)), // a version that does not know all reports
        ("Number(s) has/have been denied", new(RecipientRefused)), // the black-list, or not on the white-list
        ("Missing receiver", new(BadRequest)),
        ("Empty receiver", new(BadRequest)),
        ("Charset or body misformed", new(BadRequest)),
        ("Validity field misformed", new(BadRequest)),
    ];

    public static CallResult Read(ProviderResponse response, ErrorTextRedactor redactor)
    {
        var text = Line(response.Body.Span);
        if (response.Status is >= 200 and < 300 && Acceptances.Any(accepted => Begins(text, accepted)))
            return new CallResult.Accepted(ProviderId: null);
        var classified = HttpStatusClassifier.Classify(response, text: redactor.Redact(text));
        var known = Refusals.FirstOrDefault(refusal => Begins(text, refusal.Text)).Meaning;
        return classified is CallResult.Rejected rejected && known is { } meaning
            ? new CallResult.Rejected(
                AttemptError.Of(meaning.Class, rejected.Error.ProviderCode, rejected.Error.Text), meaning.About)
            : classified;
    }

    private static bool Begins(string text, string with) => text.StartsWith(with, StringComparison.OrdinalIgnoreCase);

    // Kannel writes plain text, whatever it calls it. A page is somebody else's, for example a proxy's.
    private static string Line(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body).Trim();
        return text.StartsWith('<') ? "" : text.ReplaceLineEndings(" ");
    }
}
