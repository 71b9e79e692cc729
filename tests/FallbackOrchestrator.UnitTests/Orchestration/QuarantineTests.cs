using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using Microsoft.Extensions.Time.Testing;

namespace FallbackOrchestrator.UnitTests.Orchestration;

/// <summary>How long a message that cannot be advanced stays in quarantine.</summary>
public sealed class QuarantineTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Umid _umid = new(Guid.CreateVersion7());

    [Fact]
    public void The_quarantine_is_a_minute_and_then_twice_as_long_each_time_up_to_16_minutes()
    {
        var held = new Quarantine(_time);
        foreach (var minutes in new[] { 1, 2, 4, 8, 16, 16 })
        {
            held.Add(_umid).Should().Be(TimeSpan.FromMinutes(minutes));
            held.Add(_umid).Should().BeNull("a second claim met it at the same time");
            _time.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
            held.Ids.Should().Equal(_umid.Value);
            _time.Advance(TimeSpan.FromSeconds(1));
            held.Ids.Should().BeEmpty();
        }
    }

    [Fact]
    public void After_an_hour_without_trouble_the_quarantine_begins_with_a_minute_again()
    {
        var held = new Quarantine(_time);
        held.Add(_umid);
        _time.Advance(TimeSpan.FromMinutes(1));
        held.Add(_umid);
        _time.Advance(TimeSpan.FromMinutes(63));

        held.Ids.Should().BeEmpty();
        held.Add(_umid).Should().Be(TimeSpan.FromMinutes(1));
    }
}
