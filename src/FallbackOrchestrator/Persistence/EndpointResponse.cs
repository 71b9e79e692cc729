namespace FallbackOrchestrator.Persistence;

/// <summary>The result of one attempt.</summary>
/// <param name="Result">Its kind.</param>
/// <param name="Status">The HTTP status, if there was a response.</param>
/// <param name="Body">The beginning of the response's body.</param>
/// <param name="RetryAfter">The pause that the endpoint asked for.</param>
/// <param name="Took">The duration of the attempt.</param>
public sealed record EndpointResponse(WebhookResult Result, int? Status, string? Body, TimeSpan? RetryAfter, TimeSpan Took);
