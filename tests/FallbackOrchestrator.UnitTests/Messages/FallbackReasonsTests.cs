using FallbackOrchestrator.Messages;
using FallbackOrchestrator.UnitTests.Messages.Support;

namespace FallbackOrchestrator.UnitTests.Messages;

/// <summary>S13: a step says which failures start the next one.</summary>
public class FallbackReasonsTests
{
    private static readonly FallbackStep NotWhenUnreachable = A.WhatsApp with { StopOn = [ErrorClass.NotReachable, ErrorClass.Throttled] };

    [Fact]
    public void A_failure_of_another_reason_starts_the_next_step() =>
        Story.Of(NotWhenUnreachable, A.Sms).Admit().End(new CallResult.Rejected(AttemptError.Of(ErrorClass.BadRequest)))
            .Current.Should().Be(2);

    [Fact]
    public void A_failure_of_a_reason_that_ends_the_sequence_fails_the_message()
    {
        var story = Story.Of(NotWhenUnreachable, A.Viber, A.Sms).Admit().Reject();

        story.Current.Should().Be(1);
        story.Outcome.Should().Be(Outcome.Failed);
        story.Last<MessageEvent.SequenceEnded>().Error.Should().Be(A.NotReachable);
        story.Receipt(1, AttemptStatus.Read).Outcome.Should().Be(Outcome.Succeeded, "a late success counts as always");
    }

    [Fact]
    public void A_failure_that_is_reported_later_ends_it_too() =>
        Story.Of(NotWhenUnreachable, A.Sms).HandOver().Receipt(1, AttemptStatus.Undelivered).Outcome.Should().Be(Outcome.Failed);

    [Fact]
    public void A_step_that_could_not_be_handed_over_has_a_reason_too()
    {
        var story = Story.Of(NotWhenUnreachable, A.Sms).Admit().Defer(retryAfter: 3000);

        story.OutcomeOf(1).Should().Be(AttemptOutcome.NotSent);
        story.Outcome.Should().Be(Outcome.Failed);
    }

    [Fact]
    public void The_end_of_the_window_starts_the_next_step_whatever_the_reasons_are() =>
        Story.Of(NotWhenUnreachable with { StopOn = [.. FallbackReasons.All] }, A.Sms).HandOver().After(60).Current.Should().Be(2);

    [Fact]
    public void A_lifetime_that_ended_with_the_window_is_the_end_of_the_window()
    {
        var step = NotWhenUnreachable with { StopOn = FallbackReasons.StopOn([], stopsWhenRefused: false) };
        var error = AttemptError.Of(ErrorClass.Expired);

        Story.Of(step, A.Sms).HandOver().Decide(
            A.Receipt(A.Message(step, A.Sms), 1, AttemptStatus.LifetimeOver, A.Start, error)).Current.Should().Be(2);
    }

    [Fact]
    public void On_the_last_step_it_makes_no_difference() =>
        Story.Of(A.Sms with { StopOn = [ErrorClass.NotReachable] }).Admit().Reject().Events
            .Should().NotContain(what => what is MessageEvent.SequenceEnded);

    [Fact]
    public void Reasons_that_are_not_named_end_the_sequence()
    {
        FallbackReasons.StopOn(null, stopsWhenRefused: false).Should().BeEmpty();
        FallbackReasons.StopOn(null, stopsWhenRefused: true).Should().Equal(ErrorClass.RecipientRefused);
        FallbackReasons.StopOn([ErrorClass.RecipientRefused], stopsWhenRefused: true).Should().Contain(ErrorClass.RecipientRefused);
        FallbackReasons.StopOn([ErrorClass.NotReachable], stopsWhenRefused: false).Should().NotContain(ErrorClass.NotReachable)
            .And.NotContain(ErrorClass.Expired).And.NotContain(ErrorClass.Recalled).And.HaveCount(FallbackReasons.All.Count - 1);
    }
}
