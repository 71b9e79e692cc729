using System.Collections.Immutable;

namespace FallbackOrchestrator.Messages.Contents;

/// <summary>What a message says. Names here are stored data.</summary>
/// <param name="Body">The content itself.</param>
/// <param name="FallbackText">What an SMS step sends instead of the body, and any other step that cannot carry the body.</param>
/// <param name="Sms">How an SMS step sends it.</param>
/// <param name="DirectSend">That WhatsApp is to make a template of it.</param>
/// <param name="ReplyTo">The earlier message that it quotes, on WhatsApp.</param>
/// <param name="Steps">What single steps say instead, by their number from 1.</param>
public sealed record MessageContent(
    ContentBody Body,
    string? FallbackText = null,
    SmsSettings? Sms = null,
    DirectSend? DirectSend = null,
    Umid? ReplyTo = null,
    ImmutableDictionary<int, StepContent>? Steps = null)
{
    /// <summary>What a step says: its own content where it has one, else the message's.</summary>
    public StepContent For(int step) =>
        Steps?.GetValueOrDefault(step) is { } own
            ? own with { Sms = own.Sms ?? Sms } : new StepContent(Body, FallbackText, Sms, DirectSend);
}
