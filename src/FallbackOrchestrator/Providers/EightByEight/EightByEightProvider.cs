using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.EightByEight;

/// <summary>SMS by 8x8's SMS API (https://developer.8x8.com/connect/docs/send-sms-api-reference).</summary>
internal sealed class EightByEightProvider : IProvider
{
    /// <summary>8x8's region Asia Pacific, unless the account is configured with another address.</summary>
    internal static readonly Uri Host = new("https://sms.8x8.com");

    public string Name => "8x8";

    public IReadOnlyList<ChannelName> Channels { get; } = [Channel.Sms.Name];

    public Type SettingsType => typeof(EightByEightOptions);

    public IChannelAdapter CreateAdapter(AccountSettings settings) =>
        new EightByEightAdapter(settings, settings.Read<EightByEightOptions>());
}
