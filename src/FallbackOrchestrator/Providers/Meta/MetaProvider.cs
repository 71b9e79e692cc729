using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Meta;

/// <summary>WhatsApp, straight from Meta's Cloud API.</summary>
internal sealed class MetaProvider : IProvider
{
    /// <summary>Where Meta listens, unless the account is configured for another address.</summary>
    internal static readonly Uri Host = new("https://graph.facebook.com");

    public string Name => "Meta";

    public IReadOnlyList<ChannelName> Channels { get; } = [Channel.WhatsApp.Name];

    public IChannelAdapter CreateAdapter(AccountSettings settings) => new MetaAdapter(settings, settings.Read<MetaOptions>());
}
