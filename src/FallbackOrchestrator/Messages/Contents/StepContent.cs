namespace FallbackOrchestrator.Messages.Contents;

/// <summary>The content of one step, before it is fitted to the step's channel (<see cref="ContentRules"/>).</summary>
/// <param name="Body">The content itself.</param>
/// <param name="FallbackText">The text that is sent if the channel cannot carry the body; on SMS it is always sent.</param>
/// <param name="Sms">The settings of an SMS.</param>
/// <param name="DirectSend">Set if WhatsApp is to create a template from it.</param>
public sealed record StepContent(ContentBody Body, string? FallbackText = null, SmsSettings? Sms = null, DirectSend? DirectSend = null);
