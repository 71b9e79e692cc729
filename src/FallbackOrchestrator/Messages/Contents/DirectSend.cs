namespace FallbackOrchestrator.Messages.Contents;

/// <summary>WhatsApp's Direct Send: a utility message without a template made beforehand.</summary>
/// <param name="TtlSeconds">How long WhatsApp tries, 30 to 43,200; left out, 30 days.</param>
public sealed record DirectSend(int? TtlSeconds);
