namespace FallbackOrchestrator.Persistence;

/// <summary>What a request's <c>Idempotency-Key</c> stands for. A closed set.</summary>
public abstract record KnownKey
{
    private KnownKey() { }

    /// <summary>Unknown: no request with it was done in the last 24 hours.</summary>
    public sealed record Unknown : KnownKey;

    /// <summary>The same request; this is its answer.</summary>
    public sealed record Answered(string Answer) : KnownKey;

    /// <summary>Another request.</summary>
    public sealed record Other : KnownKey;
}
