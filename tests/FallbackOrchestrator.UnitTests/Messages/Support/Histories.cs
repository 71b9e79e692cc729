using System.Collections.Immutable;
using CsCheck;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.UnitTests.Messages.Support;

/// <summary>
/// One thing that happens, before it is known to which message: numbers that are bent to the steps and calls that there are.
/// </summary>
/// <param name="Kind">Which fact.</param>
/// <param name="Step">Any number.</param>
/// <param name="Epoch">How many calls before the latest one: a fenced replica's.</param>
/// <param name="Word">Of a receipt.</param>
/// <param name="Result">Of a call.</param>
/// <param name="At">The provider's time.</param>
/// <param name="With">Whether it is decided together with what comes before it.</param>
internal sealed record Happening(Kind Kind, int Step, int Epoch, AttemptStatus Word, CallResult Result, int At, bool With);

internal enum Kind { Admit, End, Receipt, Timer, Time, Cancel, Skip, CircuitOpen, AccountMissing, Recall, Query }

/// <summary>Random messages and what happens to them; CsCheck shrinks both.</summary>
internal static class Histories
{
    private static readonly AttemptError[] Errors =
    [
        A.NotReachable,
        AttemptError.Of(ErrorClass.Other, "x"),
        AttemptError.Of(ErrorClass.Other, "y"),
        AttemptError.Of(ErrorClass.Other),
        AttemptError.Of(ErrorClass.Expired),
    ];

    private static readonly RecallResult[] Recalls =
        [new RecallResult.Recalled(), new RecallResult.AlreadyDelivered(), new RecallResult.Failed("time-out")];

    public static readonly Gen<AttemptError> Error = OneOf(Errors);

    public static readonly Gen<AttemptStatus> Word = Gen.Enum<AttemptStatus>().Where(
        status => status != FallbackOrchestrator.Messages.AttemptStatus.None);

    public static readonly Gen<CallResult> Result = Gen.Frequency(
        (4, OneOf("p", "q").Select(id => (CallResult)new CallResult.Accepted(id))),
        (1, Gen.Const((CallResult)new CallResult.Accepted("p", FallbackOrchestrator.Messages.AttemptStatus.Sent))),
        (1, Error.Select(error => (CallResult)new CallResult.Rejected(error))),
        (1, Error.Select(error => (CallResult)new CallResult.Rejected(error, ErrorSubject.Account))),
        (1, Gen.Const((CallResult)new CallResult.Deferred(AttemptError.Of(ErrorClass.Unavailable)))),
        (2, Gen.Const((CallResult)new CallResult.Deferred(A.Throttled))),
        (1, OneOf(0, 5, 30, 4000).Select(seconds => (CallResult)new CallResult.Deferred(A.Throttled, TimeSpan.FromSeconds(seconds)))),
        (2, Gen.Const((CallResult)new CallResult.Unknown("time-out"))),
        (1, Gen.Const((CallResult)new CallResult.Broken("bug"))));

    private static readonly Gen<FallbackStep> Step = Gen.Select(
        OneOf("WhatsApp", "Viber", "SMS"), OneOf<int?>(null, 10, 60, 3600), Gen.Enum<SuccessStatus>(), Gen.Bool, Gen.Int[0, 9], Gen.Bool,
        (channel, window, success, key, cannot, recall) => A.Step(channel, window, success) with
        {
            TakesIdempotencyKey = key,
            CanBeRecalled = recall,
            CanBeQueried = key,
            StopOn = cannot is 4 or 5 ? [ErrorClass.NotReachable, ErrorClass.Throttled] : [],
            OtherAccounts = cannot switch
            {
                1 or 2 => [new StepAccount(new ChannelAccountId("second"), TakesIdempotencyKey: !key, CanBeRecalled: !recall)],
                3 => [new StepAccount(new ChannelAccountId("second")), new StepAccount(new ChannelAccountId("third"), key)],
                _ => [],
            },
            CannotApply = cannot == 0 ? A.NotReachable : null,
        });

    public static readonly Gen<Message> Message = Gen.Select(
        Step.Array[1, 4], OneOf(0, 0, 0, 100), OneOf(0, 0, 0, 50, 500, 5000), Gen.Bool,
        (steps, scheduled, expiry, resend) => (scheduled == 0 ? A.Message(steps) : A.Scheduled(scheduled, steps)) with
        {
            ExpiresAt = expiry == 0 ? null : A.Start.AddSeconds(scheduled + expiry),
            MayResend = resend,
        });

    private static readonly Gen<Kind> Kinds = Gen.Frequency(
        (6, Gen.Const(Kind.Admit)), (
            6, Gen.Const(Kind.End)), (5, Gen.Const(Kind.Receipt)), (4, Gen.Const(Kind.Timer)), (3, Gen.Const(Kind.Time)),
        (2, Gen.Const(Kind.Recall)), (2, Gen.Const(Kind.Query)), (1, Gen.Const(Kind.Skip)),
        (1, Gen.Const(Kind.CircuitOpen)), (1, Gen.Const(Kind.AccountMissing)),
        (1, Gen.Int[0, 3].Select(n => n == 0 ? Kind.Cancel : Kind.Timer)));

    private static readonly Gen<Happening> Happening = Gen.Select(
        Kinds, Gen.Int[0, 9], Gen.Frequency(
            (5, Gen.Const(0)), (1, Gen.Const(1))), Word, Result, Gen.Int[-50, 50], Gen.Int[0, 3].Select(n => n == 0),
        (kind, step, epoch, status, result, at, with) => new Happening(kind, step, epoch, status, result, at, with));

    public static readonly Gen<(Message Message, Happening[] Happenings)> All = Gen.Select(Message, Happening.Array[0, 40]);

    public static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    /// <summary>Tells the story; each decision in it is held to the laws.</summary>
    public static Story Tell(Message message, IEnumerable<Happening> happenings)
    {
        var story = Story.Of(message);
        var together = ImmutableArray<Fact>.Empty;
        foreach (var happening in happenings)
        {
            if (!happening.With)
                (story, together) = (story.Decide([.. together]), []);
            story = happening.Kind switch
            {
                Kind.Timer when story.Message.DueAt is { } due => (story with { Now = due }).Decide(),
                Kind.Time => story.Unattended(happening.Step * happening.Step * 7),
                _ => story,
            };
            if (FactOf(happening, story) is { } fact)
                together = together.Add(fact);
        }
        return story.Decide([.. together]);
    }

    private static Fact? FactOf(Happening happening, Story story)
    {
        var at = A.Start.AddSeconds(happening.At);
        var step = story.Current == 0 ? 0 : 1 + happening.Step % story.Current;
        return happening.Kind switch
        {
            Kind.Admit => new Fact.Admitted(story.Current),
            Kind.CircuitOpen => new Fact.CircuitOpen(story.Current),
            Kind.AccountMissing => new Fact.AccountMissing(story.Current),
            Kind.Cancel => new Fact.CancelRequested(),
            Kind.Skip => new Fact.SkipRequested(happening.Step),
            Kind.Recall when step > 0 && story.Message.Sequence[step].CanBeRecalled =>
                new Fact.RecallEnded(step, Recalls[happening.At % 2 == 0 ? 0 : 1 + happening.Step % 2], at),
            Kind.Query when step > 0 && story.Attempt(step).QueriedUntil is not null => new Fact.StatusQueryEnded(
                step,
                happening.Step < 3 || happening.Word == AttemptStatus.None
                    ? new StatusQueryResult.Failed("time-out")
                    : new StatusQueryResult.Found(happening.Word, at, Errors[happening.Step % Errors.Length], "r")),
            Kind.Receipt when step > 0 =>
                A.ReceiptOfCurrent(story.Message, step, happening.Word, at, Errors[happening.Step % Errors.Length], happening.Step < 5 ? "r" : "q"),
            Kind.End when step > 0 && story.Attempt(step).Epoch - happening.Epoch is > 0 and var epoch
                && (story.Attempt(step).Handover == HandoverState.Calling || story.Attempt(step).Unknown) =>
                new Fact.CallEnded(step, epoch, happening.Result, at, happening.Step / 9.0),
            _ => null,
        };
    }
}
