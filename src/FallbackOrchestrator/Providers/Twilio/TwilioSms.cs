using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.Twilio;

/// <summary>
/// SMS. Twilio chooses the alphabet itself, by the same rule as <see cref="SmsText"/>, so its API has no field for
/// <see cref="SmsSettings.Encoding"/>.
/// </summary>
internal sealed class TwilioSms(TwilioOptions options) : ITwilioChannel
{
    public SuccessStatus Best => SuccessStatus.Delivered;

    public ErrorTable Errors => TwilioErrors.Sms;

    // It ends the wait in Twilio's own queue: what an operator has, it may deliver later.
    public LifetimeRange? Lifetimes { get; } = new(Shortest: 1, Longest: 36_000);

    public string AddressOf(string number) => number;

    public string? SenderOf(Handover handover) => handover.Sms?.Source ?? options.From;

    public string? WhyNot(ContentBody body) => null;

    public string? Loss(ContentBody body) => null;

    public IEnumerable<KeyValuePair<string, string>> Write(ContentBody body) => body is ContentBody.Text text
        ? [new("Body", text.Value)]
        : throw new NotSupportedException($"no way to write {body.Kind}");
}
