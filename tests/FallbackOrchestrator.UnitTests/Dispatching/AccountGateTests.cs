using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Dispatching;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using Microsoft.Extensions.Time.Testing;

namespace FallbackOrchestrator.UnitTests.Dispatching;

/// <summary>The limits of one account.</summary>
public sealed class AccountGateTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Admits_a_quarter_of_a_second_at_once_and_then_its_rate()
    {
        var gate = Gate(perSecond: 40);

        Ask(gate, 100).Should().Be(10);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Ask(gate, 100).Should().Be(4);
        _time.Advance(TimeSpan.FromHours(1));
        Ask(gate, 100).Should().Be(10, "what was not used is not saved up");
    }

    [Fact]
    public void Admits_one_at_a_time_if_the_rate_is_less_than_4_a_second()
    {
        var gate = Gate(perSecond: 1);

        Ask(gate, 5).Should().Be(1);
        _time.Advance(TimeSpan.FromSeconds(0.9));
        Ask(gate, 5).Should().Be(0);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Ask(gate, 5).Should().Be(1);
    }

    [Fact]
    public void Admits_no_more_calls_at_a_time_than_the_account_takes()
    {
        var gate = Gate(perSecond: 1000, concurrency: 3);
        Ask(gate, 5).Should().Be(3);

        gate.CallEnded(Some(1), CircuitSignal.Success);

        gate.Free().Should().Be(1);
        Ask(gate, 5).Should().Be(1);
    }

    [Fact]
    public void A_new_attempt_does_not_overtake_waiting_ones()
    {
        var gate = Gate();
        gate.SomeWait = true;

        gate.Ask(Some(1), fromQueue: false).Should().Be(Admission.LimitReached);
        gate.Ask(Some(2), fromQueue: true).Should().Be(Admission.Admitted);
        gate.SomeWait = false;
        gate.Ask(Some(1), fromQueue: false).Should().Be(Admission.Admitted);
    }

    [Fact]
    public void A_slot_that_is_returned_costs_nothing()
    {
        var gate = Gate(perSecond: 4, concurrency: 1);
        gate.Ask(Some(1), fromQueue: false).Should().Be(Admission.Admitted);
        gate.Ask(Some(2), fromQueue: false).Should().Be(Admission.LimitReached);

        gate.GiveBack(Some(1));

        gate.IsIdle.Should().BeTrue();
        gate.Ask(Some(2), fromQueue: false).Should().Be(Admission.Admitted);
    }

    [Fact]
    public void Is_idle_when_every_call_has_ended()
    {
        var gate = Gate();
        gate.IsIdle.Should().BeTrue();
        Ask(gate, 2);
        gate.CallEnded(Some(0), CircuitSignal.Success);
        gate.IsIdle.Should().BeFalse();

        gate.CallEnded(Some(1), CircuitSignal.Success);

        gate.IsIdle.Should().BeTrue();
    }

    [Fact]
    public void Replicas_share_the_rate()
    {
        var gate = Gate(perSecond: 40);
        Ask(gate, 10);

        gate.ShareAmong(4);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        Ask(gate, 10).Should().Be(1);
        gate.ShareAmong(0);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Ask(gate, 10).Should().Be(4, "this replica lives, whatever was counted");
    }

    [Fact]
    public void Tokens_from_before_a_change_of_the_share_are_kept()
    {
        var gate = Gate(perSecond: 40);
        Ask(gate, 10);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        gate.ShareAmong(2);

        Ask(gate, 10).Should().Be(4);
    }

    [Fact]
    public void An_open_circuit_takes_no_slot()
    {
        var gate = Gate(perSecond: 10_000, concurrency: 100);
        for (var i = 0; i < 20; i++)
        {
            gate.Ask(Some(i), fromQueue: false).Should().Be(Admission.Admitted);
            gate.CallEnded(Some(i), CircuitSignal.Failure);
        }

        gate.Ask(Some(20), fromQueue: false).Should().Be(Admission.CircuitOpen);

        gate.IsIdle.Should().BeTrue();
        gate.Free().Should().BePositive();
    }

    [Fact]
    public void A_probe_that_is_returned_frees_its_slot_for_the_next_one()
    {
        var gate = Gate(perSecond: 10_000, concurrency: 100);
        for (var i = 0; i < 20; i++)
        {
            gate.Ask(Some(i), fromQueue: false);
            gate.CallEnded(Some(i), CircuitSignal.Failure);
        }
        _time.Advance(TimeSpan.FromSeconds(15));
        gate.Ask(Some(1), fromQueue: false).Should().Be(Admission.Admitted);
        gate.Ask(Some(2), fromQueue: false).Should().Be(Admission.CircuitOpen);

        gate.GiveBack(Some(1));

        gate.Ask(Some(2), fromQueue: false).Should().Be(Admission.Admitted);
    }

    private AccountGate Gate(int perSecond = 50, int concurrency = 64) => new(new AccountLimits(perSecond, concurrency), _time);

    private static int Ask(AccountGate gate, int times) =>
        Enumerable.Range(0, times).Count(i => gate.Ask(Some(i), fromQueue: false) == Admission.Admitted);

    private static Umid Some(int number) => new(new Guid(number, 0, 0, new byte[8]));
}
