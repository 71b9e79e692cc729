using FallbackOrchestrator.Messages;
using FallbackOrchestrator.UnitTests.Messages.Support;

namespace FallbackOrchestrator.UnitTests.Messages;

/// <summary>U5 to U8: receipts that come early, results that come late, replicas that are lost, adapters that break.</summary>
public class LateResultTests
{
    private static readonly FallbackStep WithKey = A.Viber with { TakesIdempotencyKey = true };

    private static readonly Story TwoSteps = Story.Of(A.Viber, A.Sms);

    private static readonly Story LastStep = Story.Of(A.Sms);

    [Fact]
    public void U5_A_receipt_that_is_joined_late_makes_the_same_attempt()
    {
        var called = TwoSteps.Admit();

        called.Decide(called.Came(1, AttemptStatus.Sent, "p")).Accept("p").Attempt(1).Status.Should().Be(AttemptStatus.Sent);
        called.Accept("p").Receipt(1, AttemptStatus.Sent, "p").Attempt(1).Status.Should().Be(AttemptStatus.Sent);
    }

    [Fact]
    public void U5_A_receipt_of_another_account_or_of_a_step_not_started_is_not_joined()
    {
        var story = TwoSteps.HandOver();

        story.Decide(story.Came(1, AttemptStatus.Delivered) with { Account = A.Sms.Account }).Outcome.Should().BeNull();
        story.Receipt(2, AttemptStatus.Delivered).Outcome.Should().BeNull();
        story.End(new CallResult.Accepted("p"), 1, 1).Decide(
            new Fact.CallEnded(2, 1, new CallResult.Accepted("p"), story.Now)).Current.Should().Be(1);
    }

    [Fact]
    public void U6_A_window_that_ends_during_the_call_times_the_step_out()
    {
        var story = Story.Of(A.Viber with { FallbackAfter = TimeSpan.FromSeconds(10) }, A.Sms).Admit();
        story.Call!.ClosesAt.Should().Be(A.Start.AddSeconds(10));

        var left = story.After(10);
        left.OutcomeOf(1).Should().Be(AttemptOutcome.TimedOut);
        left.Current.Should().Be(2);
        left.End(new CallResult.Accepted("p"), 1, 1).Attempt(1).Status.Should().Be(AttemptStatus.Accepted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void U6_Deferred_after_the_window_is_notSent(bool broken)
    {
        CallResult result = broken ? new CallResult.Broken("bug") : new CallResult.Deferred(A.Throttled);
        var story = Story.Of(A.Viber with { FallbackAfter = TimeSpan.FromSeconds(10) }, A.Sms).Admit().After(10).End(result, 1, 1);

        story.OutcomeOf(1).Should().Be(AttemptOutcome.NotSent);
        story.Attempt(1).LeaveReason.Should().Be(LeaveReason.Deadline);
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
    public void U7_A_lease_that_expires_is_an_unknown_outcome()
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

        lapsed.Accept("p").Attempt(1).Should().Match<Attempt>(attempt => attempt.Status == AttemptStatus.Accepted
            && attempt.ProviderIds[0] == "p");
        lapsed.Reject().Current.Should().Be(2);
        lapsed.Reject().Attempt(1).Handover.Should().Be(HandoverState.Refused);
        lapsed.Defer(retryAfter: 5).Attempt(1).Should().Match<Attempt>(attempt => attempt.Handover == HandoverState.Queued
            && !attempt.Unknown);
        lapsed.Break().Attempt(1).Breaks.Should().Be(1);
        lapsed.Unknown().Timeline.Should().HaveCount(lapsed.Timeline.Length);
    }

    [Fact]
    public void U7_The_result_of_a_fenced_replica_is_joined_and_does_not_end_the_newer_call()
    {
        var second = Story.Of(WithKey, A.Sms).Admit().After(30).After(1).Admit();

        var accepted = second.End(new CallResult.Accepted("first"), 1, epoch: 1);
        accepted.Attempt(1).Should().Match<Attempt>(attempt => attempt.Handover == HandoverState.Calling
            && attempt.Status == AttemptStatus.Accepted);
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
    public void U7_A_status_of_an_attempt_given_up_as_notSent_proves_that_it_was_sent()
    {
        var story = TwoSteps.Admit().Defer(retryAfter: 60).Receipt(1, AttemptStatus.Accepted);

        story.Attempt(1).Handover.Should().Be(HandoverState.HandedOver);
        story.OutcomeOf(1).Should().Be(AttemptOutcome.TimedOut);
        story.Current.Should().Be(2);
        story.Receipt(1, AttemptStatus.Delivered).Outcome.Should().Be(Outcome.Succeeded);
    }

    [Fact]
    public void U7_A_receipt_for_a_queued_attempt_ends_its_calls_and_opens_its_window()
    {
        var story = TwoSteps.Receipt(1, AttemptStatus.Sent);

        story.Attempt(1).Handover.Should().Be(HandoverState.HandedOver);
        story.Admit().Call.Should().BeNull();
        story.After(60).OutcomeOf(1).Should().Be(AttemptOutcome.TimedOut);
    }

    [Fact]
    public void U7_The_rejection_of_a_first_call_withdraws_the_pending_resend()
    {
        var story = LastStep.Admit().After(900).Reject();

        story.Outcome.Should().Be(Outcome.Failed);
        story.Attempt(1).Resend.Should().Be(ResendState.None);
    }

    [Fact]
    public void U8_Five_failures_before_the_request_is_sent_are_an_internal_failure()
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
    public void U8_Failures_after_a_call_that_was_sent_under_the_same_key_leave_it_unknown()
    {
        var story = Story.Of(WithKey, A.Sms).Admit().Unknown();
        for (var i = 1; i <= 5; i++)
            story = story.After(2).Admit().Break();

        story.Attempt(1).Should().Match<Attempt>(attempt => attempt.Unknown && attempt.Handover == HandoverState.HandedOver
            && !attempt.HasFailed);
        story.Current.Should().Be(1);
        story.After(60).OutcomeOf(1).Should().Be(AttemptOutcome.TimedOut);
    }
}
