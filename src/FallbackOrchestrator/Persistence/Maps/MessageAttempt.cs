using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence.Maps;

/// <summary>An attempt with its message: what a row of <c>attempts</c> is made of.</summary>
internal readonly record struct MessageAttempt(Message Message, Attempt Attempt)
{
    /// <summary>The attempt's step in the sequence, as the account serves it that has the attempt now.</summary>
    public FallbackStep Step => Message.StepOf(Attempt);
}
