namespace FallbackOrchestrator.Messages;

/// <summary>
/// The recipient of a message. At least one address is present; a step without an address for its channel is not possible.
/// </summary>
/// <param name="Msisdn">The subscriber number.</param>
/// <param name="ChannelUserId">
/// The person's id on a channel that has ids of its own: a WhatsApp business-scoped id, a LINE user id, a Viber subscriber id,
/// the id of a chat on Telegram, an id of Messenger or Instagram.
/// </param>
public sealed record Recipient(Msisdn? Msisdn, string? ChannelUserId = null);
