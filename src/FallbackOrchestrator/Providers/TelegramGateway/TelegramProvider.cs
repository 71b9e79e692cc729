using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.TelegramGateway;

/// <summary>Codes by Telegram Gateway, to the number of a person who uses Telegram (https://core.telegram.org/gateway/api).</summary>
internal sealed class TelegramProvider : IProvider
{
    /// <summary>Telegram's address, unless the account is configured with another one.</summary>
    internal static readonly Uri Host = new("https://gatewayapi.telegram.org");

    public string Name => "TelegramGateway";

    public IReadOnlyList<ChannelName> Channels { get; } = [Channel.Telegram.Name];

    public Type SettingsType => typeof(TelegramOptions);

    public IChannelAdapter CreateAdapter(AccountSettings settings) => new TelegramAdapter(settings, settings.Read<TelegramOptions>());
}
