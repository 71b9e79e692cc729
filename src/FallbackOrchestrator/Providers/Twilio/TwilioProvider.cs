using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Twilio;

/// <summary>SMS and WhatsApp by Twilio's Programmable Messaging, which has one form for both.</summary>
internal sealed class TwilioProvider : IProvider
{
    /// <summary>Twilio's address, unless the account is configured with another one.</summary>
    internal static readonly Uri Host = new("https://api.twilio.com");

    public string Name => "Twilio";

    public IReadOnlyList<ChannelName> Channels { get; } = [Channel.Sms.Name, Channel.WhatsApp.Name];

    public Type SettingsType => typeof(TwilioOptions);

    public IChannelAdapter CreateAdapter(AccountSettings settings)
    {
        var options = settings.Read<TwilioOptions>();
        ITwilioChannel channel = settings.Channel == Channel.WhatsApp.Name ? new TwilioWhatsApp(options) : new TwilioSms(options);
        return new TwilioAdapter(settings, options, channel);
    }
}
