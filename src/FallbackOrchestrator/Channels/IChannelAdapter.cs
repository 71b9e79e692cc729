using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>
/// Translates between our words and one provider's wire, for one channel. It performs no I/O: it writes the request that
/// <see cref="ProviderCall"/> sends, reads the answer, and reads what the provider posts to our webhook.
/// </summary>
public interface IChannelAdapter
{
    /// <summary>What the provider can do over this channel.</summary>
    AdapterCapabilities Traits { get; }

    /// <summary>
    /// Writes the call that hands an attempt over. Puts <see cref="Handover.Reference"/> into whatever the provider echoes in its receipts.
    /// An exception means that nothing was sent (<see cref="CallResult.Broken"/>).
    /// </summary>
    HttpRequestMessage WriteCall(Handover handover);

    /// <summary>
    /// Classifies the provider's answer. Never throws for what a provider may say: what cannot be understood after the request
    /// left is <see cref="CallResult.Unknown"/>.
    /// </summary>
    CallResult ReadResponse(ProviderResponse answer);

    /// <summary>
    /// Verifies and reads one request to <c>/webhooks/{provider}/{account}</c>. Never throws for what a stranger may post. Only the id, the
    /// reference and the status decide: whatever else is not as documented is left out (<see cref="WireObject"/>).
    /// </summary>
    ReceiptParseResult ReadReceipts(ReceiptRequest request);
}
