using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.Dispatching;

/// <summary>The public addresses to which providers post an account's receipts.</summary>
/// <param name="address">The service's own public address.</param>
internal sealed class ReceiptAddresses(PublicAddress address)
{
    public Uri Of(ChannelAccount account) =>
        address.OfReceipts(account.ProviderName, account.Id.Value);
}
