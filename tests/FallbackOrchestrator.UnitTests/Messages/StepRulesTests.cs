using FallbackOrchestrator.Messages;
using FallbackOrchestrator.UnitTests.Messages.Support;

namespace FallbackOrchestrator.UnitTests.Messages;

/// <summary>
/// S1 to S12, as far as they are decided here. S9 has a class of its own (<see cref="ProvisionalSuccessTests"/>); S7, S10 and S11 are decided
/// when a message is sent.
/// </summary>
public class StepRulesTests
{
    private static readonly FallbackStep AcceptedIsEnough = A.Step("WhatsApp", null, SuccessStatus.Accepted);

    private static readonly Story ThreeSteps = Story.Of(A.WhatsApp, A.Viber, A.Sms);

    [Fact]
    public void S1_The_first_step_starts_at_once_and_only_that()
    {
        ThreeSteps.Current.Should().Be(1);
        ThreeSteps.Message.State.Should().Be(MessageState.InProgress);
        ThreeSteps.Events.Should().Equal(new MessageEvent.AttemptQueued(A.WhatsApp.Channel, A.WhatsApp.Account));
        ThreeSteps.CauseOf<MessageEvent.AttemptQueued>().Should().Be(Cause.Request);
    }

    [Fact]
    public void S1_The_first_step_starts_at_the_scheduled_time()
    {
        var story = Story.Of(A.Scheduled(3600, A.WhatsApp, A.Sms));

        story.Current.Should().Be(0);
        story.Message.State.Should().Be(MessageState.Scheduled);
        story.Message.DueAt.Should().Be(A.Start.AddHours(1));
        story.After(3599).Current.Should().Be(0);
        story.After(3600).Current.Should().Be(1);
        story.After(3600).CauseOf<MessageEvent.AttemptQueued>().Should().Be(Cause.Schedule);
    }

    [Theory]
    [InlineData(AttemptStatus.Accepted)]
    [InlineData(AttemptStatus.Sent)]
    [InlineData(AttemptStatus.Delivered)]
    public void S1_A_step_that_was_left_is_never_current_again(AttemptStatus later)
    {
        var story = ThreeSteps.HandOver().Receipt(1, AttemptStatus.Undelivered).Receipt(1, later);

        story.Current.Should().Be(2);
        story.Attempt(1).LeaveReason.Should().Be(LeaveReason.Failure);
        story.Outcome.Should().BeNull();
        story.HandOver().After(60).Current.Should().Be(3);
    }

    [Fact]
    public void S2_The_window_opens_with_the_lease_and_not_in_our_queue()
    {
        var story = ThreeSteps.After(1000).Admit();

        story.Call.Should().Be(new GrantedCall(1, 1, A.Start.AddSeconds(1060)));
        story.After(20).Accept().After(39).Current.Should().Be(1);
        story.After(20).Accept().After(40).Current.Should().Be(2);
    }

    [Fact]
    public void S2_A_deferred_call_closes_its_window_unused()
    {
        var deferred = ThreeSteps.Admit().Defer(retryAfter: 30);
        deferred.Message.ClosesAt(deferred.Attempt(1)).Should().BeNull();

        var story = deferred.After(30).HandOver();

        story.Message.ClosesAt(story.Attempt(1)).Should().Be(A.Start.AddSeconds(90));
        story.After(59).Current.Should().Be(1);
        story.After(60).Current.Should().Be(2);
    }

    [Fact]
    public void S2_Nothing_is_called_before_its_limits_admit_it_or_twice()
    {
        ThreeSteps.Call.Should().BeNull();
        ThreeSteps.Decide(new Fact.Admitted(2)).Call.Should().BeNull();
        ThreeSteps.Admit().Decide(new Fact.Admitted(1)).Call.Should().BeNull();
        ThreeSteps.Admit().Defer(retryAfter: 30).After(29).Admit().Call.Should().BeNull();
    }

    [Fact]
    public void S3_A_window_that_closes_without_success_times_the_attempt_out_and_starts_the_next_step()
    {
        var story = ThreeSteps.HandOver().Receipt(1, AttemptStatus.Delivered).After(60);

        story.OutcomeOf(1).Should().Be(AttemptOutcome.TimedOut);
        story.Attempt(1).Status.Should().Be(AttemptStatus.Delivered);
        story.Current.Should().Be(2);
        story.CauseOf<MessageEvent.AttemptQueued>().Should().Be(Cause.Deadline);
    }

    [Fact]
    public void S3_Success_within_the_window_ends_the_message()
    {
        var story = ThreeSteps.HandOver().Receipt(1, AttemptStatus.Delivered).After(59).Receipt(1, AttemptStatus.Read);

        story.Outcome.Should().Be(Outcome.Succeeded);
        story.Message.SucceededStep.Should().Be(1);
        story.OutcomeOf(1).Should().Be(AttemptOutcome.Succeeded);
        story.Message.DueAt.Should().BeNull();
        story.After(3600).Current.Should().Be(1);
    }

    public static TheoryData<string, Func<Story, Story>> Failures => new()
    {
        { "refused by the call", story => story.Admit().Reject() },
        { "undelivered", story => story.HandOver().Receipt(1, AttemptStatus.Undelivered) },
        { "lifetime over", story => story.HandOver().Receipt(1, AttemptStatus.LifetimeOver) },
        { "recalled", story => story.HandOver().Receipt(1, AttemptStatus.Recalled) },
        { "sent, then undelivered", story => story.HandOver().Receipt(1, AttemptStatus.Sent).Receipt(1, AttemptStatus.Undelivered) },
        { "while the call is on its way", story => story.Admit().Receipt(1, AttemptStatus.Undelivered) },
    };

    [Theory, MemberData(nameof(Failures))]
    public void S4_A_definite_failure_starts_the_next_step_at_once(string how, Func<Story, Story> fails)
    {
        var story = fails(ThreeSteps);

        story.OutcomeOf(1).Should().Be(AttemptOutcome.Failed, how);
        story.Attempt(1).LeaveReason.Should().Be(LeaveReason.Failure);
        story.Current.Should().Be(2);
        story.Attempt(2).DispatchAt.Should().Be(story.Now);
    }

    [Fact]
    public void S4_A_failure_of_the_last_step_fails_the_message()
    {
        var story = Story.Of(A.Sms).HandOver().Receipt(1, AttemptStatus.Undelivered);

        story.Outcome.Should().Be(Outcome.Failed);
        story.Message.DueAt.Should().BeNull();
    }

    [Fact]
    public void S4_A_rejection_that_a_Delivered_replaces_is_no_failure()
    {
        var called = ThreeSteps.Admit();
        Fact refused = called.Ended(new CallResult.Rejected(A.NotReachable));
        Fact delivered = called.Came(1, AttemptStatus.Delivered);

        foreach (
            var story in new[] { called.Decide(refused, delivered), called.Decide(delivered, refused),
                called.Decide(delivered).Decide(refused) })
        {
            story.Current.Should().Be(1);
            story.Attempt(1).Handover.Should().Be(HandoverState.HandedOver);
            story.After(60).OutcomeOf(1).Should().Be(AttemptOutcome.TimedOut);
        }
    }

    [Fact]
    public void S5_A_step_that_cannot_apply_is_rejected_without_a_call()
    {
        var story = Story.Of(A.WhatsApp with { CannotApply = A.NotReachable }, A.Viber with { CannotApply = A.NotReachable }, A.Sms);

        story.Current.Should().Be(3);
        story.Attempt(1).Should().Match<Attempt>(attempt =>
            attempt.Handover == HandoverState.Refused && attempt.Status == AttemptStatus.Rejected && attempt.Epoch == 0);
        story.OutcomeOf(2).Should().Be(AttemptOutcome.Failed);
    }

    [Fact]
    public void S5_With_no_step_that_can_apply_the_message_fails() =>
        Story.Of(A.Sms with { CannotApply = A.NotReachable }).Outcome.Should().Be(Outcome.Failed);

    [Fact]
    public void S6_Without_a_window_only_a_failure_starts_the_next_step()
    {
        var story = Story.Of(AcceptedIsEnough with { Success = SuccessStatus.Delivered }, A.Sms).HandOver();

        story.Call.Should().BeNull();
        story.Message.ClosesAt(story.Attempt(1)).Should().BeNull();
        story.AfterHours(47.9).Current.Should().Be(1);
        story.AfterHours(47.9).Receipt(1, AttemptStatus.Undelivered).Current.Should().Be(2);
    }

    [Fact]
    public void S8_The_window_of_the_last_step_is_ignored_and_Delivered_is_enough_for_Read()
    {
        var story = Story.Of(A.WhatsApp).HandOver().AfterHours(24);
        story.Outcome.Should().BeNull();

        var delivered = story.Receipt(1, AttemptStatus.Delivered);
        delivered.Outcome.Should().Be(Outcome.Succeeded);

        var read = delivered.Receipt(1, AttemptStatus.Read);
        read.Attempt(1).Status.Should().Be(AttemptStatus.Read);
        read.Message.Completion.Should().Be(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void S12_A_skip_leaves_the_current_step_at_once(bool handedOver)
    {
        var story = (handedOver ? ThreeSteps.HandOver() : ThreeSteps).Skip(1);

        story.OutcomeOf(1).Should().Be(AttemptOutcome.Skipped);
        story.Attempt(1).Handover.Should().Be(handedOver ? HandoverState.HandedOver : HandoverState.Withdrawn);
        story.Current.Should().Be(2);
        story.CauseOf<MessageEvent.AttemptSkipped>().Should().Be(Cause.Operator);
    }

    [Fact]
    public void S12_A_skip_of_another_than_the_current_step_does_nothing()
    {
        ThreeSteps.Skip(2).Current.Should().Be(1);
        ThreeSteps.Skip(1).Skip(1).Current.Should().Be(2);
        ThreeSteps.Decide(new Fact.SkipRequested(2), new Fact.CircuitOpen(1)).Current.Should().Be(2);
    }

    [Fact]
    public void S12_The_success_of_a_skipped_step_still_counts() =>
        ThreeSteps.HandOver().Skip(1).Receipt(1, AttemptStatus.Read).Message.SucceededStep.Should().Be(1);

    [Fact]
    public void S12_A_skip_of_the_last_step_fails_the_message() =>
        Story.Of(A.Sms).HandOver().Skip(1).Outcome.Should().Be(Outcome.Failed);
}
