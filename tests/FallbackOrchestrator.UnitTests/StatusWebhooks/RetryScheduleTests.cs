using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.StatusWebhooks;

namespace FallbackOrchestrator.UnitTests.StatusWebhooks;

public class RetryScheduleTests
{
    [Fact]
    public void The_first_pauses_are_the_published_ones_and_later_ones_grow()
    {
        var pauses = Enumerable.Range(1, 12).Select(tries => RetrySchedule.PauseAfter(tries, jitter: 0).TotalSeconds).ToList();

        pauses.Take(4).Should().Equal(1, 10, 30, 90);
        pauses.Should().BeInAscendingOrder();
        pauses[^1].Should().Be(TimeSpan.FromHours(4).TotalSeconds);
    }

    [Fact]
    public void An_update_no_longer_blocks_later_ones_after_the_attempts_that_8x8_publishes() =>
        StatusUpdates.QuickAttempts.Should().Be(RetrySchedule.Published.Length + 1);

    [Fact]
    public void Jitter_makes_a_pause_at_most_a_tenth_longer_and_never_shorter()
    {
        RetrySchedule.PauseAfter(2, jitter: 1).Should().Be(TimeSpan.FromSeconds(11));
        RetrySchedule.PauseAfter(2, jitter: 0.5).Should().Be(TimeSpan.FromSeconds(10.5));
    }

    [Theory]
    [InlineData(60, 60)]
    [InlineData(2, 10)] // not sooner than the schedule
    [InlineData(-5, 10)]
    [InlineData(100_000, 3600)] // not later than an hour
    public void Retry_After_of_the_endpoint_is_honoured_within_limits(int asked, int seconds) =>
        RetrySchedule.PauseAfter(2, 0, TimeSpan.FromSeconds(asked)).Should().Be(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void A_Retry_After_of_more_than_an_hour_does_not_make_a_late_attempt_earlier() =>
        RetrySchedule.PauseAfter(10, 0, TimeSpan.FromHours(20)).Should().Be(TimeSpan.FromHours(4));
}
