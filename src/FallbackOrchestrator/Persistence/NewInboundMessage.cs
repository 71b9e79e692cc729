using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Inbound;

namespace FallbackOrchestrator.Persistence;

/// <summary>An inbound message that will be stored.</summary>
/// <param name="Umid">Our id of it.</param>
/// <param name="Account">The channel account that it was written to.</param>
/// <param name="Channel">The channel.</param>
/// <param name="ProviderId">The provider's id of it, unique in the account.</param>
/// <param name="Subaccount">The subaccount that gets it.</param>
/// <param name="From">The person.</param>
/// <param name="Content">The content.</param>
/// <param name="At">The provider's time of it, or that of its arrival here.</param>
/// <param name="ReplyTo">The message that it replies to, if the provider says so and we know it.</param>
public sealed record NewInboundMessage(
    Umid Umid, ChannelAccountId Account, ChannelName Channel, string ProviderId, SubaccountId Subaccount, InboundSender From,
    InboundContent Content, DateTimeOffset At, Umid? ReplyTo)
{
    /// <summary>The time of its arrival here, by the database's clock.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }
}
