using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>A webhook that a delivery attempt stopped.</summary>
/// <param name="Id">Its row.</param>
/// <param name="Reason">Why it was stopped.</param>
/// <param name="Account">Whose it is.</param>
/// <param name="Subaccount">The subaccount that it was registered for, or <c>*</c>.</param>
/// <param name="Url">Its address, which may hold secrets.</param>
internal sealed record StoppedWebhook(Guid Id, StopReason Reason, CustomerAccountId Account, string Subaccount, string Url);
