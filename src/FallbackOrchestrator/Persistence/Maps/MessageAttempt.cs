using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence.Maps;

/// <summary>An attempt with its message: what a row of <c>attempts</c> is made of.</summary>
internal readonly record struct MessageAttempt(Message Message, Attempt Attempt)
{
    /// <summary>The attempt's step in the sequence.</summary>
    public FallbackStep Step => Message.Sequence[Attempt.Step];
}
