using System.Collections.Immutable;

namespace FallbackOrchestrator.Messages.Contents;

/// <summary>The content of a message. Names here are stored data.</summary>
/// <param name="Body">The content itself.</param>
/// <param name="FallbackText">
/// The text that an SMS step sends instead of the body, and any other step whose channel cannot carry the body.
/// </param>
/// <param name="Sms">The settings of an SMS step.</param>
/// <param name="DirectSend">Set if WhatsApp is to create a template from it.</param>
/// <param name="ReplyTo">The earlier message that it quotes, on WhatsApp.</param>
/// <param name="Steps">The content of single steps that have their own, by step number from 1.</param>
public sealed record MessageContent(
    ContentBody Body,
    string? FallbackText = null,
    SmsSettings? Sms = null,
    DirectSend? DirectSend = null,
    Umid? ReplyTo = null,
    ImmutableDictionary<int, StepContent>? Steps = null)
{
    /// <summary>The content of a step: its own, else the message's.</summary>
    public StepContent For(int step) =>
        Steps?.GetValueOrDefault(step) is { } own
            ? own with { Sms = own.Sms ?? Sms } : new StepContent(Body, FallbackText, Sms, DirectSend);
}
