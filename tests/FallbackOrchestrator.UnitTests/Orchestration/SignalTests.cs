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
    public async Task Wakes_who_waits()
    {
        var waiting = WaitAsync();
        waiting.IsCompleted.Should().BeFalse();

        _signal.Raise();

        await waiting;
    }

    [Fact]
    public async Task Is_kept_once_while_nobody_waits()
    {
        _signal.Raise();
        _signal.Raise();

        await WaitAsync();
        WaitAsync().IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task Ends_the_wait_when_it_was_long_enough()
    {
        var waiting = WaitAsync();
        _time.Advance(Longest - TimeSpan.FromTicks(1));
        waiting.IsCompleted.Should().BeFalse();

        _time.Advance(TimeSpan.FromTicks(1));

        await waiting;
    }

    [Fact]
    public async Task A_wait_that_was_long_enough_loses_no_later_signal()
    {
        var first = WaitAsync();
        _time.Advance(Longest);
        await first;

        _signal.Raise();

        await WaitAsync();
    }

    [Fact]
    public async Task Who_does_not_want_to_wait_any_more_is_told_so()
    {
        using var stopping = new CancellationTokenSource();
        var waiting = _signal.WaitAsync(Longest, _time, stopping.Token);

        await stopping.CancelAsync();

        await waiting.Awaiting(waits => waits).Should().ThrowAsync<OperationCanceledException>();
    }

    private Task WaitAsync() => _signal.WaitAsync(Longest, _time, CancellationToken.None);
}
