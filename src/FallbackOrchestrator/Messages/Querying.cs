namespace FallbackOrchestrator.Messages;

/// <summary>
/// L6. Before the wait for a step ends by time, its provider is asked once for the status if receipts may have been lost: nothing was heard
/// after the acceptance, this service was away in the meantime, or the wait was so long that a final status should have come.
/// </summary>
internal sealed class Querying(DecisionBuilder builder)
{
    /// <summary>Asks if it is time to, and returns the attempt as it is then.</summary>
    public Attempt QueryIfDue(Attempt attempt)
    {
        if (!(Timers.QueryAt(builder.Message, attempt, builder.Rules) <= builder.Now))
            return attempt;
        builder.Query = new GrantedStatusQuery(attempt.Step, attempt.ProviderIds);
        builder.Cause = Cause.Query;
        builder.Say(attempt.Step, new MessageEvent.StatusQueried());
        return builder[attempt.Step] = attempt with { QueriedUntil = builder.Now + Rules.QueryTimeout };
    }
}
