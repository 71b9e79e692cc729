namespace FallbackOrchestrator.Messages.Contents;

/// <summary>What a step sends: the content that fits its channel.</summary>
/// <param name="Kind">The kind of content for the channel.</param>
/// <param name="Text">The text; null if the content has none.</param>
/// <param name="Sms">The SMS, if the step sends one.</param>
public sealed record SentContent(ContentKind Kind, string? Text, SmsText? Sms)
{
    /// <summary>What a step sends; null if it is skipped, or if its channel cannot carry the content.</summary>
    public static SentContent? Of(FallbackStep step, StepContent content) =>
        step.CannotApply is null && ContentRules.Fit(content, step.Channel) is Fitting.Fits { Body: var body }
            ? new SentContent(body.Kind, ContentText.Of(body), step.Channel == Channel.Sms.Name ? SmsText.Of(content) : null)
            : null;
}
