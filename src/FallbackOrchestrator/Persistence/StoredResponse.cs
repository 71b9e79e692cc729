namespace FallbackOrchestrator.Persistence;

/// <summary>The response that is kept under a key. It is stored in the transaction of the request.</summary>
/// <param name="Key">The key.</param>
/// <param name="Response">Makes the response, from the time of the decision.</param>
public sealed record StoredResponse(RequestKey Key, Func<DateTimeOffset, string> Response);
