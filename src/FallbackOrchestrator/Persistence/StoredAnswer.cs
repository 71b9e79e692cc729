namespace FallbackOrchestrator.Persistence;

/// <summary>The answer to be kept under a key, in the transaction that stores what the request asked for.</summary>
/// <param name="Key">The key.</param>
/// <param name="Answer">Makes the answer of the decision's time.</param>
public sealed record StoredAnswer(RequestKey Key, Func<DateTimeOffset, string> Answer);
