using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Vonage;

/// <summary>Viber Business Messages and SMS by Vonage's Messages API, which has one form for both.</summary>
internal sealed class VonageProvider : IProvider
{
    /// <summary>Vonage's address, unless the account is configured with a regional host.</summary>
    internal static readonly Uri Host = new("https://api.nexmo.com");

    public string Name => "Vonage";

    public IReadOnlyList<ChannelName> Channels { get; } = [Channel.Viber.Name, Channel.Sms.Name];

    public Type SettingsType => typeof(VonageOptions);

    public IChannelAdapter CreateAdapter(AccountSettings settings)
    {
        var options = settings.Read<VonageOptions>();
        IVonageChannel channel = settings.Channel == Channel.Viber.Name ? new VonageViber(options) : new VonageSms(options);
        return new VonageAdapter(settings, options, channel);
    }
}
