using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using Microsoft.AspNetCore.WebUtilities;

namespace FallbackOrchestrator.Providers.Twilio;

/// <summary>
/// Twilio's webhook: one status, as a form or as JSON (https://www.twilio.com/docs/messaging/guides/track-outbound-message-status), or one
/// message of a person (<see cref="TwilioInbound"/>). No time in it is used: the only one, the operator's <c>RawDlrDoneDate</c>, has no
/// zone.
/// </summary>
internal sealed class TwilioReceipts(TwilioOptions options, ErrorTable errors, ChannelName channel)
{
    // Twilio posts about twenty. Parameters are sorted and joined before the signature can be verified, so the number is limited for
    // strangers.
    private const int MostFields = 200;

    private readonly RotatingSecret _secret = new(options.AuthToken, options.PreviousAuthToken);
    private readonly ErrorTextRedactor _words = options.Redactor();

    public ReceiptParseResult Read(ReceiptRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.Headers(TwilioSignature.Header)))
            return new ReceiptParseResult.Unauthentic($"{TwilioSignature.Header} is missing");
        var isForm = TwilioSignature.HashIn(request) is null || !IsJson(request.Body.Span);
        if (isForm && request.Body.Span.Count((byte)'&') >= MostFields)
            return new ReceiptParseResult.Unauthentic("more parameters than Twilio posts");
        var form = isForm ? Form(request.Body.Span) : [];
        if (!TwilioSignature.Verifies(_secret, request, form))
            return new ReceiptParseResult.Unauthentic($"{TwilioSignature.Header} is wrong");
        if (isForm)
            return Read([name => Values(form, name)], request.Url);
        return WireObject.Read(request.Body, request.Unexpected) is { } statuses
            ? Read([.. statuses.Select(status => (Func<string, IEnumerable<string>>)(name => Values(status, name)))], request.Url)
            : new ReceiptParseResult.Malformed("neither a form nor JSON");
    }

    private ReceiptParseResult.Receipts Read(List<Func<string, IEnumerable<string>>> posted, Uri url) => ReceiptParseResult.Receipts.Of(
        posted.Where(values => !TwilioInbound.Is(values)).Select(values => Read(values, url)),
        posted.Where(TwilioInbound.Is).Select(values => TwilioInbound.Read(values, channel, options.From)));

    private Receipt Read(Func<string, IEnumerable<string>> values, Uri url)
    {
        if (First("MessageStatus", "SmsStatus",
            AttemptStatus? (text) => TwilioStatuses.All.TryGetValue(text.Trim(), out var known) ? known : null) is not { } reported)
            return Receipt.Unheard;
        var receipt = new Receipt(
            TwilioCallback.ReferenceIn(url),
            values("MessageSid").Concat(values("SmsSid")).Select(ProviderIds.Usable).FirstOrDefault(sid => sid is not null),
            reported,
            At: null);
        if (!StatusLadder.IsFailure(reported))
            return receipt;
        var (status, error) = Failure(
            reported, First("ErrorCode", "ErrorCode", WireObject.WholeIn), values("ErrorMessage").FirstOrDefault());
        return receipt with { Status = status, Error = error };

        T? First<T>(string name, string olderName, Func<string, T?> read) where T : struct =>
            values(name).Concat(values(olderName)).Select(read).FirstOrDefault(found => found is not null);
    }

    /// <summary>The failure that Twilio reports by a status, a code and a text, in a receipt or in a response.</summary>
    public (AttemptStatus Status, AttemptError Error) Failure(AttemptStatus reported, int? code, string? text) => (
        code == TwilioErrors.LifetimeOver ? AttemptStatus.LifetimeOver : reported,
        reported == AttemptStatus.Recalled && code is null
            ? AttemptError.Of(ErrorClass.Recalled)
            : errors.Failure(code, _words.Redact(text)));

    // The values of the exact name first, then those of the name in another case.
    private static IEnumerable<string> Values(List<KeyValuePair<string, string>> form, string name) => form
        .Where(pair => pair.Value.Length > 0 && pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
        .OrderBy(pair => pair.Key == name ? 0 : 1)
        .Select(pair => pair.Value);

    private static IEnumerable<string> Values(WireObject status, string name) => status.Text(name) is { Length: > 0 } value ? [value] : [];

    private static bool IsJson(ReadOnlySpan<byte> body) =>
        (body.StartsWith("\uFEFF"u8) ? body["\uFEFF"u8.Length..] : body).TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];

    // The framework's form dictionary is not used: it ignores case and would merge parameters that the signature keeps separate.
    private static List<KeyValuePair<string, string>> Form(ReadOnlySpan<byte> body)
    {
        List<KeyValuePair<string, string>> form = [];
        foreach (var pair in new QueryStringEnumerable(Encoding.UTF8.GetString(body)))
            form.Add(new(pair.DecodeName().ToString(), pair.DecodeValue().ToString()));
        return form;
    }
}
