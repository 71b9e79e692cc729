using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Subaccounts;

/// <summary>An account. Its subaccounts share webhooks, and its keys may open several of them.</summary>
/// <param name="Id">Its id, as in the path of its calls.</param>
/// <param name="Name">Its name for operators.</param>
/// <param name="IsConfigured">True if the configuration defines it; then only the configuration can change it.</param>
/// <param name="IsClosed">True if it was closed.</param>
public sealed record CustomerAccount(CustomerAccountId Id, string? Name, bool IsConfigured, bool IsClosed);
