using Microsoft.Extensions.Time.Testing;

namespace FallbackOrchestrator.UnitTests;

public class OncePerMinuteTests
{
    [Fact]
    public void The_first_event_is_logged_at_once_and_the_others_with_the_next_line_a_minute_later()
    {
        var time = new FakeTimeProvider();
        var pace = new OncePerMinute(time);

        pace.Count("a").Should().Be(1);
        pace.Count("a").Should().BeNull();
        pace.Count("b").Should().Be(1, "each kind is counted by itself");
        time.Advance(TimeSpan.FromSeconds(59));
        pace.Count("a").Should().BeNull();
        time.Advance(TimeSpan.FromSeconds(1));
        pace.Count("a").Should().Be(3);
        pace.Count("a").Should().BeNull();
    }
}
