using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.Vonage;

/// <summary>SMS.</summary>
internal sealed class VonageSms(VonageOptions options) : IVonageChannel
{
    public SuccessStatus Best => SuccessStatus.Delivered;

    public ErrorTable Errors => VonageErrors.Sms;

    public VonageMessage Write(VonageMessage message, ContentBody body, SmsSettings? sms)
    {
        var text = body is ContentBody.Text words ? words.Value : throw new NotSupportedException($"no way to write {body.Kind}");
        return message with
        {
            Channel = "sms",
            MessageType = "text",
            From = SenderId.WithoutPlus(sms?.Source ?? options.From),
            Text = text,
            Sms = new VonageSmsEncoding(sms?.Encoding is null or SmsEncoding.Auto ? "auto" : Alphabet(SmsText.Of(text, sms.Encoding))),
        };
    }

    private static string Alphabet(SmsText text) => text.Encoding == SmsEncoding.Gsm7 ? "text" : "unicode";
}
