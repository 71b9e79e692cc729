using System.Collections.Immutable;

namespace FallbackOrchestrator.Messages;

/// <summary>The ordered steps of a message: 1 to 10.</summary>
public sealed record FallbackSequence
{
    /// <summary>8x8 publishes no limit. This one limits the size of a row, and the number of messages that one person gets.</summary>
    public const int MostSteps = 10;

    /// <summary>The longest window of a step, as 8x8 publishes it.</summary>
    public static readonly TimeSpan LongestWindow = TimeSpan.FromSeconds(86_400);

    /// <exception cref="ArgumentException">There are no steps, or more than <see cref="MostSteps"/>.</exception>
    public FallbackSequence(ImmutableArray<FallbackStep> steps)
    {
        if (steps.Length is < 1 or > MostSteps)
            throw new ArgumentException($"a sequence has 1 to {MostSteps} steps", nameof(steps));
        Steps = steps;
    }

    public ImmutableArray<FallbackStep> Steps { get; }

    /// <summary>A step by its number, from 1.</summary>
    public FallbackStep this[int step] => Steps[step - 1];

    public bool IsLast(int step) => step == Steps.Length;

    /// <summary>The window of a step; null if only a failure ends the step. The last step never has one.</summary>
    public TimeSpan? WindowOf(int step) => IsLast(step) ? null : this[step].FallbackAfter;

    /// <summary>
    /// The status that the step must reach. On the last step Delivered is enough for Read, because the person may have switched off read
    /// receipts.
    /// </summary>
    public SuccessStatus SuccessOf(int step) =>
        IsLast(step) && this[step].Success == SuccessStatus.Read ? SuccessStatus.Delivered : this[step].Success;

    public bool Equals(FallbackSequence? other) => other is not null && Enumerable.SequenceEqual(Steps, other.Steps);

    public override int GetHashCode() => Steps.Length;
}
