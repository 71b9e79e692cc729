using FallbackOrchestrator.Messages.Inbound;

namespace FallbackOrchestrator.Channels;

/// <summary>A message that a person wrote to a channel account, as the provider reports it.</summary>
/// <param name="ProviderId">The provider's id of it; null if there is none that can be stored (<see cref="ProviderIds"/>).</param>
/// <param name="From">The person.</param>
/// <param name="Content">The content.</param>
/// <param name="At">The provider's time of it; null if it has none, or one without a zone.</param>
public sealed record InboundMessage(string? ProviderId, InboundSender From, InboundContent Content, DateTimeOffset? At)
{
    public string? ProviderId { get; init; } = ProviderIds.Usable(ProviderId);

    /// <summary>The provider's id of the message that it replies to or reacts to; null if the provider names none.</summary>
    public string? RepliesTo
    {
        get;
        init => field = ProviderIds.Usable(value);
    }

    /// <summary>The account that it names, if the provider names one (<see cref="AdapterCapabilities.AccountName"/>).</summary>
    public string? AccountName { get; init; }

    /// <summary>The reason why it cannot be used; null if it can.</summary>
    internal string? WhyLeftOut => ProviderId is null ? "an inbound message has no id that can be read"
        : !From.IsKnown ? "an inbound message has no sender that can be read"
        : null;
}
