using System.Collections.Immutable;

namespace FallbackOrchestrator.Messages;

/// <summary>
/// The right to ask a provider once for the status of an attempt. The replica that decided has it, and makes the call at once (rule L6).
/// </summary>
/// <param name="Step">The step.</param>
/// <param name="ProviderIds">The provider's ids of the attempt: one, or two after a resend.</param>
public sealed record GrantedStatusQuery(int Step, ImmutableArray<string> ProviderIds);
