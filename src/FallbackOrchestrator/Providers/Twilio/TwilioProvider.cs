using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Twilio;

/// <summary>SMS by Twilio's Programmable Messaging.</summary>
internal sealed class TwilioProvider : IProvider
{
    /// <summary>Twilio's address, unless the account is configured with another one.</summary>
    internal static readonly Uri Host = new("https://api.twilio.com");

    public string Name => "Twilio";

    public IReadOnlyList<ChannelName> Channels { get; } = [Channel.Sms.Name];

    public Type SettingsType => typeof(TwilioOptions);

    public IChannelAdapter CreateAdapter(AccountSettings settings) => new TwilioAdapter(settings, settings.Read<TwilioOptions>());
}
