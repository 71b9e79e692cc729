using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Zalo;

/// <summary>Zalo Notification Service: approved templates of a Zalo Official Account, to numbers (https://zalo.cloud/zns).</summary>
internal sealed class ZaloProvider : IProvider
{
    /// <summary>Zalo's address, unless the account is configured with another one.</summary>
    internal static readonly Uri Host = new("https://business.openapi.zalo.me");

    public string Name => "Zalo";

    public IReadOnlyList<ChannelName> Channels { get; } = [Channel.Zalo.Name];

    public Type SettingsType => typeof(ZaloOptions);

    public IChannelAdapter CreateAdapter(AccountSettings settings) => new ZaloAdapter(settings, settings.Read<ZaloOptions>());
}
