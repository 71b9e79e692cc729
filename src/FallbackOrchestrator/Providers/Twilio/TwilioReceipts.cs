using System.Globalization;
using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using Microsoft.AspNetCore.WebUtilities;

namespace FallbackOrchestrator.Providers.Twilio;

/// <summary>
/// Twilio's webhook: a form with one status (https://www.twilio.com/docs/messaging/guides/track-outbound-message-status).
/// </summary>
internal sealed class TwilioReceipts(TwilioOptions options)
{
    private readonly RotatingSecret _secret = new(options.AuthToken, options.PreviousAuthToken);
    private readonly ProviderWords _words = options.Words();

    public ReceiptReading Read(ReceiptRequest request)
    {
        var form = Form(request.Body.Span);
        if (!TwilioSignature.Verifies(_secret, request, form))
            return new ReceiptReading.Unauthentic("X-Twilio-Signature is missing or wrong");
        return new ReceiptReading.Receipts(Read(form, request) is { } receipt ? [receipt] : []);
    }

    private Receipt? Read(List<KeyValuePair<string, string>> form, ReceiptRequest request)
    {
        if (!TwilioStatuses.Words.TryGetValue(Value(form, "MessageStatus") ?? Value(form, "SmsStatus") ?? "", out var word))
            return null;
        var reference = TwilioCallback.ReferenceIn(request.Url);
        var sid = Value(form, "MessageSid") ?? Value(form, "SmsSid");
        if (reference is null && sid is null)
            return null;
        var at = OperatorTime(Value(form, "RawDlrDoneDate"), request.Now) ?? request.Now;
        if (!Ladder.IsFailure(word))
            return new Receipt(reference, sid, word, at);
        int? code = int.TryParse(Value(form, "ErrorCode"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        var error = word == Word.Recalled && code is null
            ? AttemptError.Of(ErrorClass.Recalled)
            : TwilioErrors.Table.Failure(code, _words.Fit(Value(form, "ErrorMessage")));
        return new Receipt(reference, sid, code == TwilioErrors.LifetimeOver ? Word.LifetimeOver : word, at, error);
    }

    /// <summary>
    /// The operator's time, <c>yyMMddHHmm</c> of no stated zone. Read as UTC, but never as later than now: an operator east of
    /// Greenwich must not date a receipt into the future.
    /// </summary>
    private static DateTimeOffset? OperatorTime(string? text, DateTimeOffset now) =>
        DateTimeOffset.TryParseExact(text, "yyMMddHHmm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time < now ? time : now
            : null;

    private static string? Value(List<KeyValuePair<string, string>> form, string name) =>
        form.Find(pair => pair.Key == name).Value is { Length: > 0 } value ? value : null;

    // Not the framework's form dictionary: it ignores case and would merge parameters that the signature keeps apart.
    private static List<KeyValuePair<string, string>> Form(ReadOnlySpan<byte> body)
    {
        List<KeyValuePair<string, string>> form = [];
        foreach (var pair in new QueryStringEnumerable(Encoding.UTF8.GetString(body)))
            form.Add(new(pair.DecodeName().ToString(), pair.DecodeValue().ToString()));
        return form;
    }
}
