using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>A configured account: one adapter, for one channel, with its limits.</summary>
/// <param name="Id">Its id (8x8: <c>channelId</c>).</param>
/// <param name="Channel">The channel of the account.</param>
/// <param name="ProviderName">The provider, as the webhook's path names it.</param>
/// <param name="Adapter">The adapter for the provider.</param>
/// <param name="Limits">Its rate limits.</param>
public sealed record ChannelAccount(
    ChannelAccountId Id, Channel Channel, string ProviderName, IChannelAdapter Adapter, AccountLimits Limits)
{
    /// <summary>The best status of this account: the channel's, or the provider's if that is lower.</summary>
    public SuccessStatus Best { get; } = (SuccessStatus)Math.Min((int)Channel.Best, (int)Adapter.Traits.BestStatus);
}
