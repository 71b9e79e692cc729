namespace FallbackOrchestrator.Messages.Contents;

/// <summary>What one step says, before it is fitted to the step's channel (<see cref="ContentRules"/>).</summary>
/// <param name="Body">The content itself.</param>
/// <param name="FallbackText">What is sent instead where the channel cannot carry the body; on SMS always.</param>
/// <param name="Sms">How an SMS is sent.</param>
/// <param name="DirectSend">That WhatsApp is to make a template of it.</param>
public sealed record StepContent(ContentBody Body, string? FallbackText = null, SmsSettings? Sms = null, DirectSend? DirectSend = null);
