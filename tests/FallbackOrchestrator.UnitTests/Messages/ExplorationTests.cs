using FallbackOrchestrator.Messages;
using FallbackOrchestrator.UnitTests.Messages.Support;

namespace FallbackOrchestrator.UnitTests.Messages;

/// <summary>
/// Every state that short sequences can reach, and the laws in each. What happens is drawn from a small alphabet: the admission of the
/// call, its end in each way (also after its lease lapsed), receipts, skip, cancel, an open circuit, a missing account, and the timers.
/// </summary>
public class ExplorationTests(ITestOutputHelper output)
{
    private static readonly Alphabet Everything = new(
        [AttemptStatus.Sent, AttemptStatus.Delivered, AttemptStatus.Read, AttemptStatus.Undelivered],
        [Accepted, Rejected, Deferred, Unknown, Broken],
        step => [new Fact.CancelRequested(), new Fact.SkipRequested(step), new Fact.CircuitOpen(step), new Fact.AccountMissing(step)]);

    private static readonly Alphabet WithReads = new(
        [AttemptStatus.Delivered, AttemptStatus.Read, AttemptStatus.Undelivered], [Accepted, Rejected, Deferred, Unknown],
        step => [new Fact.CancelRequested(), new Fact.SkipRequested(step)]);

    private static readonly Alphabet WithoutReads = WithReads with { Words = [AttemptStatus.Delivered, AttemptStatus.Undelivered] };

    private static readonly Alphabet Few = new(
        [AttemptStatus.Read, AttemptStatus.Undelivered], [Accepted, Deferred], _ => [new Fact.CancelRequested()]);

    private static readonly Alphabet ForRecalls = new(
        [AttemptStatus.Delivered, AttemptStatus.Undelivered], [Accepted, Unknown],
        step => [new Fact.CancelRequested(), new Fact.SkipRequested(step)]);

    private static readonly Alphabet ForAccounts = new(
        [AttemptStatus.Delivered, AttemptStatus.Undelivered], [Accepted, RejectedForAccount, Unavailable, Deferred, Unknown],
        step => [new Fact.CancelRequested(), new Fact.CircuitOpen(step), new Fact.AccountMissing(step)]);

    private static FallbackStep TwoAccounts(FallbackStep step) =>
        step with { OtherAccounts = [new StepAccount(new ChannelAccountId("second"), TakesIdempotencyKey: true)] };

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(30);

    // Few tries, so that the counts stay small; and times that fall on each other, where the traps are.
    private static readonly Rules FewTries = new()
    {
        Lease = Tick,
        FirstBackOff = Tick,
        LongestBackOff = Tick,
        PatienceWithoutWindow = 2 * Tick,
        PatienceOnLastStep = 2 * Tick,
        LongestQueue = 2 * Tick,
        ProvisionalFor = 3 * Tick,
        ConfirmFor = 5 * Tick,
        MaxBrokenCalls = 2,
    };

    private static readonly FallbackStep ReadWanted = A.Step("WhatsApp", 60, SuccessStatus.Read);

    private static readonly FallbackStep AcceptedWanted = A.Step("WhatsApp", 60, SuccessStatus.Accepted);

    public static TheoryData<string> Messages => [.. All.Keys];

    private static readonly Dictionary<string, (Message Message, Alphabet Alphabet)> All = new()
    {
        ["one step"] = (A.Message(ReadWanted), Everything),
        ["one step, done at Accepted"] = (A.Message(AcceptedWanted), Everything),
        ["one step with an idempotency key"] = (A.Message(A.Sms with { TakesIdempotencyKey = true }), Everything),
        ["one step that may not be sent twice"] = (A.Message(A.Sms) with { MayResend = false }, Everything),
        ["one step, scheduled, with an expiry"] = (A.Scheduled(60, A.Sms) with { ExpiresAt = A.Start.AddSeconds(150) }, Everything),
        ["two steps, done at Read"] = (A.Message(ReadWanted, A.Sms), WithReads),
        ["two steps, done at Accepted"] = (A.Message(AcceptedWanted, A.Sms), WithoutReads),
        ["two steps, both done at Accepted, with an expiry"] =
            (A.Message(AcceptedWanted, A.Step("SMS", null, SuccessStatus.Accepted)) with { ExpiresAt = A.Start.AddSeconds(120) },
                WithoutReads),
        ["two steps, the first without a window and with a key"] =
            (A.Message(A.Step("Viber", null, SuccessStatus.Sent) with { TakesIdempotencyKey = true }, A.Sms), WithoutReads),
        ["two steps, the first can be recalled"] = (A.Message(ReadWanted with { CanBeRecalled = true }, A.Sms), WithReads),
        ["two steps, the first can be recalled and is done at Sent, with an expiry"] =
            (A.Message(A.Step("RCS", 60, SuccessStatus.Sent) with { CanBeRecalled = true }, A.Sms) with
            {
                ExpiresAt = A.Start.AddSeconds(120),
            }, ForRecalls),
        ["two steps, the first can be asked for, with an expiry"] =
            (A.Message(A.Viber with { CanBeQueried = true }, A.Sms) with { ExpiresAt = A.Start.AddSeconds(120) }, WithoutReads),
        ["one step that can be asked for and is done at Read"] = (A.Message(ReadWanted with { CanBeQueried = true }), WithReads),
        ["two steps, the first with two accounts"] = (A.Message(TwoAccounts(ReadWanted), A.Sms), ForAccounts),
        ["one step with two accounts, the second with an idempotency key"] = (A.Message(TwoAccounts(A.Sms)), ForAccounts),
        ["three steps, the second cannot apply"] = (A.Message(AcceptedWanted, A.Viber with { CannotApply = A.NotReachable }, A.Sms), Few),
        ["three steps"] = (A.Message(ReadWanted, A.Step("Viber", 30, SuccessStatus.Accepted), A.Sms), Few),
    };

    private static readonly Dictionary<string, Lazy<Exploration>> Walks = All.ToDictionary(
        named => named.Key,
        named => new Lazy<Exploration>(() => new Exploration(FewTries, Tick).Walk(named.Value.Message, named.Value.Alphabet.Of)));

    /// <summary>All of them; each is walked once and shared by the tests.</summary>
    internal static IEnumerable<Exploration> Everywhere => Walks.Values.Select(walk => walk.Value);

    [Theory, MemberData(nameof(Messages))]
    public void The_laws_hold_in_every_reachable_state(string which)
    {
        var walk = Walks[which].Value;

        output.WriteLine($"{which}: {walk.States} states, {walk.Decisions} decisions");
        walk.States.Should().BeGreaterThan(100);
    }

    private static readonly RecallResult[] Recalls =
        [new RecallResult.Recalled(), new RecallResult.AlreadyDelivered(), new RecallResult.Failed("time-out")];

    private static readonly StatusQueryResult[] Queries =
    [
        new StatusQueryResult.Found(AttemptStatus.Sent, A.Start, null, "p"),
        new StatusQueryResult.Found(AttemptStatus.Delivered, A.Start, null, "p"),
        new StatusQueryResult.Found(AttemptStatus.Undelivered, A.Start, A.NotReachable, "p"),
        new StatusQueryResult.Failed("time-out"),
    ];

    private static CallResult Accepted => new CallResult.Accepted("p");

    private static CallResult Rejected => new CallResult.Rejected(A.NotReachable);

    private static CallResult RejectedForAccount =>
        new CallResult.Rejected(AttemptError.Of(ErrorClass.Configuration), ErrorSubject.Account);

    private static CallResult Unavailable => new CallResult.Deferred(AttemptError.Of(ErrorClass.Unavailable));

    private static CallResult Deferred => new CallResult.Deferred(A.Throttled);

    private static CallResult Unknown => new CallResult.Unknown("time-out");

    private static CallResult Broken => new CallResult.Broken("bug");

    /// <summary>
    /// The facts that may arrive: receipts of every attempt, results of calls that run or are unknown, and what people and the dispatcher
    /// ask.
    /// </summary>
    private sealed record Alphabet(AttemptStatus[] Words, CallResult[] Results, Func<int, Fact[]> Asked)
    {
        public IEnumerable<Fact> Of(Message message)
        {
            var current = message.Attempts.Length;
            var receipts = message.Attempts.SelectMany(
                attempt => Words.Select(status => A.ReceiptOfCurrent(message, attempt.Step, status, A.Start)));
            var results = message.Attempts
                .Where(attempt => attempt.Handover == HandoverState.Calling || attempt.Unknown)
                .SelectMany(attempt => Results.Select(result => new Fact.CallEnded(attempt.Step, attempt.Epoch, result, A.Start)));
            var recalls = message.Attempts
                .Where(attempt => message.Sequence[attempt.Step].CanBeRecalled && attempt.Handover == HandoverState.HandedOver)
                .SelectMany(attempt => Recalls.Select(result => new Fact.RecallEnded(attempt.Step, result, A.Start)));
            var found = message.Attempts
                .Where(attempt => attempt.QueriedUntil is not null)
                .SelectMany(attempt => Queries.Select(result => new Fact.StatusQueryEnded(attempt.Step, result)));
            return [new Fact.Admitted(current), .. Asked(current), .. receipts, .. results, .. recalls, .. found];
        }
    }
}
