using FallbackOrchestrator.Messages;
using FallbackOrchestrator.UnitTests.Messages.Support;

namespace FallbackOrchestrator.UnitTests.Messages;

/// <summary>
/// E1 and U1 to U3: how a call ends, and what follows where nobody knows. (U4a, which responses are deferred and which unknown, is the
/// adapters'.)
/// </summary>
public class CallRulesTests
{
    private static readonly FallbackStep NoWindow = A.Step("Viber", null, SuccessStatus.Delivered);

    private static readonly FallbackStep WithKey = A.Viber with { TakesIdempotencyKey = true };

    private static readonly Story TwoSteps = Story.Of(A.Viber, A.Sms);

    private static readonly Story LastStep = Story.Of(A.Sms);

    public static TheoryData<string, Func<Story, Story>> Ends => new()
    {
        { "succeeded", story => story.Receipt(1, AttemptStatus.Delivered) },
        { "cancelled", story => story.Cancel() },
        { "expired", story => story.After(86400) },
    };

    [Theory, MemberData(nameof(Ends))]
    public void E1_Once_there_is_an_outcome_nothing_more_is_handed_over(string how, Func<Story, Story> end)
    {
        var step2Queued = Story.Of(A.Message(A.Viber, A.Sms) with { ExpiresAt = A.Start.AddSeconds(86400) }).HandOver().After(60);

        var ended = end(step2Queued);

        ended.Outcome.Should().NotBeNull(how);
        ended.OutcomeOf(2).Should().Be(AttemptOutcome.Withdrawn);
        ended.Decide(new Fact.Admitted(2)).Call.Should().BeNull();
        ended.Decide(new Fact.CircuitOpen(2)).Timeline.Should().HaveCount(ended.Timeline.Length);
    }

    [Fact]
    public void E1_A_deferred_call_is_not_tried_again_once_there_is_an_outcome()
    {
        var story = TwoSteps.HandOver().After(60).Admit().Receipt(1, AttemptStatus.Delivered).Defer();

        story.OutcomeOf(2).Should().Be(AttemptOutcome.Withdrawn);
        story.Message.DueAt.Should().BeNull();
    }

    [Fact]
    public void E1_Results_of_running_calls_are_still_joined()
    {
        var story = TwoSteps.HandOver().After(60).Admit().Receipt(1, AttemptStatus.Delivered).Accept("late");

        story.Attempt(2).Status.Should().Be(AttemptStatus.Accepted);
        story.Attempt(2).ProviderIds.Should().Equal("late");
        story.Message.SucceededStep.Should().Be(1);
        story.OutcomeOf(2).Should().Be(AttemptOutcome.Open);
    }

    public static TheoryData<CallResult, HandoverState, AttemptStatus> Responses => new()
    {
        { new CallResult.Accepted("p"), HandoverState.HandedOver, AttemptStatus.Accepted },
        { new CallResult.Accepted("p", AttemptStatus.Sent), HandoverState.HandedOver, AttemptStatus.Sent },
        { new CallResult.Rejected(A.NotReachable), HandoverState.Refused, AttemptStatus.Rejected },
        { new CallResult.Deferred(A.Throttled), HandoverState.Queued, AttemptStatus.None },
        { new CallResult.Broken("bug"), HandoverState.Queued, AttemptStatus.None },
        { new CallResult.Unknown("time-out"), HandoverState.HandedOver, AttemptStatus.None },
    };

    [Theory, MemberData(nameof(Responses))]
    public void U1_A_call_ends_in_one_of_these_ways(CallResult result, HandoverState handover, AttemptStatus status)
    {
        var attempt = TwoSteps.Admit().End(result).Attempt(1);

        attempt.Handover.Should().Be(handover);
        attempt.Status.Should().Be(status);
        attempt.LeaseUntil.Should().BeNull();
        attempt.Unknown.Should().Be(result is CallResult.Unknown);
    }

    [Fact]
    public void U2_Unknown_is_never_simply_repeated()
    {
        var story = TwoSteps.Admit().Unknown();

        story.Decide(new Fact.Admitted(1)).Call.Should().BeNull();
        story.After(59).Decide(new Fact.Admitted(1)).Call.Should().BeNull();
        story.After(60).OutcomeOf(1).Should().Be(AttemptOutcome.TimedOut);
        story.After(60).Current.Should().Be(2);
    }

    [Fact]
    public void U2_Unknown_is_repeated_under_an_idempotency_key()
    {
        var story = Story.Of(WithKey, A.Sms).Admit().Unknown();
        story.Admit().Call.Should().BeNull("there is a back-off");

        var again = story.After(1).Admit();

        again.Call.Should().Be(new GrantedCall(1, 2, again.Now.AddSeconds(60)));
        again.Attempt(1).Resend.Should().Be(ResendState.None);
        again.Accept().Attempt(1).Status.Should().Be(AttemptStatus.Accepted);
    }

    [Fact]
    public void U2_Repeats_end_with_the_steps_patience_and_then_the_window_is_waited_for()
    {
        var story = Story.Of(WithKey, A.Sms).Admit().Unknown().After(30).Admit().Unknown();

        story.After(29).Attempt(1).Handover.Should().Be(HandoverState.Queued);
        var waits = story.After(30);
        waits.Attempt(1).Handover.Should().Be(HandoverState.HandedOver);
        waits.Current.Should().Be(1);
        story.After(60).OutcomeOf(1).Should().Be(AttemptOutcome.TimedOut);
    }

    [Fact]
    public void U2_A_repeat_that_is_deferred_leaves_the_first_call_unknown()
    {
        var story = Story.Of(WithKey, A.Sms).Admit().Unknown().After(1).Admit().Defer(retryAfter: 3600);

        story.Attempt(1).Unknown.Should().BeTrue();
        story.Attempt(1).Handover.Should().Be(HandoverState.HandedOver);
        story.Current.Should().Be(1);
    }

    [Theory]
    [InlineData(AttemptStatus.Accepted, null)]
    [InlineData(AttemptStatus.Sent, null)]
    [InlineData(AttemptStatus.Undelivered, Outcome.Failed)]
    [InlineData(AttemptStatus.Delivered, Outcome.Succeeded)]
    public void U2_Any_receipt_ends_the_unknown(AttemptStatus status, Outcome? outcome)
    {
        var story = LastStep.Admit().Unknown().Receipt(1, status, "p").After(900);

        story.Outcome.Should().Be(outcome);
        story.Events.Should().NotContain(new MessageEvent.ResendQueued());
        story.Attempt(1).ProviderIds.Should().Equal("p");
    }

    [Fact]
    public void U2_A_receipt_stops_the_repeats() =>
        Story.Of(WithKey, A.Sms).Admit().Unknown().Receipt(1, AttemptStatus.Accepted).After(1).Admit().Call.Should().BeNull();

    [Fact]
    public void U3_Unknown_without_a_window_starts_the_next_step_after_its_patience()
    {
        var story = Story.Of(NoWindow, A.Sms).Admit().Unknown();

        story.After(59).Current.Should().Be(1);
        story.After(60).OutcomeOf(1).Should().Be(AttemptOutcome.TimedOut);
        story.After(60).Current.Should().Be(2);
    }

    [Fact]
    public void U3_On_the_last_step_there_is_one_resend_after_the_patience()
    {
        var unknown = LastStep.Admit().Unknown();
        unknown.After(899).Attempt(1).Resend.Should().Be(ResendState.None);

        var pending = unknown.After(900);
        pending.Attempt(1).Resend.Should().Be(ResendState.Pending);
        pending.Last<MessageEvent.ResendQueued>().Should().NotBeNull();

        var resent = pending.Admit();
        resent.Call!.Epoch.Should().Be(2);
        resent.Attempt(1).Resend.Should().Be(ResendState.Called);
        resent.Accept("second").End(new CallResult.Accepted("first"), 1, epoch: 1).Attempt(1).ProviderIds.Should().Equal("first", "second");
    }

    public static TheoryData<CallResult> ShortOfAcceptance =>
    [
        new CallResult.Rejected(A.NotReachable),
        new CallResult.Deferred(A.Throttled, TimeSpan.FromSeconds(1)),
        new CallResult.Unknown("time-out"),
        new CallResult.Broken("bug"),
    ];

    [Theory, MemberData(nameof(ShortOfAcceptance))]
    public void U3_Unless_the_resend_is_accepted_the_attempt_stays_unknown(CallResult result)
    {
        foreach (var step in new[] { A.Sms, A.Sms with { TakesIdempotencyKey = true } })
        {
            var story = Story.Of(step).Admit().Unknown().After(900).Admit().End(result);

            story.Attempt(1).Should().Match<Attempt>(attempt => attempt.Unknown && attempt.Handover == HandoverState.HandedOver
                && !attempt.HasStatus);
            story.AfterHours(47.9).Outcome.Should().BeNull();
            story.AfterHours(48).Outcome.Should().Be(Outcome.Unconfirmed);
            story.AfterHours(40).Admit().Call.Should().BeNull();
        }
    }

    [Fact]
    public void U3_A_subaccount_may_forbid_the_resend()
    {
        var story = Story.Of(A.Message(A.Sms) with { MayResend = false }).Admit().Unknown();

        story.After(900).Events.Should().NotContain(new MessageEvent.ResendQueued());
        story.AfterHours(48).Outcome.Should().Be(Outcome.Unconfirmed);
    }

    [Fact]
    public void U3_A_resend_that_the_limits_never_admit_does_not_keep_the_message_open()
    {
        var story = LastStep.Admit().Unknown().AfterHours(48);

        story.Outcome.Should().Be(Outcome.Unconfirmed);
        story.Attempt(1).Should().Match<Attempt>(attempt => attempt.Handover == HandoverState.HandedOver
            && attempt.Resend == ResendState.GivenUp);
    }

    [Fact]
    public void U3_A_resend_waits_for_the_accounts_limits_no_longer_than_any_call()
    {
        var pending = LastStep.Admit().Unknown().After(900);
        pending.AfterHours(23.9).Attempt(1).Resend.Should().Be(ResendState.Pending);

        var over = pending.AfterHours(24);

        over.Attempt(1).Should().Match<Attempt>(attempt => attempt.Handover == HandoverState.HandedOver
            && attempt.Resend == ResendState.GivenUp);
        over.Last<MessageEvent.ResendGivenUp>().Error.Class.Should().Be(ErrorClass.Throttled);
        over.AfterHours(1).Admit().Call.Should().BeNull();
        over.AfterHours(24).Outcome.Should().Be(Outcome.Unconfirmed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void U3_A_resend_behind_an_open_circuit_or_a_missing_account_is_given_up_like_one_that_is_deferred(bool missing)
    {
        var pending = LastStep.Admit().Unknown().After(900);

        var over = missing ? pending.AccountMissing() : pending.CircuitOpen();

        over.Attempt(1).Resend.Should().Be(ResendState.GivenUp);
        over.Attempt(1).StatusText.Should().Be("unknown");
        over.Cancel().CancelledCount.Should().Be(0, "no resend is possible any more");
        over.AfterHours(24).Events.OfType<MessageEvent.ResendQueued>().Should().ContainSingle();
        over.AfterHours(48).Outcome.Should().Be(Outcome.Unconfirmed);
        over.Receipt(1, AttemptStatus.Delivered).Outcome.Should().Be(Outcome.Succeeded);
    }

    [Fact]
    public void U3_The_patience_of_an_unknown_call_does_not_end_while_its_repeat_runs()
    {
        var repeated = Story.Of(WithKey with { FallbackAfter = null }, A.Sms).Admit().Unknown().After(50).Admit();
        repeated.Call.Should().NotBeNull();

        var looked = repeated.After(20).Decide();
        looked.OutcomeOf(1).Should().Be(AttemptOutcome.Open, "its response may still come, though the patience ended 10 s ago");
        looked.Accept().OutcomeOf(1).Should().Be(AttemptOutcome.Open);
        repeated.After(30).OutcomeOf(1).Should().Be(AttemptOutcome.TimedOut, "the lease has lapsed");
    }

    [Fact]
    public void U3_A_resend_that_was_dropped_for_a_success_is_possible_again_if_that_is_revoked()
    {
        var story = Story.Of(A.Step("WhatsApp", 60, SuccessStatus.Accepted), A.Sms).Admit().Unknown().After(60)
            .Admit().Unknown().After(900).Receipt(1, AttemptStatus.Accepted);
        story.Attempt(2).Resend.Should().Be(ResendState.None);

        story.Receipt(1, AttemptStatus.Undelivered).Attempt(2).Resend.Should().Be(ResendState.Pending);
    }
}
