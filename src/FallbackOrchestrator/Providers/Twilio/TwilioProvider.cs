using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Twilio;

/// <summary>SMS through Twilio's Programmable Messaging.</summary>
internal sealed class TwilioProvider : IProvider
{
    /// <summary>Where Twilio listens, unless the account is configured for another address.</summary>
    internal static readonly Uri Host = new("https://api.twilio.com");

    public string Name => "Twilio";

    public IReadOnlyList<ChannelName> Channels { get; } = [Channel.Sms.Name];

    public IChannelAdapter CreateAdapter(AccountSettings settings) => new TwilioAdapter(settings, settings.Read<TwilioOptions>());
}
