using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Vonage;

/// <summary>What differs between the channels that Vonage serves over its one wire.</summary>
internal interface IVonageChannel
{
    SuccessStatus Best { get; }

    ErrorTable Errors { get; }

    /// <summary>Addresses a message to the channel.</summary>
    VonageMessage Address(VonageMessage message, SmsSettings? sms);
}

internal sealed class VonageViber(VonageOptions options) : IVonageChannel
{
    public SuccessStatus Best => SuccessStatus.Read;

    public ErrorTable Errors => VonageErrors.Viber;

    public VonageMessage Address(VonageMessage message, SmsSettings? sms) => message with
    {
        Channel = "viber_service",
        From = options.From,
        ViberService = new VonageViberService(options.Category),
    };
}

internal sealed class VonageSms(VonageOptions options) : IVonageChannel
{
    public SuccessStatus Best => SuccessStatus.Delivered;

    public ErrorTable Errors => VonageErrors.Sms;

    public VonageMessage Address(VonageMessage message, SmsSettings? sms) => message with
    {
        Channel = "sms",
        From = sms?.Source ?? options.From,
        Sms = new VonageSmsEncoding(sms?.Encoding switch
        {
            SmsEncoding.Gsm7 => "text",
            SmsEncoding.Ucs2 => "unicode",
            _ => "auto",
        }),
    };
}
