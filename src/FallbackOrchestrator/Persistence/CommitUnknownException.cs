namespace FallbackOrchestrator.Persistence;

/// <summary>
/// It is unknown whether the change was stored, and the caller has waited for the longest time. The change may be stored now or later: only
/// the same request with the same idempotency key may be repeated safely.
/// </summary>
public sealed class CommitUnknownException(Exception? why = null) : Exception("it is not known whether it was stored", why);
