using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>A message that another one quotes.</summary>
/// <param name="Subaccount">Whose it is.</param>
/// <param name="ProviderIds">By which id each account's provider knows it; accounts that never had it are left out.</param>
internal sealed record QuotedMessage(SubaccountId Subaccount, Dictionary<ChannelAccountId, string> ProviderIds);
