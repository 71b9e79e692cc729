namespace FallbackOrchestrator.UnitTests.DotNetClient;

/// <summary>A clock on which every pause is over at once. It keeps how long they were.</summary>
internal sealed class InstantTime : TimeProvider
{
    public List<TimeSpan> Pauses { get; } = [];

    public DateTimeOffset Now { get; set; } = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Pauses.Add(dueTime);
        Now += dueTime;
        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
