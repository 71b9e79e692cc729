using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.TelegramBot;

/// <summary>Telegram by a bot: to people who started it, by the id of their chat (https://core.telegram.org/bots/api).</summary>
internal sealed class TelegramBotProvider : IProvider
{
    /// <summary>Telegram's address, unless the account is configured with another one.</summary>
    internal static readonly Uri Host = new("https://api.telegram.org");

    public string Name => "TelegramBot";

    public IReadOnlyList<ChannelName> Channels { get; } = [Channel.Telegram.Name];

    public Type SettingsType => typeof(TelegramBotOptions);

    public IChannelAdapter CreateAdapter(AccountSettings settings) => new TelegramBotAdapter(settings, settings.Read<TelegramBotOptions>());
}
