using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>A webhook that a delivery attempt stopped.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Account">Its account.</param>
/// <param name="Subaccount">The subaccount that it was registered for, or <c>*</c>.</param>
/// <param name="Url">Its address, which may contain secrets.</param>
internal sealed record StoppedWebhook(Guid Id, StopReason Reason, CustomerAccountId Account, string Subaccount, string Url);
