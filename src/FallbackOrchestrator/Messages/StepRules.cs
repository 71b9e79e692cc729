using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Messages;

/// <summary>The rules for the steps of a request, applied before the message is accepted.</summary>
public static class StepRules
{
    /// <summary>The success status of a step that names none: Delivered, or the channel's best if that is lower.</summary>
    public static SuccessStatus DefaultSuccess(SuccessStatus best) => best < SuccessStatus.Delivered ? best : SuccessStatus.Delivered;

    /// <summary>
    /// The reason why a step is not possible for a recipient and a content; null if it is possible. Without a call, the next step follows.
    /// </summary>
    /// <param name="recipient">The recipient of the message.</param>
    /// <param name="fitting">The part of the step's content that the channel can carry.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="addressing">The addresses that its account can use.</param>
    public static AttemptError? WhyNot(Recipient recipient, Fitting fitting, Channel channel, AccountAddressing addressing) =>
        !channel.Reaches(recipient, addressing)
            ? AttemptError.Of(ErrorClass.NotReachable, text: "the recipient has no address on this channel")
            : (fitting as Fitting.CannotApply)?.Why;

    /// <summary>The warning that only a failure ends a step.</summary>
    /// <param name="number">The step's number, from 1.</param>
    /// <param name="step">The step.</param>
    public static string WindowMissing(int number, FallbackStep step) =>
        $"channels[{number - 1}] has no fallbackAfter: only a failure moves on, so a message that never becomes {step.Success} stays on {step.Channel}";

    /// <summary>Warnings about a sequence that is valid but may surprise the customer.</summary>
    public static IEnumerable<string> Warnings(
        FallbackSequence sequence, MessageContent content, DateTimeOffset? expiresAt, DateTimeOffset startsAt)
    {
        for (var step = 1; step < sequence.Steps.Length; step++)
        {
            if (sequence[step] is { FallbackAfter: null, Success: > SuccessStatus.Accepted } waiting)
                yield return WindowMissing(step, waiting);
        }
        foreach (var warning in ContentWarnings(sequence, content))
            yield return warning;
        foreach (var warning in LifetimeWarnings(sequence, content))
            yield return warning;
        var windows = sequence.Steps.SkipLast(1).Aggregate(TimeSpan.Zero, (sum, step) => sum + (step.FallbackAfter ?? TimeSpan.Zero));
        if (expiresAt is { } expiry && startsAt + windows >= expiry)
            yield return "expiry comes before the last step could start";
    }

    // L5. If an attempt can live longer than its window, it may be delivered after the fallback, and the person gets the message twice.
    private static IEnumerable<string> LifetimeWarnings(FallbackSequence sequence, MessageContent content)
    {
        for (var step = 1; step <= sequence.Steps.Length; step++)
        {
            if (sequence[step] is { CannotApply: null, Success: >= SuccessStatus.Delivered } waiting
                && sequence.WindowOf(step) is { } window
                && ContentRules.ShortestLifetime(content.For(step), waiting.Channel) is { } lifetime && window < lifetime)
            {
                yield return $"channels[{step - 1}] ({waiting.Channel}) may deliver this after its window of {window.TotalSeconds} s: it lives for "
                    + $"{lifetime.TotalSeconds} s or longer there, unless its template was made with a shorter validity";
            }
        }
    }

    /// <summary>
    /// L5. A warning about a step whose window is too short for any lifetime that its provider takes: the message may be delivered after
    /// the fallback. Null if there is none.
    /// </summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="step">The step's number, from 1.</param>
    /// <param name="shortest">The shortest lifetime that the step's provider takes; null if it takes none.</param>
    public static string? LifetimeWarning(FallbackSequence sequence, int step, TimeSpan? shortest) =>
        sequence[step] is { CannotApply: null, Success: >= SuccessStatus.Delivered } waiting
        && sequence.WindowOf(step) is { } window && window - GrantedCall.LifetimeGuard < shortest
            ? $"channels[{step - 1}] ({waiting.Channel}) may deliver this after its window of {window.TotalSeconds} s: from a window of "
                + $"{(shortest.Value + GrantedCall.LifetimeGuard).TotalSeconds} s on, its provider stops trying in time"
            : null;

    private static IEnumerable<string> ContentWarnings(FallbackSequence sequence, MessageContent content)
    {
        var fallbackTextIsUsed = false;
        for (var step = 1; step <= sequence.Steps.Length; step++)
        {
            var channel = sequence[step].Channel;
            if (sequence[step].CannotApply is { } why)
            {
                yield return $"channels[{step - 1}] ({channel}) is skipped: {why.Text}";
                continue;
            }
            if (ContentRules.Fit(content.For(step), channel) is not Fitting.Fits fits)
                continue;
            fallbackTextIsUsed |= fits.UsesFallbackText;
            foreach (var warning in fits.Warnings.Concat(ContentRefusals.Of(content.For(step), fits.Body, channel)))
                yield return $"channels[{step - 1}] ({channel}): {warning}";
        }
        if (content.FallbackText is not null && !fallbackTextIsUsed)
            yield return "content.fallbackText is used by SMS, and by channels that cannot carry the content; no step is one";
    }
}
