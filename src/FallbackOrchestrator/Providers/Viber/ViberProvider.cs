using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Viber;

/// <summary>
/// Viber by a bot: to people who subscribed to it, by the id that Viber gave them for this bot
/// (https://creators.viber.com/docs/bots-api). Viber Business Messages, to numbers, are Vonage's.
/// </summary>
internal sealed class ViberProvider : IProvider
{
    /// <summary>Viber's address, unless the account is configured with another one.</summary>
    internal static readonly Uri Host = new("https://chatapi.viber.com");

    public string Name => "Viber";

    public IReadOnlyList<ChannelName> Channels { get; } = [Channel.Viber.Name];

    public Type SettingsType => typeof(ViberOptions);

    public IChannelAdapter CreateAdapter(AccountSettings settings) => new ViberAdapter(settings, settings.Read<ViberOptions>());
}
