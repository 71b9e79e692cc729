using FallbackOrchestrator.Messages;
using FallbackOrchestrator.UnitTests.Messages.Support;

namespace FallbackOrchestrator.UnitTests.Messages;

/// <summary>S9: a success below Delivered may still be revoked.</summary>
public class ProvisionalSuccessTests
{
    private static readonly FallbackStep AcceptedIsEnough = A.Step("WhatsApp", null, SuccessStatus.Accepted);

    private static readonly FallbackStep LateAcceptance = A.Step("WhatsApp", 60, SuccessStatus.Accepted);

    [Theory]
    [InlineData(SuccessStatus.Accepted)]
    [InlineData(SuccessStatus.Sent)]
    public void S9_Success_below_Delivered_is_provisional_for_an_hour(SuccessStatus success)
    {
        var story = Story.Of(
            AcceptedIsEnough with { Success = success }, A.Sms).Admit().Accept(asStatus: StatusLadder.ToAttemptStatus(success));

        story.Outcome.Should().Be(Outcome.Succeeded);
        story.Message.ProvisionalUntil.Should().Be(A.Start.AddHours(1));
        story.Message.IsProvisional(story.Now).Should().BeTrue();
        story.Last<MessageEvent.MessageCompleted>().Should().Be(new MessageEvent.MessageCompleted(Outcome.Succeeded, 1, Provisional: true));
        story.AfterHours(1).Message.IsProvisional(story.Now.AddHours(1)).Should().BeFalse();
    }

    [Fact]
    public void S9_A_failure_within_the_hour_revokes_the_success_and_starts_the_next_step()
    {
        var story = Story.Of(AcceptedIsEnough, A.Sms).HandOver().After(3599).Receipt(1, AttemptStatus.Undelivered);

        story.Outcome.Should().BeNull();
        story.Message.State.Should().Be(MessageState.InProgress);
        story.Message.CompletedAt.Should().BeNull();
        story.Current.Should().Be(2);
        story.Events.Should().Contain(new MessageEvent.SuccessTakenBack());
        story.HandOver().Receipt(2, AttemptStatus.Delivered).Message.Should().Match<Message>(message =>
            message.Outcome == Outcome.Succeeded && message.SucceededStep == 2 && message.Completion == 2);
    }

    [Fact]
    public void S9_With_no_step_left_the_outcome_is_failed()
    {
        var story = Story.Of(AcceptedIsEnough).HandOver().Receipt(1, AttemptStatus.Undelivered);

        story.Outcome.Should().Be(Outcome.Failed);
        story.Message.Completion.Should().Be(2);
    }

    [Fact]
    public void S9_A_failure_after_the_hour_only_turns_the_outcome_into_failed()
    {
        var story = Story.Of(AcceptedIsEnough, A.Sms).HandOver().AfterHours(1).Receipt(1, AttemptStatus.Undelivered);

        story.Outcome.Should().Be(Outcome.Failed);
        story.Current.Should().Be(1);
    }

    [Fact]
    public void S9_The_hour_ends_with_the_expiry()
    {
        var story = Story.Of(A.Message(AcceptedIsEnough, A.Sms) with { ExpiresAt = A.Start.AddSeconds(600) }).HandOver();

        story.Message.ProvisionalUntil.Should().Be(A.Start.AddSeconds(600));
        story.After(599).Receipt(1, AttemptStatus.Undelivered).Current.Should().Be(2);
        story.After(600).Receipt(1, AttemptStatus.Undelivered).Outcome.Should().Be(Outcome.Failed);
    }

    [Fact]
    public void S9_A_success_after_the_expiry_was_never_provisional()
    {
        var story = Story.Of(A.Message(AcceptedIsEnough, A.Sms) with { ExpiresAt = A.Start.AddSeconds(600) })
            .Admit().Unknown().After(600).Receipt(1, AttemptStatus.Accepted);

        story.Last<MessageEvent.MessageCompleted>().Should().Be(
            new MessageEvent.MessageCompleted(Outcome.Succeeded, 2, Provisional: false));
        story.Cancel().CancelledCount.Should().Be(0);
        story.Receipt(1, AttemptStatus.Undelivered).Outcome.Should().Be(Outcome.Expired);
    }

    [Fact]
    public void S9_A_withdrawn_step_is_due_again_with_a_new_patience()
    {
        var withdrawn = Story.Of(LateAcceptance, A.Viber, A.Sms).Admit().Unknown().After(60)
            .Admit().Defer(retryAfter: 20).Receipt(1, AttemptStatus.Accepted);
        withdrawn.OutcomeOf(2).Should().Be(AttemptOutcome.Withdrawn);
        withdrawn.Outcome.Should().Be(Outcome.Succeeded);

        var dueAgain = withdrawn.After(600).Receipt(1, AttemptStatus.Undelivered);

        dueAgain.Current.Should().Be(2);
        dueAgain.Attempt(2).Should().Match<Attempt>(attempt => attempt.Handover == HandoverState.Queued
            && attempt.DispatchAt == dueAgain.Now);
        dueAgain.Last<MessageEvent.AttemptDueAgain>().Should().NotBeNull();
        dueAgain.Admit().Call.Should().NotBeNull();
        dueAgain.Admit().Defer(retryAfter: 50).Attempt(2).Handover.Should().Be(HandoverState.Queued);
    }

    [Fact]
    public void S9_A_running_step_continues()
    {
        var story = Story.Of(LateAcceptance, A.Viber, A.Sms).Admit().Unknown().After(60)
            .HandOver().Receipt(1, AttemptStatus.Accepted);
        story.Outcome.Should().Be(Outcome.Succeeded);

        var takenBack = story.After(59).Receipt(1, AttemptStatus.Undelivered);

        takenBack.Current.Should().Be(2);
        takenBack.Call.Should().BeNull();
        takenBack.Attempt(2).Handover.Should().Be(HandoverState.HandedOver);
        takenBack.After(1).Current.Should().Be(3);
    }

    [Fact]
    public void S9_If_the_running_steps_window_ended_meanwhile_the_next_step_starts() =>
        Story.Of(LateAcceptance, A.Viber, A.Sms).Admit().Unknown().After(60)
            .HandOver().Receipt(1, AttemptStatus.Accepted).After(61).Receipt(1, AttemptStatus.Undelivered)
            .Current.Should().Be(3);

    [Fact]
    public void S9_The_hour_is_the_succeeding_attempts_own()
    {
        var story = Story.Of(LateAcceptance, A.Step("Viber", 7200, SuccessStatus.Accepted), A.Sms).Admit().Unknown().After(60)
            .Admit().Receipt(1, AttemptStatus.Accepted).After(20).Accept();
        story.Message.ProvisionalUntil.Should().Be(A.Start.AddSeconds(60 + 3600));

        var taken = story.Receipt(1, AttemptStatus.Undelivered);

        taken.Message.SucceededStep.Should().Be(2);
        taken.Message.ProvisionalUntil.Should().Be(A.Start.AddSeconds(80 + 3600));
    }

    [Fact]
    public void S9_Delivered_cannot_be_revoked()
    {
        var story = Story.Of(AcceptedIsEnough, A.Sms).HandOver().Receipt(1, AttemptStatus.Delivered);

        story.Message.ProvisionalUntil.Should().BeNull();
        story.Last<MessageEvent.MessageCompleted>().Should().Be(
            new MessageEvent.MessageCompleted(Outcome.Succeeded, 2, Provisional: false));
        story.Receipt(1, AttemptStatus.Undelivered).Outcome.Should().Be(Outcome.Succeeded);
    }
}
