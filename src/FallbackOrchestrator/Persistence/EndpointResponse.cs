namespace FallbackOrchestrator.Persistence;

/// <summary>What came of one attempt.</summary>
/// <param name="Result">Its kind.</param>
/// <param name="Status">The HTTP status, if an answer came.</param>
/// <param name="Body">The beginning of the answer.</param>
/// <param name="RetryAfter">When the endpoint wants to be asked again.</param>
/// <param name="Took">How long it took.</param>
public sealed record EndpointResponse(WebhookResult Result, int? Status, string? Body, TimeSpan? RetryAfter, TimeSpan Took);
