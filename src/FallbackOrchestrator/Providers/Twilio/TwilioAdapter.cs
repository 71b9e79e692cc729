using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.Twilio;

/// <summary>
/// One SMS sender at Twilio. Twilio chooses the alphabet itself, by the same rule as <see cref="SmsText"/>, so
/// <see cref="SmsSettings.Encoding"/> has no field on its wire.
/// </summary>
internal sealed class TwilioAdapter(AccountSettings settings, TwilioOptions options) : IChannelAdapter
{
    private readonly string _path = $"2010-04-01/Accounts/{options.AccountSid}/Messages.json";

    private readonly AuthenticationHeaderValue _authorization =
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.AccountSid}:{options.AuthToken}")));

    private readonly ProviderWords _words = options.Words();
    private readonly TwilioReceipts _receipts = new(options);

    public AdapterTraits Traits { get; } = new(SuccessStatus.Delivered);

    public HttpRequestMessage WriteCall(Handover handover) => new(HttpMethod.Post, settings.Address(TwilioProvider.Host, _path))
    {
        Headers = { Authorization = _authorization },
        Content = new FormUrlEncodedContent(
        [
            new("To", handover.Recipient.Msisdn?.Value ?? throw new InvalidOperationException("Twilio takes numbers only")),
            Sender(handover.Sms),
            .. Body(handover.Body),
            new("StatusCallback", TwilioCallback.Address(handover.ReceiptsTo, handover.Reference)),
        ]),
    };

    public CallResult ReadAnswer(ProviderAnswer answer)
    {
        var read = JsonWire.Read(answer.Body, TwilioJson.Default.TwilioAnswer);
        return answer.Status is >= 200 and < 300 && read is { Sid.Length: > 0 }
            ? Taken(read.Sid, read)
            : TwilioErrors.Table.Refusal(answer, read?.Code, _words.Fit(read?.Message));
    }

    public ReceiptReading ReadReceipts(ReceiptRequest request) => _receipts.Read(request);

    // No receipt repeats the status that stands in the answer, so it must be believed here or is lost.
    private CallResult Taken(string sid, TwilioAnswer answer)
    {
        var status = answer.Status.ValueKind == JsonValueKind.String ? answer.Status.GetString()! : "";
        var word = TwilioStatuses.Words.GetValueOrDefault(status, Word.Accepted);
        if (Ladder.IsFailure(word))
            return new CallResult.Rejected(TwilioErrors.Table.Failure(answer.ErrorCode, _words.Fit(answer.ErrorMessage)));
        return new CallResult.Accepted(sid, word == Word.Accepted ? Word.Accepted : Word.Sent);
    }

    private KeyValuePair<string, string> Sender(SmsSettings? sms) => (sms?.Source ?? options.From) is { Length: > 0 } from
        ? new("From", from)
        : new("MessagingServiceSid", options.MessagingServiceSid!);

    private static IEnumerable<KeyValuePair<string, string>> Body(ContentBody body) => body switch
    {
        ContentBody.Text text => [new("Body", text.Value)],
        _ => throw new NotSupportedException($"no way to write {body.GetType().Name}"),
    };
}
