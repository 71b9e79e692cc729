using FallbackOrchestrator.Messages;
using FallbackOrchestrator.UnitTests.Messages.Support;

namespace FallbackOrchestrator.UnitTests.Messages;

/// <summary>R1: who replies has read.</summary>
public class ReplyTests
{
    [Fact]
    public void A_reply_is_Read_and_the_timeline_says_that_it_was_a_reply()
    {
        var story = Replied(Story.Of(A.WhatsApp, A.Sms).HandOver().After(30), step: 1);

        story.Outcome.Should().Be(Outcome.Succeeded);
        story.Current.Should().Be(1);
        story.CauseOf<MessageEvent.StatusChanged>().Should().Be(Cause.Reply);
    }

    [Fact]
    public void On_a_channel_without_Read_it_is_the_best_status_of_the_channel()
    {
        var story = Replied(Story.Of(A.Step("SMS", window: 60, SuccessStatus.Delivered), A.WhatsApp).HandOver(), step: 1);

        story.Message.Attempts[0].BestStatus.Should().Be(AttemptStatus.Delivered);
        story.Outcome.Should().Be(Outcome.Succeeded);
    }

    [Fact]
    public void A_reply_after_the_window_still_counts_and_stops_the_rest()
    {
        var fallen = Story.Of(A.WhatsApp, A.Sms).HandOver().After(60);
        fallen.Current.Should().Be(2);

        var story = Replied(fallen, step: 1);

        story.Outcome.Should().Be(Outcome.Succeeded);
        story.OutcomeOf(2).Should().Be(AttemptOutcome.Withdrawn);
    }

    private static Story Replied(Story story, int step) => story.Decide(new Fact.ReceiptCame(
        step, story.Message.Sequence[step].Account, AttemptStatus.Read, story.Now, ByReply: true));
}
