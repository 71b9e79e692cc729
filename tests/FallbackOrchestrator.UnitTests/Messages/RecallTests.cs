using FallbackOrchestrator.Messages;
using FallbackOrchestrator.UnitTests.Messages.Support;

namespace FallbackOrchestrator.UnitTests.Messages;

/// <summary>L4: what was handed over and is not delivered is withdrawn at its provider before another channel is tried.</summary>
public class RecallTests
{
    private static readonly FallbackStep Rcs = A.Step("RCS", window: 60, SuccessStatus.Delivered) with { CanBeRecalled = true };

    [Fact]
    public void The_next_step_waits_until_the_message_is_recalled()
    {
        var recalling = Story.Of(Rcs, A.Sms).HandOver().After(60);

        recalling.Current.Should().Be(1);
        recalling.Recall.Should().BeEquivalentTo(new { Step = 1, ProviderIds = new[] { "id" }, WasTaken = true });

        var recalled = recalling.Recalled(1, new RecallResult.Recalled());

        recalled.Current.Should().Be(2);
        recalled.Attempt(1).Status.Should().Be(AttemptStatus.Recalled);
        recalled.CauseOf<MessageEvent.StatusChanged>().Should().Be(Cause.Recall);
        recalled.OutcomeOf(1).Should().Be(AttemptOutcome.Failed);
    }

    [Fact]
    public void What_was_already_delivered_is_a_success_and_nothing_else_is_sent()
    {
        var story = Story.Of(Rcs, A.Sms).HandOver().After(60).Recalled(1, new RecallResult.AlreadyDelivered());

        story.Outcome.Should().Be(Outcome.Succeeded);
        story.Current.Should().Be(1);
        story.CauseOf<MessageEvent.StatusChanged>().Should().Be(Cause.Recall);
    }

    [Fact]
    public void What_was_already_delivered_but_not_read_goes_to_the_next_step()
    {
        var story = Story.Of(Rcs with { Success = SuccessStatus.Read }, A.Sms).HandOver().After(60)
            .Recalled(1, new RecallResult.AlreadyDelivered());

        story.Current.Should().Be(2);
        story.OutcomeOf(1).Should().Be(AttemptOutcome.TimedOut);
    }

    [Fact]
    public void No_response_within_three_seconds_does_not_hold_the_fallback_up()
    {
        var waiting = Story.Of(Rcs, A.Sms).HandOver().After(62);
        var gone = waiting.After(1);

        waiting.Current.Should().Be(1);
        gone.Current.Should().Be(2);
        gone.CauseOf<MessageEvent.RecallFailed>().Should().Be(Cause.Deadline);
        gone.Recalled(1, new RecallResult.Recalled()).Attempt(1).Status.Should().Be(AttemptStatus.Recalled, "late is not wrong");
    }

    [Fact]
    public void A_refusal_to_recall_starts_the_next_step_at_once()
    {
        var story = Story.Of(Rcs, A.Sms).HandOver().After(60).Recalled(1, new RecallResult.Failed("status 500"));

        story.Current.Should().Be(2);
        story.Last<MessageEvent.RecallFailed>().Reason.Should().Be("status 500");
    }

    [Theory]
    [InlineData(AttemptStatus.Undelivered, 2)]
    [InlineData(AttemptStatus.Sent, 1)]
    [InlineData(AttemptStatus.Delivered, 1)]
    public void A_status_meanwhile_ends_the_recall_if_it_decides(AttemptStatus status, int current)
    {
        var story = Story.Of(Rcs, A.Sms).HandOver().After(60).Receipt(1, status);

        story.Current.Should().Be(current);
        (story.Attempt(1).RecallUntil is null).Should().Be(status != AttemptStatus.Sent);
    }

    [Theory]
    [InlineData(AttemptStatus.Delivered)]
    [InlineData(AttemptStatus.LifetimeOver)]
    public void What_is_delivered_or_has_failed_is_not_recalled(AttemptStatus status)
    {
        var story = Story.Of(Rcs with { Success = SuccessStatus.Read }, A.Sms).HandOver().Receipt(1, status).After(60);

        story.Events.Should().NotContain(what => what is MessageEvent.RecallStarted);
        story.Current.Should().Be(2);
    }

    [Fact]
    public void What_is_still_queued_or_being_called_is_not_recalled()
    {
        var calling = Story.Of(Rcs with { FallbackAfter = TimeSpan.FromSeconds(20) }, A.Sms).Admit().After(20);

        calling.Current.Should().Be(2);
        calling.Events.Should().NotContain(what => what is MessageEvent.RecallStarted);
        Story.Of(Rcs, A.Sms).Skip(1).Events.Should().NotContain(what => what is MessageEvent.RecallStarted);
    }

    [Fact]
    public void An_unknown_call_is_recalled_but_a_response_as_if_delivered_proves_nothing()
    {
        var story = Story.Of(Rcs, A.Sms).Admit().Unknown().After(60);

        story.Recall!.WasTaken.Should().BeFalse();
        story.Recall.Of([new RecallResult.AlreadyDelivered()]).Should().BeOfType<RecallResult.Failed>();
        story.Recall.Of([new RecallResult.Recalled()]).Should().BeOfType<RecallResult.Recalled>();
    }

    [Fact]
    public void Of_two_ids_one_delivery_counts_and_both_must_be_withdrawn()
    {
        var granted = new GrantedRecall(1, ["a", "b"], WasTaken: true);

        granted.Of([new RecallResult.Failed("x"), new RecallResult.AlreadyDelivered()]).Should().BeOfType<RecallResult.AlreadyDelivered>();
        granted.Of([new RecallResult.Recalled(), new RecallResult.Failed("x")]).Should().BeOfType<RecallResult.Failed>();
        granted.Of([new RecallResult.Recalled(), new RecallResult.Recalled()]).Should().BeOfType<RecallResult.Recalled>();
    }

    [Fact]
    public void A_skipped_step_is_recalled_before_the_next_one()
    {
        var skipped = Story.Of(Rcs, A.Sms).HandOver().Skip(1);

        skipped.Recall.Should().NotBeNull();
        skipped.Current.Should().Be(1);
        skipped.Recalled(1, new RecallResult.Recalled()).Current.Should().Be(2);
    }

    [Fact]
    public void A_cancel_recalls_the_running_attempt_and_counts_it()
    {
        var cancelled = Story.Of(A.Sms with { CanBeRecalled = true }).HandOver().Cancel();

        cancelled.Outcome.Should().Be(Outcome.Cancelled);
        cancelled.CancelledCount.Should().Be(1);
        cancelled.Recall.Should().NotBeNull();
        cancelled.Message.DueAt.Should().BeNull("nothing waits for it");
        cancelled.Recalled(1, new RecallResult.Recalled()).Outcome.Should().Be(Outcome.Cancelled);
        cancelled.Recalled(1, new RecallResult.AlreadyDelivered()).Outcome.Should().Be(Outcome.Succeeded);
        Story.Of(A.Sms).HandOver().Cancel().CancelledCount.Should().Be(0);
    }

    [Fact]
    public void A_cancel_recalls_what_is_done_below_Delivered_and_then_it_is_cancelled()
    {
        var cancelled = Story.Of(Rcs with { Success = SuccessStatus.Accepted }, A.Sms).HandOver().Cancel();

        cancelled.Outcome.Should().Be(Outcome.Succeeded);
        cancelled.Recall.Should().NotBeNull();
        cancelled.Recalled(1, new RecallResult.Recalled()).Outcome.Should().Be(Outcome.Cancelled);
    }

    [Fact]
    public void An_expiry_recalls_the_running_attempt()
    {
        var expired = Story.Of(A.Message(Rcs, A.Sms) with { ExpiresAt = A.Start.AddSeconds(30) }).HandOver().After(30);

        expired.Outcome.Should().Be(Outcome.Expired);
        expired.Recall.Should().NotBeNull();
    }

    [Fact]
    public void An_expiry_during_a_recall_ends_the_message_and_the_recall_is_still_believed()
    {
        var expired = Story.Of(A.Message(Rcs, A.Sms) with { ExpiresAt = A.Start.AddSeconds(61) }).HandOver().After(61);

        expired.Outcome.Should().Be(Outcome.Expired);
        expired.Events.Should().ContainSingle(what => what is MessageEvent.RecallStarted);
        expired.Recalled(1, new RecallResult.AlreadyDelivered()).Outcome.Should().Be(Outcome.Succeeded);
    }

    [Fact]
    public void What_a_provider_takes_only_after_the_cancel_is_recalled_then()
    {
        var calling = Story.Of(A.Sms with { CanBeRecalled = true }).Admit().Cancel();
        calling.Recall.Should().BeNull("the provider does not have it yet");

        calling.Accept().Recall.Should().BeEquivalentTo(new { Step = 1, ProviderIds = new[] { "id" }, WasTaken = true });
        calling.Unknown().Recall!.WasTaken.Should().BeFalse();
        calling.Defer().Recall.Should().BeNull("it was not sent");
        calling.Accept().Recalled(1, new RecallResult.Recalled()).Outcome.Should().Be(Outcome.Cancelled);
        calling.Accept().Receipt(1, AttemptStatus.Sent).Recall.Should().BeNull("once is enough");
        Story.Of(A.Sms).Admit().Cancel().Accept().Recall.Should().BeNull();
    }

    [Fact]
    public void What_a_provider_takes_only_after_its_step_was_left_is_recalled_and_nothing_waits_for_it()
    {
        var left = Story.Of(Rcs, A.Sms).Admit().Skip(1);
        left.Current.Should().Be(2);

        var taken = left.End(new CallResult.Accepted("id"), step: 1);

        taken.Recall.Should().BeEquivalentTo(new { Step = 1, WasTaken = true });
        taken.Attempt(1).RecallUntil.Should().BeNull();
        taken.HandOver().Message.Outcome.Should().BeNull();
        taken.Recalled(1, new RecallResult.AlreadyDelivered()).Message.SucceededStep.Should().Be(1);
    }

    [Fact]
    public void An_unknown_call_of_a_left_step_is_recalled_when_its_lease_ends() =>
        Story.Of(Rcs, A.Sms).Admit().Skip(1).After(A.Rules.Lease.TotalSeconds).Events
            .Should().ContainSingle(what => what is MessageEvent.RecallStarted);
}
