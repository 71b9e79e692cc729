using Microsoft.Extensions.Time.Testing;

namespace FallbackOrchestrator.UnitTests;

public class KeyedRateLimitTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void The_limit_is_allowed_at_once_and_the_next_one_at_its_time()
    {
        var metered = new KeyedRateLimit<string>(20, TimeSpan.FromMinutes(1), 100, _time);

        for (var i = 0; i < 20; i++)
            metered.TryTake("a", out _).Should().BeTrue();
        metered.TryTake("a", out var after).Should().BeFalse();
        after.Should().Be(TimeSpan.FromSeconds(3));
        metered.UntilFree("a").Should().Be(TimeSpan.FromSeconds(3));
        metered.TryTake("b", out _).Should().BeTrue("each key has its own");
        _time.Advance(TimeSpan.FromSeconds(3));
        metered.UntilFree("a").Should().Be(TimeSpan.Zero);
        metered.TryTake("a", out _).Should().BeTrue();
        metered.TryTake("a", out _).Should().BeFalse();
    }

    [Fact]
    public void Unused_events_are_not_saved()
    {
        var metered = new KeyedRateLimit<string>(3, TimeSpan.FromMinutes(1), 100, _time);
        metered.TryTake("a", out _);
        _time.Advance(TimeSpan.FromDays(1));

        Enumerable.Range(0, 10).Count(_ => metered.TryTake("a", out var _)).Should().Be(3);
    }

    [Fact]
    public void The_table_is_bounded_and_drops_the_keys_that_used_the_least_first()
    {
        var metered = new KeyedRateLimit<int>(3, TimeSpan.FromMinutes(1), 100, _time);
        for (var i = 0; i < 3; i++)
            metered.TryTake(-1, out _);

        for (var i = 0; i < 10_000; i++)
            metered.TryTake(i, out _);

        metered.Count.Should().BeLessThanOrEqualTo(100);
        metered.TryTake(-1, out _).Should().BeFalse("a flood of others does not free it");
    }
}
