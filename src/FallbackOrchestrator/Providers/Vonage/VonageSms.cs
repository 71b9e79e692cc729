using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.Vonage;

/// <summary>SMS.</summary>
internal sealed class VonageSms(VonageOptions options) : IVonageChannel
{
    public SuccessStatus Best => SuccessStatus.Delivered;

    public ErrorTable Errors => VonageErrors.Sms;

    public LifetimeRange? Lifetimes { get; } = new(Shortest: 20, Longest: 604_800); // 7 days

    public VonageMessage Write(VonageMessage message, Handover handover)
    {
        var sms = handover.Sms;
        var text = handover.Body is ContentBody.Text words ? words.Value : throw new NotSupportedException(
            $"no way to write {handover.Body.Kind}");
        return message with
        {
            Channel = "sms",
            MessageType = "text",
            From = SenderId.WithoutPlus(sms?.Source ?? options.From),
            Text = text,
            Ttl = Lifetimes?.Seconds(handover.Lifetime),
            Sms = new VonageSmsEncoding(sms?.Encoding is null or SmsEncoding.Auto ? "auto" : Alphabet(SmsText.Of(text, sms.Encoding))),
        };
    }

    private static string Alphabet(SmsText text) => text.Encoding == SmsEncoding.Gsm7 ? "text" : "unicode";
}
