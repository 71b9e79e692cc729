namespace FallbackOrchestrator.Messages.Contents;

/// <summary>WhatsApp's Direct Send: a utility message without a template that was created before.</summary>
/// <param name="TtlSeconds">The time for which WhatsApp tries to deliver it, 30 to 43,200 seconds; 30 days if left out.</param>
public sealed record DirectSend(int? TtlSeconds);
