namespace FallbackOrchestrator.Persistence;

/// <summary>The stored state of a request's <c>Idempotency-Key</c>. A closed set.</summary>
public abstract record KnownKey
{
    private KnownKey() { }

    /// <summary>Nothing: there was no request with it in the last 24 hours.</summary>
    public sealed record Unknown : KnownKey;

    /// <summary>The same request, with this response.</summary>
    public sealed record Completed(string Response) : KnownKey;

    /// <summary>Another request.</summary>
    public sealed record Other : KnownKey;
}
