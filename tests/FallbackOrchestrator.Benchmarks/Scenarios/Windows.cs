using System.Diagnostics;
using System.Globalization;
using FallbackOrchestrator.Benchmarks.Endpoints;
using FallbackOrchestrator.Benchmarks.Load;
using FallbackOrchestrator.Benchmarks.Subjects;
using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.Benchmarks.Scenarios;

/// <summary>How long after the ends of windows something happened.</summary>
/// <param name="TakenUp">The next step was begun, by its row.</param>
/// <param name="Granted">Its account's limits admitted the call, by its row.</param>
/// <param name="Called">The call came to the provider.</param>
internal sealed record Lateness(Latencies TakenUp, Latencies Granted, Latencies Called);

/// <summary>
/// Windows of the service that end when we want. They are opened by real messages and real calls, with a long window; then their rows are
/// moved so that they end at chosen moments: no offered load could make thousands end in the same moment.
/// </summary>
internal sealed class Windows(Bench bench, Subject subject)
{
    private const int Window = 86_400;
    private const int Each = 1_000;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(3);

    private readonly Ledger _ledger = new();
    private readonly Numbers _numbers = new();
    private readonly DateTimeOffset _epoch = DateTimeOffset.UtcNow - TimeSpan.FromSeconds(
        (double)Stopwatch.GetTimestamp() / Stopwatch.Frequency);

    /// <summary>Opens windows, lets them end over a time, and waits until all next steps were called.</summary>
    /// <param name="count">How many, in whole thousands.</param>
    /// <param name="over">The time over which they end; none for all at once.</param>
    public async Task<Lateness> EndAsync(int count, TimeSpan over)
    {
        var first = _numbers.Given;
        // Only what is opened now: there may be millions of other messages.
        var since = Uuid7.Least(DateTimeOffset.UtcNow);
        await OpenAsync(count, since);
        // Time to move the rows, and for the server to calm down.
        var ends = DateTimeOffset.UtcNow + TimeSpan.FromSeconds(3 + (count / 10_000.0));
        await MoveAsync(since, ends, over / count);
        if (DateTimeOffset.UtcNow > ends)
            throw new BenchmarkFailedException("the windows could not be moved in time");
        await Bench.UntilAsync(() => Task.FromResult(_ledger.Calls(step: 2)), first + count, TimeLimit + over, "second steps called");
        BenchmarkFailedException.Demand(_ledger.Repeated, 0, "calls that were made twice");
        return await LatenessAsync(since);
    }

    private async Task OpenAsync(int count, Guid since)
    {
        bench.Endpoints.Begin(_ledger);
        using var connection = await HttpConnection.OpenAsync(subject.Address);
        var template = SendTemplate.Batch(subject.Address, ServiceSettings.Shop, new Asked(Window), Each);
        await ClosedLoop.TimesAsync(count / Each, [connection], template, _numbers, Each);
        await Bench.UntilAsync(
            () => subject.Database.AskAsync<long>(
                $"SELECT count(*) FROM attempts WHERE message_id >= '{since}' AND handover = 'handedOver' AND best_status = 'accepted'"),
            count, TimeLimit, "first steps handed over");
    }

    private Task<int> MoveAsync(Guid since, DateTimeOffset ends, TimeSpan apart) => subject.Database.ExecuteAsync(string.Create(
        CultureInfo.InvariantCulture,
        $"""
        WITH moved AS (
            SELECT id, timestamptz '{ends:O}' + (row_number() OVER (ORDER BY id) - 1) * interval '{apart.TotalSeconds:0.000000} seconds' AS at
            FROM messages WHERE id >= '{since}'),
        attempt AS (
            UPDATE attempts a SET leased_at = moved.at - interval '{Window} seconds' FROM moved WHERE a.message_id = moved.id AND a.message_id >= '{since}' AND a.step = 1)
        UPDATE messages m SET due_at = moved.at FROM moved WHERE m.id = moved.id AND m.id >= '{since}'
        """));

    private async Task<Lateness> LatenessAsync(Guid since)
    {
        var late = new Lateness(new Latencies(), new Latencies(), new Latencies());
        var rows = await subject.Database.QueryAsync(
            $"""
            SELECT right(m.msisdn, {SendTemplate.Digits})::bigint, f.leased_at + interval '{Window} seconds', s.queued_at, s.leased_at
            FROM messages m JOIN attempts f ON f.message_id = m.id AND f.step = 1 JOIN attempts s ON s.message_id = m.id AND s.step = 2
            WHERE m.id >= '{since}'
            """,
            row => (Number: row.GetInt64(0), Ends: row.GetFieldValue<DateTimeOffset>(1), TakenUp: row.GetFieldValue<DateTimeOffset>(2),
                Granted: row.GetFieldValue<DateTimeOffset>(3)));
        foreach (var row in rows)
        {
            late.TakenUp.Record(row.TakenUp - row.Ends);
            late.Granted.Record(row.Granted - row.Ends);
            var at = _epoch + TimeSpan.FromSeconds((double)_ledger.CalledAt(row.Number, step: 2) / Stopwatch.Frequency);
            late.Called.Record(at - row.Ends);
        }
        if (late.TakenUp.Min < TimeSpan.Zero)
            throw new BenchmarkFailedException($"a window ended {-late.TakenUp.Min.TotalMilliseconds} ms early");
        return late;
    }
}
