using FallbackOrchestrator.Dispatching;
using FallbackOrchestrator.Messages;
using Microsoft.Extensions.Time.Testing;

namespace FallbackOrchestrator.UnitTests.Dispatching;

/// <summary>When calls to an account stop, and when they start again.</summary>
public sealed class CircuitBreakerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly CircuitBreaker _circuit;

    public CircuitBreakerTests() => _circuit = new CircuitBreaker(_time);

    private bool IsOpen => !_circuit.TryAcquire(Some(999));

    [Fact]
    public void Opens_when_half_of_20_calls_failed()
    {
        Call(9, CircuitSignal.Failure);
        Call(10, CircuitSignal.Success);
        IsOpen.Should().BeFalse("19 calls are too few to judge");

        Call(1, CircuitSignal.Failure);

        IsOpen.Should().BeTrue();
    }

    [Fact]
    public void Stays_closed_while_less_than_half_of_the_calls_fail()
    {
        for (var i = 0; i < 100; i++)
        {
            Call(2, CircuitSignal.Success);
            Call(1, CircuitSignal.Failure);
        }

        IsOpen.Should().BeFalse();
    }

    [Fact]
    public void Results_that_prove_nothing_are_not_counted()
    {
        Call(1000, CircuitSignal.Ignored);
        Call(19, CircuitSignal.Failure);
        IsOpen.Should().BeFalse("19 calls are too few to judge");

        Call(1, CircuitSignal.Failure);

        IsOpen.Should().BeTrue("20 of the 20 that count failed");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    [InlineData(29)]
    public void Judges_by_any_30_seconds_whenever_they_begin(int seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        Call(10, CircuitSignal.Failure);
        _time.Advance(TimeSpan.FromSeconds(29));
        Call(9, CircuitSignal.Failure);
        IsOpen.Should().BeFalse();

        Call(1, CircuitSignal.Failure);

        IsOpen.Should().BeTrue();
    }

    [Fact]
    public void Forgets_calls_after_30_seconds()
    {
        Call(19, CircuitSignal.Failure);
        _time.Advance(TimeSpan.FromSeconds(31));
        Call(19, CircuitSignal.Failure);

        IsOpen.Should().BeFalse();
    }

    [Fact]
    public void Calls_before_the_last_30_seconds_do_not_keep_it_closed()
    {
        Call(1000, CircuitSignal.Success);
        _time.Advance(TimeSpan.FromSeconds(31));
        Call(20, CircuitSignal.Failure);

        IsOpen.Should().BeTrue();
    }

    [Fact]
    public void Admits_one_probe_at_a_time_15_seconds_after_it_opened()
    {
        Open();
        _time.Advance(TimeSpan.FromSeconds(14.9));
        _circuit.TryAcquire(Some(1)).Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(0.1));

        _circuit.TryAcquire(Some(1)).Should().BeTrue();
        _circuit.TryAcquire(Some(2)).Should().BeFalse();
    }

    [Fact]
    public void A_probe_that_works_closes_it_and_what_failed_before_is_forgotten()
    {
        Probe(Some(1), CircuitSignal.Success);

        IsOpen.Should().BeFalse();
        Call(19, CircuitSignal.Failure);
        IsOpen.Should().BeFalse();
    }

    [Fact]
    public void A_probe_that_fails_keeps_it_open_for_another_15_seconds()
    {
        Probe(Some(1), CircuitSignal.Failure);

        _time.Advance(TimeSpan.FromSeconds(14.9));
        _circuit.TryAcquire(Some(2)).Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(0.1));
        _circuit.TryAcquire(Some(2)).Should().BeTrue();
    }

    [Fact]
    public void A_probe_that_proves_nothing_neither_closes_nor_opens_it_and_the_next_one_may_go_at_once()
    {
        Probe(Some(1), CircuitSignal.Ignored);

        _circuit.TryAcquire(Some(2)).Should().BeTrue();
        _circuit.TryAcquire(Some(3)).Should().BeFalse("it is not closed: the second one probes");
    }

    [Fact]
    public void A_probe_that_was_not_called_frees_its_slot_for_the_next_one()
    {
        Open();
        _time.Advance(TimeSpan.FromSeconds(15));
        _circuit.TryAcquire(Some(1)).Should().BeTrue();

        _circuit.Release(Some(1));

        _circuit.TryAcquire(Some(2)).Should().BeTrue();
        _circuit.TryAcquire(Some(3)).Should().BeFalse();
    }

    [Theory]
    [InlineData(CircuitSignal.Success)]
    [InlineData(CircuitSignal.Failure)]
    [InlineData(CircuitSignal.Ignored)]
    public void Only_the_probe_counts_not_a_call_that_was_under_way_when_it_opened(object verdict)
    {
        Open();
        _circuit.Record(Some(50), (CircuitSignal)verdict);
        _circuit.TryAcquire(Some(1)).Should().BeFalse("it is open as before");
        _time.Advance(TimeSpan.FromSeconds(15));
        _circuit.TryAcquire(Some(1)).Should().BeTrue();

        _circuit.Record(Some(50), (CircuitSignal)verdict);
        _circuit.Release(Some(50));

        _circuit.TryAcquire(Some(2)).Should().BeFalse("the probe is still under way");
        _circuit.Record(Some(1), CircuitSignal.Success);
        _circuit.TryAcquire(Some(2)).Should().BeTrue();
    }

    [Fact]
    public void Another_message_than_the_one_that_failed_last_probes_first()
    {
        Open(last: Some(7));
        _time.Advance(TimeSpan.FromSeconds(15));
        _circuit.TryAcquire(Some(7)).Should().BeFalse();
        _circuit.TryAcquire(Some(8)).Should().BeTrue();
        _circuit.Record(Some(8), CircuitSignal.Failure);

        _time.Advance(TimeSpan.FromSeconds(15));

        _circuit.TryAcquire(Some(8)).Should().BeFalse();
        _circuit.TryAcquire(Some(7)).Should().BeTrue();
    }

    [Fact]
    public void If_no_other_message_arrives_the_one_that_failed_last_probes_15_seconds_later()
    {
        Open(last: Some(7));
        _time.Advance(TimeSpan.FromSeconds(29.9));
        _circuit.TryAcquire(Some(7)).Should().BeFalse();

        _time.Advance(TimeSpan.FromSeconds(0.1));

        _circuit.TryAcquire(Some(7)).Should().BeTrue();
    }

    private static Umid Some(int number) => new(new Guid(number, 0, 0, new byte[8]));

    private void Call(int times, CircuitSignal verdict)
    {
        for (var i = 0; i < times; i++)
            _circuit.Record(Some(i), verdict);
    }

    private void Open(Umid? last = null)
    {
        Call(19, CircuitSignal.Failure);
        _circuit.Record(last ?? Some(19), CircuitSignal.Failure);
        IsOpen.Should().BeTrue();
    }

    private void Probe(Umid message, CircuitSignal verdict)
    {
        Open();
        _time.Advance(TimeSpan.FromSeconds(15));
        _circuit.TryAcquire(message).Should().BeTrue();
        _circuit.Record(message, verdict);
    }
}
