using System.Collections.Immutable;
using System.Globalization;

namespace FallbackOrchestrator.Messages;

/// <summary>S14, S15. The steps of a new message that are skipped because of what is remembered of its recipient.</summary>
public static class RememberedSkips
{
    /// <summary>The error of a step whose channel the person opted out of.</summary>
    public static AttemptError OptedOut { get; } =
        AttemptError.Of(ErrorClass.RecipientRefused, text: "the person opted out of this channel");

    /// <summary>
    /// The steps, those that are skipped with the reason. If opt-outs leave none, all of them have one: the message cannot be sent. An
    /// absence alone never leaves none, because it may be wrong by now.
    /// </summary>
    /// <param name="steps">The steps.</param>
    /// <param name="remembered">What is remembered, for each step.</param>
    /// <param name="starts">The time at which the first step is to start: an absence that is over by then does not count.</param>
    public static ImmutableArray<FallbackStep> In(
        ImmutableArray<FallbackStep> steps, IReadOnlyList<RememberedOfStep> remembered, DateTimeOffset starts)
    {
        var wanted = Skipping(steps, i => remembered[i].HasOptedOut ? OptedOut : null);
        // Where an absence ends the sequence (rule S13), the provider must say it.
        var possible = Skipping(wanted, i => remembered[i].AbsentUntil is { } until && until > starts
            && !steps[i].StopOn.Contains(ErrorClass.NotReachable) ? Absent(until) : null);
        return possible.All(step => step.CannotApply is not null) ? wanted : possible;
    }

    private static ImmutableArray<FallbackStep> Skipping(ImmutableArray<FallbackStep> steps, Func<int, AttemptError?> why) =>
        [.. steps.Select((step, i) => step.CannotApply is null && why(i) is { } reason ? step with { CannotApply = reason } : step)];

    private static AttemptError Absent(DateTimeOffset until) => AttemptError.Of(
        ErrorClass.NotReachable,
        text: "the person was not on this channel, which is remembered until "
            + until.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
