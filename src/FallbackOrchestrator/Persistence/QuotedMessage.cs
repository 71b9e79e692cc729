using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>A message that another one quotes.</summary>
/// <param name="Subaccount">The subaccount that sent it.</param>
/// <param name="ProviderIds">Its id at the provider, for each channel account that it was handed to.</param>
internal sealed record QuotedMessage(SubaccountId Subaccount, Dictionary<ChannelAccountId, string> ProviderIds);
