using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>The message that an inbound one replies to.</summary>
/// <param name="Account">The channel account over which it went or came.</param>
/// <param name="Umid">Our id of it.</param>
/// <param name="Step">The step that sent it; null if it is an inbound message itself.</param>
/// <param name="Subaccount">Its subaccount.</param>
internal sealed record RepliedMessage(ChannelAccountId Account, Umid Umid, int? Step, SubaccountId Subaccount);
