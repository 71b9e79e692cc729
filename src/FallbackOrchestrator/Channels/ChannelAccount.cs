using System.Collections.Frozen;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>An account, of the configuration or of the database: one adapter, for one channel, with its limits.</summary>
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

    /// <summary>True if the configuration defines it; then only the configuration can change it.</summary>
    public bool IsConfigured { get; init; } = true;

    /// <summary>True if no call may be made any more. Its receipts still count.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>The address of the provider's API, as it was given; null for the provider's own.</summary>
    public string? BaseAddress { get; init; }

    /// <summary>The provider's settings, as they were given, without secrets.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The names of the secrets that it has.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];
}
