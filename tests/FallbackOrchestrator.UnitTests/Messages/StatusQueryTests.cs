using FallbackOrchestrator.Messages;
using FallbackOrchestrator.UnitTests.Messages.Support;

namespace FallbackOrchestrator.UnitTests.Messages;

/// <summary>L6: before a wait ends by time, a provider that can be asked is asked for the status if receipts may have been lost.</summary>
public class StatusQueryTests
{
    private static readonly FallbackStep Viber = A.Step("Viber", window: 60, SuccessStatus.Delivered) with { CanBeQueried = true };

    [Fact]
    public void Two_seconds_before_the_window_ends_a_provider_of_which_nothing_was_heard_is_asked()
    {
        var handedOver = Story.Of(Viber, A.Sms).HandOver();

        handedOver.After(57.9).Query.Should().BeNull();
        handedOver.After(58).Query.Should().BeEquivalentTo(new { Step = 1, ProviderIds = new[] { "id" } });
        handedOver.After(58).CauseOf<MessageEvent.StatusQueried>().Should().Be(Cause.Query);
    }

    [Fact]
    public void In_a_window_of_less_than_four_seconds_it_is_asked_half_way()
    {
        var handedOver = Story.Of(Viber with { FallbackAfter = TimeSpan.FromSeconds(3) }, A.Sms).HandOver();

        handedOver.After(1.4).Query.Should().BeNull();
        handedOver.After(1.5).Query.Should().NotBeNull();
        handedOver.After(1.5).Found(AttemptStatus.Sent).After(1.5).Current.Should().Be(2);
    }

    [Theory]
    [InlineData(AttemptStatus.Delivered)]
    [InlineData(AttemptStatus.Read)]
    public void What_was_delivered_without_a_receipt_is_a_success_and_nothing_else_is_sent(AttemptStatus status)
    {
        var story = Story.Of(Viber, A.Sms).HandOver().After(58).Found(status);

        story.Outcome.Should().Be(Outcome.Succeeded);
        story.Current.Should().Be(1);
        story.CauseOf<MessageEvent.StatusChanged>().Should().Be(Cause.Query);
    }

    [Fact]
    public void A_failure_starts_the_next_step_at_once()
    {
        var story = Story.Of(Viber, A.Sms).HandOver().After(58).Found(AttemptStatus.Undelivered);

        story.Current.Should().Be(2);
        story.OutcomeOf(1).Should().Be(AttemptOutcome.Failed);
    }

    [Fact]
    public void A_status_below_the_success_changes_nothing_about_the_window()
    {
        var asked = Story.Of(Viber, A.Sms).HandOver().After(58).Found(AttemptStatus.Sent);

        asked.After(1.9).Current.Should().Be(1);
        asked.After(2).Current.Should().Be(2);
    }

    [Fact]
    public void Without_a_response_the_next_step_starts_when_the_window_ends()
    {
        var asked = Story.Of(Viber, A.Sms).HandOver().After(58);

        asked.After(1.9).Current.Should().Be(1);
        asked.After(2).Current.Should().Be(2);
        asked.After(2).Found(AttemptStatus.Delivered).Message.SucceededStep.Should().Be(1, "late is not wrong");
    }

    [Fact]
    public void A_refusal_is_in_the_timeline_and_the_window_stays_as_it_is()
    {
        var refused = Story.Of(Viber, A.Sms).HandOver().After(58).Queried(new StatusQueryResult.Failed("HTTP 500"));

        refused.Last<MessageEvent.StatusQueryFailed>().Reason.Should().Be("HTTP 500");
        refused.Current.Should().Be(1);
        refused.After(2).Current.Should().Be(2);
    }

    [Fact]
    public void If_nobody_looked_at_the_end_of_the_window_the_next_step_waits_for_two_seconds_at_most()
    {
        var late = Story.Of(Viber, A.Sms).HandOver().Unattended(65).Decide();

        late.Query.Should().NotBeNull();
        late.Current.Should().Be(1);
        late.After(1.9).Current.Should().Be(1);
        late.After(2).Current.Should().Be(2);
        late.Queried(new StatusQueryResult.Failed("HTTP 500")).Current.Should().Be(2);
    }

    [Theory]
    [InlineData(AttemptStatus.Sent)]
    [InlineData(AttemptStatus.Delivered)]
    public void A_provider_whose_receipts_arrive_is_not_asked(AttemptStatus status)
    {
        var step = Viber with { Success = status == AttemptStatus.Sent ? SuccessStatus.Delivered : SuccessStatus.Read };

        var story = Story.Of(step, A.Sms).HandOver().Receipt(1, status).After(60);

        story.Events.Should().NotContain(what => what is MessageEvent.StatusQueried);
        story.Current.Should().Be(2);
    }

    [Theory]
    [InlineData(AttemptStatus.Sent)]
    [InlineData(AttemptStatus.Delivered)]
    public void After_an_outage_of_the_service_every_provider_is_asked(AttemptStatus status)
    {
        var step = Viber with { Success = status == AttemptStatus.Sent ? SuccessStatus.Delivered : SuccessStatus.Read };
        var (from, until) = (A.Start.AddSeconds(20), A.Start.AddSeconds(55));
        var rules = A.Rules with { Grace = new OutageGrace(from, until, until.AddSeconds(35)) };

        var story = Story.Of(A.Message(step, A.Sms), rules).HandOver().Receipt(1, status).After(58);

        story.Query.Should().NotBeNull();
        story.Found(AttemptStatus.Read).Outcome.Should().Be(Outcome.Succeeded);
    }

    [Fact]
    public void For_windows_that_are_held_open_the_queries_are_spread_over_that_time()
    {
        var (from, until) = (A.Start.AddSeconds(20), A.Start.AddSeconds(80));
        var rules = A.Rules with { Grace = new OutageGrace(from, until, until.AddSeconds(60)) };

        var asked = Enumerable.Range(0, 50).Select(i =>
        {
            var message = A.Message(Viber, A.Sms) with { Umid = new Umid(Guid.CreateVersion7()) };
            var back = Story.Of(message, rules).HandOver().Unattended(80).Decide();
            return back.Query is not null ? until : back.Message.DueAt!.Value;
        }).ToList();

        asked.Should().OnlyContain(at => at >= until && at <= until.AddSeconds(58));
        asked.Select(at => (int)(at - until).TotalSeconds / 20).Distinct().Should().HaveCount(3, "of 50 some are in each third");
    }

    [Fact]
    public void What_was_handed_over_after_the_outage_is_not_asked_for()
    {
        var until = A.Start.AddSeconds(-1);
        var rules = A.Rules with { Grace = new OutageGrace(until.AddSeconds(-40), until, until.AddSeconds(40)) };

        Story.Of(A.Message(Viber, A.Sms), rules).HandOver().Receipt(1, AttemptStatus.Sent).After(60)
            .Events.Should().NotContain(what => what is MessageEvent.StatusQueried);
    }

    [Theory]
    [InlineData(AttemptStatus.Accepted)]
    [InlineData(AttemptStatus.Sent)]
    public void The_last_step_is_asked_for_before_it_is_unconfirmed(AttemptStatus status)
    {
        var asked = Story.Of(A.Sms with { CanBeQueried = true }).HandOver().Receipt(1, status).AfterHours(48 - 1.0 / 3600);

        asked.Query.Should().NotBeNull();
        asked.Found(AttemptStatus.Delivered).Outcome.Should().Be(Outcome.Succeeded);
        asked.After(1).Outcome.Should().Be(Outcome.Unconfirmed);
    }

    [Fact]
    public void What_the_provider_may_not_have_or_cannot_tell_is_not_asked_for()
    {
        var unknown = Story.Of(Viber, A.Sms).Admit().Unknown().After(60);
        var calling = Story.Of(Viber with { FallbackAfter = TimeSpan.FromSeconds(20) }, A.Sms).Admit().After(20);
        var mute = Story.Of(Viber with { CanBeQueried = false }, A.Sms).HandOver().After(60);

        foreach (var story in new[] { unknown, calling, mute })
        {
            story.Events.Should().NotContain(what => what is MessageEvent.StatusQueried);
            story.Current.Should().Be(2);
        }
    }

    [Fact]
    public void A_recall_follows_if_the_query_brought_nothing()
    {
        var asked = Story.Of(Viber with { CanBeRecalled = true }, A.Sms).HandOver().After(58).Found(AttemptStatus.Sent);

        asked.After(2).Recall.Should().NotBeNull();
        asked.After(2).Query.Should().BeNull("once is enough");
    }

    [Fact]
    public void A_cancel_while_the_provider_is_asked_ends_the_message_and_the_response_still_counts()
    {
        var cancelled = Story.Of(Viber, A.Sms).HandOver().After(58).Cancel();

        cancelled.Outcome.Should().Be(Outcome.Cancelled);
        cancelled.Found(AttemptStatus.Delivered).Outcome.Should().Be(Outcome.Succeeded);
    }
}
