using FallbackOrchestrator.Messages;
using FallbackOrchestrator.UnitTests.Messages.Support;

namespace FallbackOrchestrator.UnitTests.Messages;

/// <summary>E1 and U1 to U8. (U4a, which answers are deferred and which unknown, is the adapters'.)</summary>
public class CallRulesTests
{
    private static readonly FallbackStep NoWindow = A.Step("Viber", null, SuccessStatus.Delivered);

    private static readonly FallbackStep WithKey = A.Viber with { TakesIdempotencyKey = true };

    private static readonly Story TwoSteps = Story.Of(A.Viber, A.Sms);

    private static readonly Story LastStep = Story.Of(A.Sms);

    public static TheoryData<string, Func<Story, Story>> Ends => new()
    {
        { "succeeded", story => story.Receipt(1, Word.Delivered) },
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
        var story = TwoSteps.HandOver().After(60).Admit().Receipt(1, Word.Delivered).Defer();

        story.OutcomeOf(2).Should().Be(AttemptOutcome.Withdrawn);
        story.Message.DueAt.Should().BeNull();
    }

    [Fact]
    public void E1_Results_of_running_calls_are_still_joined()
    {
        var story = TwoSteps.HandOver().After(60).Admit().Receipt(1, Word.Delivered).Accept("late");

        story.Attempt(2).Status.Should().Be(Word.Accepted);
        story.Attempt(2).ProviderIds.Should().Equal("late");
        story.Message.SucceededStep.Should().Be(1);
        story.OutcomeOf(2).Should().Be(AttemptOutcome.Open);
    }

    public static TheoryData<CallResult, HandoverState, Word> Answers => new()
    {
        { new CallResult.Accepted("p"), HandoverState.HandedOver, Word.Accepted },
        { new CallResult.Accepted("p", Word.Sent), HandoverState.HandedOver, Word.Sent },
        { new CallResult.Rejected(A.NotReachable), HandoverState.Refused, Word.Rejected },
        { new CallResult.Deferred(A.Throttled), HandoverState.Queued, Word.None },
        { new CallResult.Broken("bug"), HandoverState.Queued, Word.None },
        { new CallResult.Unknown("time-out"), HandoverState.HandedOver, Word.None },
    };

    [Theory, MemberData(nameof(Answers))]
    public void U1_A_call_ends_in_one_of_these_ways(CallResult result, HandoverState handover, Word status)
    {
        var attempt = TwoSteps.Admit().End(result).Attempt(1);

        attempt.Handover.Should().Be(handover);
        attempt.Status.Should().Be(status);
        attempt.LeaseUntil.Should().BeNull();
        attempt.Unknown.Should().Be(result is CallResult.Unknown);
    }

    [Fact]
    public void U2_Unknown_is_never_sent_again_blindly()
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
        again.Accept().Attempt(1).Status.Should().Be(Word.Accepted);
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
    [InlineData(Word.Accepted, null)]
    [InlineData(Word.Sent, null)]
    [InlineData(Word.Undelivered, Outcome.Failed)]
    [InlineData(Word.Delivered, Outcome.Succeeded)]
    public void U2_Any_receipt_ends_the_unknown(Word word, Outcome? outcome)
    {
        var story = LastStep.Admit().Unknown().Receipt(1, word, "p").After(900);

        story.Outcome.Should().Be(outcome);
        story.Events.Should().NotContain(new MessageEvent.ResendQueued());
        story.Attempt(1).ProviderIds.Should().Equal("p");
    }

    [Fact]
    public void U2_A_receipt_stops_the_repeats() =>
        Story.Of(WithKey, A.Sms).Admit().Unknown().Receipt(1, Word.Accepted).After(1).Admit().Call.Should().BeNull();

    [Fact]
    public void U3_Unknown_without_a_window_gives_way_after_its_patience()
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
    public void U3_Whatever_the_resend_answers_short_of_acceptance_leaves_it_unknown(CallResult result)
    {
        foreach (var step in new[] { A.Sms, A.Sms with { TakesIdempotencyKey = true } })
        {
            var story = Story.Of(step).Admit().Unknown().After(900).Admit().End(result);

            story.Attempt(1).Should().Match<Attempt>(attempt => attempt.Unknown && attempt.Handover == HandoverState.HandedOver && !attempt.HasWord);
            story.AfterHours(47.9).Outcome.Should().BeNull();
            story.AfterHours(48).Outcome.Should().Be(Outcome.Unconfirmed);
            story.AfterHours(40).Admit().Call.Should().BeNull();
        }
    }

    [Fact]
    public void U3_A_subaccount_may_say_never()
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
        story.Attempt(1).Should().Match<Attempt>(attempt => attempt.Handover == HandoverState.HandedOver && attempt.Resend == ResendState.None);
    }

    [Fact]
    public void U3_A_resend_that_was_dropped_for_a_success_is_possible_again_when_that_is_taken_back()
    {
        var story = Story.Of(A.Step("WhatsApp", 60, SuccessStatus.Accepted), A.Sms).Admit().Unknown().After(60)
            .Admit().Unknown().After(900).Receipt(1, Word.Accepted);
        story.Attempt(2).Resend.Should().Be(ResendState.None);

        story.Receipt(1, Word.Undelivered).Attempt(2).Resend.Should().Be(ResendState.Pending);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1.2)]
    public void U4_Deferred_is_tried_again_with_a_back_off_that_doubles_and_is_spread(double jitter, double firstWait)
    {
        var story = LastStep.Admit();
        story = story.Decide(story.Ended(new CallResult.Deferred(A.Throttled)) with { Jitter = jitter });
        story.Attempt(1).DispatchAt.Should().BeCloseTo(A.Start.AddSeconds(firstWait), TimeSpan.FromMilliseconds(1));

        var waits = new List<double>();
        for (var i = 0; i < 6; i++)
        {
            story = (story with { Now = story.Attempt(1).DispatchAt!.Value }).Admit().Defer();
            waits.Add((story.Attempt(1).DispatchAt!.Value - story.Now).TotalSeconds);
        }
        waits.Should().Equal(2, 4, 8, 16, 30, 30);
    }

    [Theory]
    [InlineData(40, 40)]
    [InlineData(0, 1)] // not at once again
    [InlineData(-5, 1)]
    public void U4_Retry_After_is_honoured(double retryAfter, double wait) =>
        LastStep.Admit().Defer(retryAfter).Attempt(1).DispatchAt.Should().Be(A.Start.AddSeconds(wait));

    [Theory]
    [InlineData(60)]
    [InlineData(1e10)] // a date that no clock can show is no accident of ours
    public void U4_A_Retry_After_beyond_the_patience_ends_it_at_once(double retryAfter)
    {
        var story = TwoSteps.Admit().Defer(retryAfter);

        story.OutcomeOf(1).Should().Be(AttemptOutcome.NotSent);
        story.Current.Should().Be(2);
        story.CauseOf<MessageEvent.AttemptNotSent>().Should().Be(Cause.Dispatch);
    }

    [Theory]
    [InlineData(60, 60)]
    [InlineData(3600, 300)]
    [InlineData(null, 60)]
    public void U4_The_patience_ends_in_notSent_and_never_in_timed_out(int? window, int patience)
    {
        var story = Story.Of(A.Step("Viber", window, SuccessStatus.Delivered), A.Sms).After(500).Admit().Defer(retryAfter: patience - 1);

        story.After(patience - 1).Current.Should().Be(1);
        var given = story.After(patience);
        given.OutcomeOf(1).Should().Be(AttemptOutcome.NotSent);
        given.Last<MessageEvent.AttemptNotSent>().Error.Should().Be(A.Throttled);
        given.CauseOf<MessageEvent.AttemptNotSent>().Should().Be(Cause.Deadline);
        given.Current.Should().Be(2);
    }

    [Fact]
    public void U4_On_the_last_step_the_patience_is_15_minutes_and_then_the_message_fails()
    {
        var story = LastStep.Admit().Defer(retryAfter: 899);

        story.After(899).Outcome.Should().BeNull();
        story.After(900).Outcome.Should().Be(Outcome.Failed);
        story.After(900).OutcomeOf(1).Should().Be(AttemptOutcome.NotSent);
    }

    [Fact]
    public void U4_An_open_circuit_is_a_failure_at_once_where_a_next_step_exists()
    {
        var story = TwoSteps.CircuitOpen();

        story.OutcomeOf(1).Should().Be(AttemptOutcome.NotSent);
        story.Current.Should().Be(2);
        story.Attempt(1).Epoch.Should().Be(0);
    }

    [Fact]
    public void U4_An_open_circuit_is_a_deferral_on_the_last_step()
    {
        var story = LastStep.CircuitOpen();

        story.Attempt(1).DispatchAt.Should().Be(A.Start.AddSeconds(1));
        story.CircuitOpen().Timeline.Should().HaveCount(story.Timeline.Length, "it is not due");
        story.After(1).Admit().Call.Should().NotBeNull();
        story.After(900).OutcomeOf(1).Should().Be(AttemptOutcome.NotSent);
    }

    [Fact]
    public void U4_An_open_circuit_does_not_give_up_a_call_that_may_have_been_taken()
    {
        var story = Story.Of(WithKey, A.Sms).Admit().Unknown().After(1).CircuitOpen();

        story.Current.Should().Be(1);
        story.Attempt(1).Handover.Should().Be(HandoverState.Queued);
    }

    [Fact]
    public void U4_Open_circuits_of_several_steps_are_met_in_one_decision() =>
        Story.Of(A.WhatsApp, A.Viber, A.Sms).Decide(new Fact.CircuitOpen(1), new Fact.CircuitOpen(2), new Fact.Admitted(3)).Call!.Step.Should().Be(3);

    [Fact]
    public void U4_Waiting_for_our_own_limits_is_bounded_by_24_hours()
    {
        TwoSteps.AfterHours(23.9).Current.Should().Be(1);
        TwoSteps.AfterHours(24).Current.Should().Be(2);
        TwoSteps.AfterHours(24).OutcomeOf(1).Should().Be(AttemptOutcome.NotSent);
        TwoSteps.AfterHours(24).Last<MessageEvent.AttemptNotSent>().Error.Class.Should().Be(ErrorClass.Throttled);
        TwoSteps.AfterHours(48).Outcome.Should().Be(Outcome.Failed);
    }

    [Fact]
    public void U4_Waiting_for_our_own_limits_is_bounded_by_the_expiry_instead_where_there_is_one()
    {
        var story = Story.Of(A.Message(A.Viber, A.Sms) with { ExpiresAt = A.Start.AddHours(30) });

        story.AfterHours(29.9).Admit().Call!.Step.Should().Be(1);
        story.AfterHours(30).Outcome.Should().Be(Outcome.Expired);
    }

    [Fact]
    public void U5_A_receipt_that_is_joined_late_makes_the_same_attempt()
    {
        var called = TwoSteps.Admit();

        called.Decide(called.Came(1, Word.Sent, "p")).Accept("p").Attempt(1).Status.Should().Be(Word.Sent);
        called.Accept("p").Receipt(1, Word.Sent, "p").Attempt(1).Status.Should().Be(Word.Sent);
    }

    [Fact]
    public void U5_A_receipt_of_another_account_or_of_a_step_not_started_is_not_joined()
    {
        var story = TwoSteps.HandOver();

        story.Decide(story.Came(1, Word.Delivered) with { Account = A.Sms.Account }).Outcome.Should().BeNull();
        story.Receipt(2, Word.Delivered).Outcome.Should().BeNull();
        story.End(new CallResult.Accepted("p"), 1, 1).Decide(new Fact.CallEnded(2, 1, new CallResult.Accepted("p"), story.Now)).Current.Should().Be(1);
    }

    [Fact]
    public void U6_A_window_that_ends_during_the_call_times_the_step_out()
    {
        var story = Story.Of(A.Viber with { FallbackAfter = TimeSpan.FromSeconds(10) }, A.Sms).Admit();
        story.Call!.ClosesAt.Should().Be(A.Start.AddSeconds(10));

        var left = story.After(10);
        left.OutcomeOf(1).Should().Be(AttemptOutcome.TimedOut);
        left.Current.Should().Be(2);
        left.End(new CallResult.Accepted("p"), 1, 1).Attempt(1).Status.Should().Be(Word.Accepted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void U6_Deferred_after_the_window_is_notSent(bool broken)
    {
        CallResult result = broken ? new CallResult.Broken("bug") : new CallResult.Deferred(A.Throttled);
        var story = Story.Of(A.Viber with { FallbackAfter = TimeSpan.FromSeconds(10) }, A.Sms).Admit().After(10).End(result, 1, 1);

        story.OutcomeOf(1).Should().Be(AttemptOutcome.NotSent);
        story.Attempt(1).Left.Should().Be(LeftBy.Deadline);
        story.Events.Should().NotContain(what => what is MessageEvent.CallDeferred, "it will not be tried again");
        story.CauseOf<MessageEvent.AttemptNotSent>().Should().Be(Cause.Dispatch);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void U6_Unknown_after_the_window_stays_unknown_also_under_a_key(bool lapses)
    {
        var left = Story.Of(WithKey with { FallbackAfter = TimeSpan.FromSeconds(10) }, A.Sms).Admit().After(10);

        var story = lapses ? left.After(20) : left.End(new CallResult.Unknown("time-out"), 1, 1);

        story.Attempt(1).Should().Match<Attempt>(attempt => attempt.Unknown && attempt.Handover == HandoverState.HandedOver);
        story.OutcomeOf(1).Should().Be(AttemptOutcome.TimedOut);
    }

    [Fact]
    public void U7_A_lapsed_lease_is_an_unknown_outcome()
    {
        var story = TwoSteps.Admit();

        story.After(29).Attempt(1).Handover.Should().Be(HandoverState.Calling);
        var lapsed = story.After(30);
        lapsed.Attempt(1).Should().Match<Attempt>(attempt => attempt.Unknown && attempt.Handover == HandoverState.HandedOver);
        lapsed.CauseOf<MessageEvent.CallUnknown>().Should().Be(Cause.Recovery);
        lapsed.After(30).OutcomeOf(1).Should().Be(AttemptOutcome.TimedOut);
    }

    [Fact]
    public void U7_The_result_of_a_replica_that_wakes_up_late_is_joined()
    {
        var lapsed = TwoSteps.Admit().After(30);

        lapsed.Accept("p").Attempt(1).Should().Match<Attempt>(attempt => attempt.Status == Word.Accepted && attempt.ProviderIds[0] == "p");
        lapsed.Reject().Current.Should().Be(2);
        lapsed.Reject().Attempt(1).Handover.Should().Be(HandoverState.Refused);
        lapsed.Defer(retryAfter: 5).Attempt(1).Should().Match<Attempt>(attempt => attempt.Handover == HandoverState.Queued && !attempt.Unknown);
        lapsed.Break().Attempt(1).Breaks.Should().Be(1);
        lapsed.Unknown().Timeline.Should().HaveCount(lapsed.Timeline.Length);
    }

    [Fact]
    public void U7_A_fenced_replica_says_what_it_knows_and_does_not_end_the_newer_call()
    {
        var second = Story.Of(WithKey, A.Sms).Admit().After(30).After(1).Admit();

        var accepted = second.End(new CallResult.Accepted("first"), 1, epoch: 1);
        accepted.Attempt(1).Should().Match<Attempt>(attempt => attempt.Handover == HandoverState.Calling && attempt.Status == Word.Accepted);
        accepted.Defer().Attempt(1).Handover.Should().Be(HandoverState.HandedOver);

        var deferred = second.End(new CallResult.Deferred(A.Throttled), 1, epoch: 1);
        deferred.Attempt(1).Should().Match<Attempt>(attempt => attempt.Handover == HandoverState.Calling && attempt.Deferrals == 0);
    }

    [Fact]
    public void U7_A_late_acceptance_stops_the_repeat_that_was_queued()
    {
        var story = Story.Of(WithKey, A.Sms).Admit().After(30).Accept("p").After(1).Admit();

        story.Call.Should().BeNull();
        story.Attempt(1).Handover.Should().Be(HandoverState.HandedOver);
    }

    [Fact]
    public void U7_The_word_of_an_attempt_given_up_as_notSent_shows_that_it_was_sent()
    {
        var story = TwoSteps.Admit().Defer(retryAfter: 60).Receipt(1, Word.Accepted);

        story.Attempt(1).Handover.Should().Be(HandoverState.HandedOver);
        story.OutcomeOf(1).Should().Be(AttemptOutcome.TimedOut);
        story.Current.Should().Be(2);
        story.Receipt(1, Word.Delivered).Outcome.Should().Be(Outcome.Succeeded);
    }

    [Fact]
    public void U7_A_receipt_for_a_queued_attempt_ends_its_calls_and_opens_its_window()
    {
        var story = TwoSteps.Receipt(1, Word.Sent);

        story.Attempt(1).Handover.Should().Be(HandoverState.HandedOver);
        story.Admit().Call.Should().BeNull();
        story.After(60).OutcomeOf(1).Should().Be(AttemptOutcome.TimedOut);
    }

    [Fact]
    public void U7_The_refusal_of_a_first_call_takes_the_pending_resend_back()
    {
        var story = LastStep.Admit().After(900).Reject();

        story.Outcome.Should().Be(Outcome.Failed);
        story.Attempt(1).Resend.Should().Be(ResendState.None);
    }

    [Fact]
    public void U8_Five_breaks_before_the_request_leaves_are_an_internal_failure()
    {
        var story = TwoSteps;
        for (var i = 1; i <= 4; i++)
        {
            story = story.Admit().Break();
            (story.Attempt(1).DispatchAt - story.Now)!.Value.TotalMilliseconds.Should().Be(50 * Math.Pow(2, i));
            story = story.After(1);
        }
        story.Current.Should().Be(1);

        story = story.Admit().Break();

        story.Attempt(1).Should().Match<Attempt>(attempt => attempt.Breaks == 5 && attempt.Handover == HandoverState.Refused);
        story.Attempt(1).Failure!.Error.Class.Should().Be(ErrorClass.Internal);
        story.Current.Should().Be(2);
    }

    [Fact]
    public void U8_Breaks_after_a_call_that_left_under_the_same_key_leave_it_unknown()
    {
        var story = Story.Of(WithKey, A.Sms).Admit().Unknown();
        for (var i = 1; i <= 5; i++)
            story = story.After(2).Admit().Break();

        story.Attempt(1).Should().Match<Attempt>(attempt => attempt.Unknown && attempt.Handover == HandoverState.HandedOver && !attempt.HasFailed);
        story.Current.Should().Be(1);
        story.After(60).OutcomeOf(1).Should().Be(AttemptOutcome.TimedOut);
    }
}
