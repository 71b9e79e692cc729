using FallbackOrchestrator.Orchestration;
using Microsoft.Extensions.Time.Testing;

namespace FallbackOrchestrator.UnitTests.Orchestration;

/// <summary>A waiter that is woken.</summary>
public sealed class SignalTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();
    private readonly Signal _signal = new();

    [Fact]
    public async Task It_wakes_a_waiter()
    {
        var waiting = WaitAsync();
        waiting.IsCompleted.Should().BeFalse();

        _signal.Raise();

        await waiting;
    }

    [Fact]
    public async Task It_is_kept_once_while_nobody_waits()
    {
        _signal.Raise();
        _signal.Raise();

        await WaitAsync();
        WaitAsync().IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task The_wait_ends_at_its_time_limit()
    {
        var waiting = WaitAsync();
        _time.Advance(Longest - TimeSpan.FromTicks(1));
        waiting.IsCompleted.Should().BeFalse();

        _time.Advance(TimeSpan.FromTicks(1));

        await waiting;
    }

    [Fact]
    public async Task A_wait_that_reached_its_time_limit_loses_no_later_signal()
    {
        var first = WaitAsync();
        _time.Advance(Longest);
        await first;

        _signal.Raise();

        await WaitAsync();
    }

    [Fact]
    public async Task A_cancelled_wait_throws()
    {
        using var stopping = new CancellationTokenSource();
        var waiting = _signal.WaitAsync(Longest, _time, stopping.Token);

        await stopping.CancelAsync();

        await waiting.Awaiting(waits => waits).Should().ThrowAsync<OperationCanceledException>();
    }

    private Task WaitAsync() => _signal.WaitAsync(Longest, _time, CancellationToken.None);
}
