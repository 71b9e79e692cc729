using System.Collections.Immutable;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.UnitTests.Messages.Support;

/// <summary>
/// What happens to one message, in order. Each line returns the story so far, so a story can be kept and continued in two ways;
/// every decision on the way is held to the <see cref="Laws"/>.
/// </summary>
public sealed record Story(Message Message, DateTimeOffset Now, Rules Rules)
{
    public ImmutableArray<TimelineEntry> Timeline { get; private init; } = [];

    public GrantedCall? Call { get; private init; }

    public GrantedRecall? Recall { get; private init; }

    public GrantedStatusQuery? Query { get; private init; }

    public int CancelledCount { get; private init; }

    public int Current => Message.Attempts.Length;

    public Outcome? Outcome => Message.Outcome;

    public IEnumerable<MessageEvent> Events => Timeline.Select(entry => entry.Event);

    /// <summary>The message was sent, and looked at once.</summary>
    public static Story Of(params FallbackStep[] steps) => Of(A.Message(steps));

    public static Story Of(Message message, Rules? rules = null) => new Story(message, A.Start, rules ?? A.Rules).Decide();

    public Attempt Attempt(int step) => Message.Attempts[step - 1];

    public AttemptOutcome OutcomeOf(int step) => Message.OutcomeOf(Attempt(step));

    public Cause CauseOf<TEvent>() => Timeline.Last(entry => entry.Event is TEvent).Cause;

    public TEvent Last<TEvent>() => Events.OfType<TEvent>().Last();

    /// <summary>These facts are at hand at once.</summary>
    public Story Decide(params Fact[] facts)
    {
        var decision = Decision.Decide(Message, facts, Now, Rules);
        Laws.Hold(Message, facts, decision, Now, Rules);
        return this with
        {
            Message = decision.Message,
            Timeline = Timeline.AddRange(decision.Timeline),
            Call = decision.Call,
            Recall = decision.Recall,
            Query = decision.Query,
            CancelledCount = decision.CancelledCount,
        };
    }

    /// <summary>Time passes, and every timer fires when it is due.</summary>
    public Story After(double seconds)
    {
        var until = Now.AddSeconds(seconds);
        var story = this;
        while (story.Message.DueAt is { } due && due <= until)
            story = (story with { Now = due }).Decide();
        return story with { Now = until };
    }

    public Story AfterHours(double hours) => After(hours * 3600);

    /// <summary>Time passes, and nobody looks: the service is down, or busy.</summary>
    public Story Unattended(double seconds) => this with { Now = Now.AddSeconds(seconds) };

    /// <summary>The account's limits admit the current step, and the call is made.</summary>
    public Story Admit() => Decide(new Fact.Admitted(Current));

    public Story Accept(string id = "id", AttemptStatus asStatus = AttemptStatus.Accepted) => End(new CallResult.Accepted(id, asStatus));

    public Story Reject() => End(new CallResult.Rejected(A.NotReachable));

    public Story Defer(double? retryAfter = null) =>
        End(new CallResult.Deferred(A.Throttled, retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null));

    public Story Unknown() => End(new CallResult.Unknown("no response within 8 s"));

    public Story Break() => End(new CallResult.Broken("a bug"));

    /// <summary>The latest call of the current step, or of another one, comes back.</summary>
    public Story End(CallResult result, int? step = null, int? epoch = null) => Decide(Ended(result, step, epoch));

    public Fact.CallEnded Ended(CallResult result, int? step = null, int? epoch = null) =>
        new(step ?? Current, epoch ?? Attempt(step ?? Current).Epoch, result, Now);

    /// <summary>The current step is called and accepted.</summary>
    public Story HandOver(string id = "id") => Admit().Accept(id);

    public Story Receipt(int step, AttemptStatus status, string? id = null) => Decide(Came(step, status, id));

    public Fact.ReceiptCame Came(int step, AttemptStatus status, string? id = null) =>
        A.Receipt(Message, step, status, Now, StatusLadder.IsFailure(status) ? A.NotReachable : null, id);

    /// <summary>The recall of a step comes back.</summary>
    public Story Recalled(int step, RecallResult result) => Decide(new Fact.RecallEnded(step, result, Now));

    /// <summary>The provider, asked for the status of the first step, reports one.</summary>
    public Story Found(AttemptStatus status) => Queried(new StatusQueryResult.Found(
        status, Now, StatusLadder.IsFailure(status) ? A.NotReachable : null, "id"));

    /// <summary>The status query of the first step comes back.</summary>
    public Story Queried(StatusQueryResult result) => Decide(new Fact.StatusQueryEnded(1, result));

    public Story Cancel() => Decide(new Fact.CancelRequested());

    public Story Skip(int step) => Decide(new Fact.SkipRequested(step));

    /// <summary>No live replica has the account of the current step.</summary>
    public Story AccountMissing() => Decide(new Fact.AccountMissing(Current));

    public Story CircuitOpen() => Decide(new Fact.CircuitOpen(Current));
}
