using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Channels;

/// <summary>One attempt on its way to its provider.</summary>
/// <param name="Reference">Our reference, for the provider to echo.</param>
/// <param name="Recipient">Whom it is for; the address for the channel is present (a step without one is never handed over).</param>
/// <param name="Body">What to send, already degraded to what the channel carries.</param>
/// <param name="Sms">How to send it, on SMS.</param>
/// <param name="ReceiptsTo">Our public address for this account's receipts, for providers that are told with every call.</param>
/// <param name="DirectSend">That WhatsApp is to make a template of it, on WhatsApp.</param>
/// <param name="Quoted">
/// The provider's id of the message that it quotes, where the adapter <see cref="AdapterCapabilities.SupportsQuotes"/>.
/// </param>
public sealed record Handover(
    AttemptReference Reference,
    Recipient Recipient,
    ContentBody Body,
    SmsSettings? Sms,
    Uri ReceiptsTo,
    DirectSend? DirectSend = null,
    string? Quoted = null);
