using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>A configured account: one adapter, for one channel, within its limits.</summary>
/// <param name="Id">Its id (8x8: <c>channelId</c>).</param>
/// <param name="Channel">The channel that it serves.</param>
/// <param name="ProviderName">The provider behind it, as it stands in the webhook's path.</param>
/// <param name="Adapter">What speaks to the provider.</param>
/// <param name="Limits">How fast it may be called.</param>
public sealed record ChannelAccount(
    ChannelAccountId Id, Channel Channel, string ProviderName, IChannelAdapter Adapter, AccountLimits Limits)
{
    /// <summary>The best status that can come over this account: the channel's, or the provider's where that is lower.</summary>
    public SuccessStatus Best { get; } = (SuccessStatus)Math.Min((int)Channel.Best, (int)Adapter.Traits.BestStatus);
}
