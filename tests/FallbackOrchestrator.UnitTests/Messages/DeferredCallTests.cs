using FallbackOrchestrator.Messages;
using FallbackOrchestrator.UnitTests.Messages.Support;

namespace FallbackOrchestrator.UnitTests.Messages;

/// <summary>U4: calls that were provably not taken, and attempts that wait for their account.</summary>
public class DeferredCallTests
{
    private static readonly FallbackStep WithKey = A.Viber with { TakesIdempotencyKey = true };

    private static readonly Story TwoSteps = Story.Of(A.Viber, A.Sms);

    private static readonly Story LastStep = Story.Of(A.Sms);

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
    public void U4_An_open_circuit_does_not_give_up_a_call_that_may_have_been_accepted()
    {
        var story = Story.Of(WithKey, A.Sms).Admit().Unknown().After(1).CircuitOpen();

        story.Current.Should().Be(1);
        story.Attempt(1).Handover.Should().Be(HandoverState.Queued);
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(3600, 300)]
    [InlineData(null, 60)]
    public void U4b_A_step_whose_account_no_live_replica_has_is_not_sent_at_the_end_of_its_patience(int? window, int patience)
    {
        var story = Story.Of(A.Step("WhatsApp", window, SuccessStatus.Read), A.Sms).AccountMissing();

        story.After(patience - 1).Current.Should().Be(1);
        var over = story.After(patience);
        over.OutcomeOf(1).Should().Be(AttemptOutcome.NotSent);
        over.Last<MessageEvent.AttemptNotSent>().Error.Should().Match<AttemptError>(
            error => error.Class == ErrorClass.Unavailable && error.Text == "no running replica has the account");
        over.Current.Should().Be(2);
        over.Attempt(1).Epoch.Should().Be(0);
    }

    [Fact]
    public void U4b_On_the_last_step_that_is_after_15_minutes()
    {
        var story = LastStep.AccountMissing();

        story.After(899).Outcome.Should().BeNull();
        story.After(900).Outcome.Should().Be(Outcome.Failed);
    }

    [Fact]
    public void U4b_A_replica_that_has_the_account_calls_as_before()
    {
        var story = TwoSteps.AccountMissing().After(5).AccountMissing().After(5).HandOver();

        story.Attempt(1).Status.Should().Be(AttemptStatus.Accepted);
        story.Attempt(1).OpensAt.Should().Be(A.Start.AddSeconds(10), "waiting has cost no window");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void U4_The_patience_never_passes_the_expiry(bool retryAfter)
    {
        var sent = A.Message(A.Viber, A.Sms) with { ExpiresAt = A.Start.AddSeconds(30) };
        var story = Story.Of(sent).Admit().Defer(retryAfter ? 40 : null);

        (story.Current == 2).Should().Be(retryAfter, "there is no use in waiting for a try that cannot be");
        story.After(30).Outcome.Should().Be(Outcome.Expired);
    }

    [Fact]
    public void U4_Open_circuits_of_several_steps_are_handled_in_one_decision() =>
        Story.Of(A.WhatsApp, A.Viber, A.Sms).Decide(
            new Fact.CircuitOpen(1), new Fact.CircuitOpen(2), new Fact.Admitted(3)).Call!.Step.Should().Be(3);

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
}
