namespace FallbackOrchestrator.Client;

/// <summary>A delivery is not from the service, or too old. Respond 401, and do nothing else with it.</summary>
/// <param name="message">What is wrong.</param>
public sealed class WebhookVerificationException(string message) : Exception(message);
