namespace FallbackOrchestrator.Messages;

/// <summary>S14. What a decision has learned about whether a person is on a channel.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Recipient">The person, as <see cref="StepMemory.Recipient"/>.</param>
/// <param name="Days">For how long to remember that the person is not on the channel; null to forget it, because something was delivered.</param>
public sealed record ReachabilityNews(ChannelName Channel, string Recipient, int? Days)
{
    /// <summary>The news in a change of a message; usually none.</summary>
    public static IEnumerable<ReachabilityNews> In(Message before, Message after)
    {
        for (var i = 0; i < after.Attempts.Length; i++)
        {
            var attempt = after.Attempts[i];
            var earlier = i < before.Attempts.Length ? before.Attempts[i] : null;
            if (after.Sequence[attempt.Step] is not { Memory: { } memory } step || ReferenceEquals(attempt, earlier))
                continue;
            if (attempt.DeliveredAt is not null && earlier?.DeliveredAt is null)
                yield return new ReachabilityNews(step.Channel, memory.Recipient, Days: null);
            // Another account that took over may reach other people.
            else if (attempt.AccountPlace == 0 && IsAbsence(attempt) && (earlier is null || !IsAbsence(earlier)))
                yield return new ReachabilityNews(step.Channel, memory.Recipient, memory.Days);
        }
    }

    private static bool IsAbsence(Attempt attempt) => attempt is { HasFailed: true, Failure.Error.NotOnChannel: true };
}
