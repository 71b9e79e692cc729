using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Meta;

/// <summary>WhatsApp by Meta's Cloud API.</summary>
internal sealed class MetaProvider : IProvider
{
    /// <summary>Meta's address, unless the account is configured with another one.</summary>
    internal static readonly Uri Host = new("https://graph.facebook.com");

    public string Name => "Meta";

    public IReadOnlyList<ChannelName> Channels { get; } = [Channel.WhatsApp.Name];

    public Type SettingsType => typeof(MetaOptions);

    public IChannelAdapter CreateAdapter(AccountSettings settings) => new MetaAdapter(settings, settings.Read<MetaOptions>());
}
