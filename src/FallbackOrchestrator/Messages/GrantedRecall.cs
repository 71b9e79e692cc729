using System.Collections.Immutable;

namespace FallbackOrchestrator.Messages;

/// <summary>The right to recall an attempt once. The replica that decided has it, and makes the call at once (rule L4).</summary>
/// <param name="Step">The step.</param>
/// <param name="ProviderIds">The provider's ids of the attempt: none, one, or two after a resend.</param>
/// <param name="WasTaken">True if it is known that the provider has the message.</param>
public sealed record GrantedRecall(int Step, ImmutableArray<string> ProviderIds, bool WasTaken)
{
    /// <summary>
    /// What one or several responses prove. "Already delivered" proves a delivery only if it is known that the provider had the message:
    /// providers respond in the same way if they do not know it.
    /// </summary>
    public RecallResult Of(IReadOnlyCollection<RecallResult> responses)
    {
        if (responses.FirstOrDefault(response => response is RecallResult.AlreadyDelivered) is { } delivered)
            return WasTaken ? delivered : new RecallResult.Failed("the provider has delivered the message, or never had it");
        return responses.FirstOrDefault(response => response is RecallResult.Failed) ?? new RecallResult.Recalled();
    }
}
