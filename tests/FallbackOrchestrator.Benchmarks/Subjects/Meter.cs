using System.Diagnostics;
using FallbackOrchestrator.Benchmarks.Reporting;

namespace FallbackOrchestrator.Benchmarks.Subjects;

/// <summary>Measures what a number of messages costs: rows, WAL, processor time by process, memory.</summary>
internal sealed class Meter
{
    private readonly Subject _subject;
    private readonly List<Allocations> _allocations;
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly State _before;

    private Meter(Subject subject, State before, List<Allocations> allocations) =>
        (_subject, _before, _allocations) = (subject, before, allocations);

    public static async Task<Meter> StartAsync(Subject subject)
    {
        foreach (var process in subject.ProcessIds)
            ProcessCosts.ForgetPeak(process);
        return new Meter(subject, await State.OfAsync(subject), [.. subject.ProcessIds.Select(Allocations.Watch)]);
    }

    /// <summary>What it has cost since the start, for each of so many messages.</summary>
    public async Task<IReadOnlyList<Metric>> StopAsync(long messages)
    {
        var took = Stopwatch.GetElapsedTime(_began);
        foreach (var watched in _allocations)
            await watched.DisposeAsync();
        var after = await State.OfAsync(_subject);
        var thousands = messages / 1_000.0;
        return
        [
            new("rows stored/message", (after.Rows - _before.Rows) / messages),
            new("WAL bytes/message", (after.Wal - _before.Wal) / messages),
            new("CPU s/1,000: service", (after.Service - _before.Service) / thousands),
            new("CPU s/1,000: PostgreSQL", (after.Postgres - _before.Postgres) / thousands),
            new("CPU s/1,000: load", (after.Load - _before.Load) / thousands),
            new("peak RSS, MB", _subject.ProcessIds.Sum(ProcessCosts.PeakMemory) / 1e6),
            new("allocated bytes/message", _allocations.Sum(watched => watched.BytesPerSecond) * took.TotalSeconds / messages),
        ];
    }

    private sealed record State(double Rows, double Wal, double Service, double Postgres, double Load)
    {
        public static async Task<State> OfAsync(Subject subject) => new(
            await subject.Database.RowsAsync(),
            await subject.Database.WalBytesAsync(),
            subject.ProcessIds.Sum(ProcessCosts.Cpu),
            ProcessCosts.CpuWithChildren(subject.Database.Cluster.PostmasterId),
            ProcessCosts.Cpu(Environment.ProcessId));
    }
}
