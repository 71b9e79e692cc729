namespace FallbackOrchestrator.UnitTests;

public class CoalescedReadTests
{
    private readonly List<TaskCompletionSource> _readings = [];
    private readonly CoalescedRead _shared;

    public CoalescedReadTests() => _shared = new CoalescedRead(() =>
    {
        lock (_readings)
        {
            _readings.Add(new TaskCompletionSource());
            return _readings[^1].Task;
        }
    });

    [Fact]
    public async Task Callers_that_arrive_during_a_read_share_the_next_read()
    {
        var first = _shared.RunAsync(CancellationToken.None);
        await BegunAsync(1);
        var others = Enumerable.Range(0, 100).Select(_ => _shared.RunAsync(CancellationToken.None)).ToList();

        _readings[0].SetResult();
        await first;
        await BegunAsync(2);
        others.Should().NotContain(other => other.IsCompleted, "the first may have begun before what they want to know of");
        _readings[1].SetResult();
        await Task.WhenAll(others);

        _readings.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_failed_read_fails_for_its_callers_and_the_next_one_runs()
    {
        var first = _shared.RunAsync(CancellationToken.None);
        await BegunAsync(1);
        var second = _shared.RunAsync(CancellationToken.None);

        _readings[0].SetException(new InvalidOperationException());
        var failed = () => first;
        await failed.Should().ThrowAsync<InvalidOperationException>();
        await BegunAsync(2);
        _readings[1].SetResult();

        await second;
    }

    [Fact]
    public async Task A_cancelled_caller_does_not_cancel_the_others()
    {
        using var cancels = new CancellationTokenSource();
        var one = _shared.RunAsync(cancels.Token);
        var other = _shared.RunAsync(CancellationToken.None);
        await BegunAsync(1);

        await cancels.CancelAsync();
        _readings[0].SetResult();

        await other;
        one.IsCanceled.Should().BeTrue();
    }

    private async Task BegunAsync(int readings)
    {
        while (true)
        {
            lock (_readings)
            {
                if (_readings.Count >= readings)
                    return;
            }
            await Task.Yield();
        }
    }
}
