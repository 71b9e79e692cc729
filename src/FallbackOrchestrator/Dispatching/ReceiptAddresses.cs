using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.Dispatching;

/// <summary>The public address at which an account's receipts come in.</summary>
/// <param name="publicBase">The service's own public address; in Development known only once it listens.</param>
internal sealed class ReceiptAddresses(Func<Uri> publicBase)
{
    public Uri Of(ChannelAccount account) =>
        new(publicBase(), $"webhooks/{account.ProviderName.ToLowerInvariant()}/{account.Id.Value}");
}
