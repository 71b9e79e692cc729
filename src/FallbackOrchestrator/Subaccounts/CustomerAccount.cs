using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Subaccounts;

/// <summary>An account: whose subaccounts share webhooks, and whose keys may open several of them.</summary>
/// <param name="Id">Its id, as in the path of its calls.</param>
/// <param name="Name">What operators call it.</param>
/// <param name="IsConfigured">Whether it stands in the configuration, where alone it can be changed.</param>
/// <param name="IsClosed">Whether it was closed.</param>
public sealed record CustomerAccount(CustomerAccountId Id, string? Name, bool IsConfigured, bool IsClosed);
