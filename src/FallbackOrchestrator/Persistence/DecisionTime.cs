using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>The data that decisions read besides the messages, after these were locked.</summary>
/// <param name="Now">The clock.</param>
/// <param name="Grace">The latest outage of this service; null if windows are not held open for one.</param>
/// <param name="TransactionId">The transaction's number, which tells whether it is still running.</param>
public sealed record DecisionTime(DateTimeOffset Now, OutageGrace? Grace, ulong TransactionId);
