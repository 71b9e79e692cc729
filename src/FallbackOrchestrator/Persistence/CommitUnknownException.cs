namespace FallbackOrchestrator.Persistence;

/// <summary>
/// Whether it was stored is not known, and whoever asked has waited for long enough. It may be stored already, or be stored later: only the same
/// request with the same idempotency key may be repeated without a doubt.
/// </summary>
public sealed class CommitUnknownException(Exception? why = null) : Exception("it is not known whether it was stored", why);
