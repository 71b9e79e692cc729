using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Tracking;

/// <summary>What a step sends, if it is started.</summary>
public sealed record StepContentView
{
    /// <summary>The step, from 1.</summary>
    public required int Step { get; init; }

    [OneOfChannels]
    public required string Channel { get; init; }

    /// <summary>The kind of content for the channel; left out if the channel cannot carry it.</summary>
    public string? ContentType { get; init; }

    /// <summary>The text.</summary>
    public string? Text { get; init; }

    /// <summary>The segments of an SMS.</summary>
    public int? Segments { get; init; }

    /// <summary>The reason why the step is skipped without a call, if it is skipped.</summary>
    public string? CannotApply { get; init; }

    internal static StepContentView Of(int number, FallbackStep step, StepContent content)
    {
        var sent = SentContent.Of(step, content);
        return new StepContentView
        {
            Step = number,
            Channel = step.Channel.Value,
            ContentType = sent?.Kind.ToString(),
            Text = sent?.Text,
            Segments = sent?.Sms?.Segments,
            CannotApply = step.CannotApply?.Text,
        };
    }
}
