using FallbackOrchestrator.Messages;
using FallbackOrchestrator.UnitTests.Messages.Support;

namespace FallbackOrchestrator.UnitTests.Messages;

/// <summary>S14: what a message teaches about the channels that a person is on.</summary>
public class ReachabilityNewsTests
{
    private static readonly StepMemory Memory = new("hash", 30);
    private static readonly FallbackStep WhatsApp = A.WhatsApp with { Memory = Memory };
    private static readonly AttemptError Absent = A.NotReachable with { NotOnChannel = true };

    [Fact]
    public void A_definite_absence_is_news() => NewsOf(
        Story.Of(WhatsApp, A.Sms).Admit(), story => story.End(new CallResult.Rejected(Absent)))
        .Should().Equal(new ReachabilityNews(WhatsApp.Channel, "hash", 30));

    [Fact]
    public void So_is_one_that_is_reported_later() => NewsOf(
        Story.Of(WhatsApp, A.Sms).HandOver(),
        story => story.Decide(A.Receipt(story.Message, 1, AttemptStatus.Undelivered, story.Now, Absent)))
        .Should().Equal(new ReachabilityNews(WhatsApp.Channel, "hash", 30));

    [Fact]
    public void Any_other_failure_is_not() =>
        NewsOf(Story.Of(WhatsApp, A.Sms).Admit(), story => story.Reject()).Should().BeEmpty();

    [Theory]
    [InlineData(AttemptStatus.Delivered)]
    [InlineData(AttemptStatus.Read)]
    public void A_delivery_ends_the_memory_once(AttemptStatus status)
    {
        var before = Story.Of(WhatsApp, A.Sms).HandOver();

        NewsOf(before, story => story.Receipt(1, status)).Should().Equal(new ReachabilityNews(WhatsApp.Channel, "hash", null));
        NewsOf(before.Receipt(1, AttemptStatus.Delivered), story => story.Receipt(1, AttemptStatus.Read)).Should().BeEmpty();
        NewsOf(before, story => story.Receipt(1, AttemptStatus.Sent)).Should().BeEmpty();
    }

    [Fact]
    public void A_subaccount_that_remembers_nothing_learns_nothing() =>
        NewsOf(Story.Of(A.WhatsApp, A.Sms).Admit(), story => story.End(new CallResult.Rejected(Absent))).Should().BeEmpty();

    [Fact]
    public void A_step_that_was_skipped_because_of_the_memory_does_not_prolong_it()
    {
        var skipped = Story.Of(WhatsApp with { CannotApply = A.NotReachable }, A.Sms);

        ReachabilityNews.In(A.Message(WhatsApp, A.Sms), skipped.Message).Should().BeEmpty();
    }

    private static ReachabilityNews[] NewsOf(Story before, Func<Story, Story> happens) =>
        [.. ReachabilityNews.In(before.Message, happens(before).Message)];
}
