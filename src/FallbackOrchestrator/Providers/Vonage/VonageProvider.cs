using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Vonage;

/// <summary>Viber Business Messages, SMS, WhatsApp and RCS by Vonage's Messages API, which has one form for all.</summary>
internal sealed class VonageProvider : IProvider
{
    /// <summary>Vonage's address, unless the account is configured with a regional host.</summary>
    internal static readonly Uri Host = new("https://api.nexmo.com");

    public string Name => "Vonage";

    public IReadOnlyList<ChannelName> Channels { get; } = [Channel.Viber.Name, Channel.Sms.Name, Channel.WhatsApp.Name, Channel.Rcs.Name];

    public Type SettingsType => typeof(VonageOptions);

    public IChannelAdapter CreateAdapter(AccountSettings settings)
    {
        var options = settings.Read<VonageOptions>();
        return new VonageAdapter(settings, options, ChannelOf(settings.Channel, options));
    }

    private static IVonageChannel ChannelOf(ChannelName channel, VonageOptions options) =>
        channel == Channel.Viber.Name ? new VonageViber(options)
        : channel == Channel.WhatsApp.Name ? new VonageWhatsApp(options)
        : channel == Channel.Rcs.Name ? new VonageRcs(options)
        : new VonageSms(options);
}
