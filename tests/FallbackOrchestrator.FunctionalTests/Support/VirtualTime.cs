using System.Diagnostics;
using Npgsql;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>
/// Moves a world through virtual time as through a list of events: it jumps to the next instant at which anything can happen, waits until
/// everything that is due has happened, and so on. The clocks of the database and of the processes jump together, while no transaction that
/// has read the clock is open. While it waits, time moves on by a millisecond for each look at the world, so that timers fire: a busy
/// machine takes longer for a look, and the world's time takes longer with it. No test sleeps.
/// </summary>
internal sealed class VirtualTime(NpgsqlDataSource data, SteppedTime time, World world)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan JustPast = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    /// <summary>How far a jump goes at least, and at most while attempts wait for their account's limits.</summary>
    public TimeSpan Grain { get; set; } = TimeSpan.FromMilliseconds(50);

    public async Task AdvanceAsync(TimeSpan by)
    {
        var target = time.GetUtcNow() + TimeSpan.FromMicroseconds(Math.Ceiling(by.TotalMicroseconds)); // PostgreSQL knows no shorter time.
        do
            await SettleAsync();
        while (!await HasArrivedAsync(target));
    }

    /// <summary>Waits until everything that is due has happened.</summary>
    /// <exception cref="TimeoutException">It does not happen; the message says what is left.</exception>
    public async Task SettleAsync()
    {
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            await using (var connection = await data.OpenConnectionAsync())
            {
                if ((await LookAsync(connection)).IsQuiet)
                    return;
                await TickAsync(connection, Tick);
            }
            if (Stopwatch.GetElapsedTime(began) > TestTimeout.Limit)
                throw new TimeoutException(await DescribeAsync());
            await Task.Delay(Poll);
        }
    }

    /// <summary>Lets time go on until the result is the expected one.</summary>
    public async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> willDo)
    {
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            var result = await ask();
            if (willDo(result))
                return result;
            if (Stopwatch.GetElapsedTime(began) > TestTimeout.Limit)
                throw new TimeoutException($"The last result was {result}");
            await using (var connection = await data.OpenConnectionAsync())
                await TickAsync(connection, Tick * 10);
            await Task.Delay(Poll);
        }
    }

    private async Task TickAsync(NpgsqlConnection connection, TimeSpan by)
    {
        await ExecuteAsync(connection, "UPDATE test_clock SET now = now + $1", by);
        time.Move(by);
    }

    /// <summary>Jumps to the next instant, unless something is due before it or the target is reached.</summary>
    private async Task<bool> HasArrivedAsync(DateTimeOffset target)
    {
        await using var connection = await data.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        try
        {
            // Every reader of the clock shares a lock on this table until its transaction ends.
            await ExecuteAsync(connection, "SET LOCAL lock_timeout = '1s'; LOCK TABLE test_clock IN ACCESS EXCLUSIVE MODE");
        }
        catch (PostgresException busy) when (busy.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
        {
            return false;
        }
        var standing = await LookAsync(connection);
        if (!standing.IsQuiet)
            return false;
        var rest = target - standing.Now;
        if (rest <= TimeSpan.Zero)
            return true;

        var next = standing.Next - standing.Now + JustPast;
        if (standing.SomeWaitForLimits)
            next = next < Grain ? next : Grain;
        var jump = next is null || next > rest ? rest : next < Grain ? Min(Grain, rest) : next.Value;
        // Replicas that are alive were alive during the jump, too.
        await ExecuteAsync(
            connection,
            world.Replicas.Count == 0
                ? "UPDATE test_clock SET now = now + $1"
                : """
                  WITH clock AS (UPDATE test_clock SET now = now + $1), heart AS (UPDATE heartbeat SET beat_at = beat_at + $1)
                  UPDATE replicas SET seen_at = seen_at + $1
                  """,
            jump);
        time.Move(jump);
        await transaction.CommitAsync();
        return false;
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    // A call to a silent provider is left alone until the dispatcher gives it up; one whose replica was lost, until its lease lapses.
    private async Task<Standing> LookAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(
            """
            WITH c AS MATERIALIZED (SELECT orchestrator_now() AS now),
                calling AS MATERIALIZED (
                    SELECT channel_account_id = ANY($1) AND leased_at + interval '8 s' > now AS unanswered, leased_at + interval '8 s' AS given_up_at
                    FROM attempts, c WHERE handover = 'calling' AND NOT (message_id = ANY($2) AND step = 1))
            SELECT now,
                (SELECT count(*) FROM messages WHERE due_at <= now AND NOT id = ANY($3)),
                (SELECT count(*) FROM calling WHERE NOT unanswered)
                    + (SELECT count(*) FROM attempts WHERE recall_until > now AND NOT channel_account_id = ANY($1))
                    + (SELECT count(*) FROM attempts WHERE queried_until > now AND NOT channel_account_id = ANY($1)),
                ARRAY(SELECT DISTINCT channel_account_id FROM attempts WHERE dispatch_at <= now),
                LEAST(
                    (SELECT min(due_at) FROM messages WHERE due_at > now),
                    (SELECT min(dispatch_at) FROM attempts WHERE dispatch_at > now),
                    (SELECT min(given_up_at) FROM calling WHERE unanswered))
            FROM c
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. world.SilentAccounts] });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. world.LostMessages] });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. world.UnreadableMessages] });
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();

        var now = reader.GetFieldValue<DateTimeOffset>(0);
        var waiting = reader.GetFieldValue<string[]>(3);
        DateTimeOffset? nextRow = reader.IsDBNull(4) ? null : reader.GetFieldValue<DateTimeOffset>(4);
        var nextReceipt = world.Receipts.NextDueAt;
        var noReceiptIsDue = !(nextReceipt <= now) && world.Receipts.WhenIdleAsync().IsCompleted;
        if (world.Replicas.Count == 0)
            return new Standing(now, noReceiptIsDue, SomeWaitForLimits: false, nextReceipt);
        // Of a recall on a stop, no row says that it runs; at a silent account a call ends by its timeout.
        var noCallRuns = world.SilentAccounts.Any() || world.Replicas.All(replica => replica.PendingCalls == 0);
        return new Standing(
            now,
            noReceiptIsDue && noCallRuns && reader.GetInt64(1) == 0 && reader.GetInt64(2) == 0 && waiting.All(world.WaitsForLimits),
            waiting.Length > 0,
            nextRow is null || nextReceipt < nextRow ? nextReceipt : nextRow);
    }

    private async Task<string> DescribeAsync()
    {
        await using var command = data.CreateCommand(
            """
            SELECT 'now ' || orchestrator_now()
            UNION ALL
            (SELECT format('message %s %s due at %s', id, state, due_at) FROM messages WHERE due_at <= orchestrator_now() LIMIT 5)
            UNION ALL
            (SELECT format('attempt %s-%s on %s: %s, dispatch at %s, leased at %s, recall until %s',
                message_id, step, channel_account_id, handover, dispatch_at, leased_at, recall_until)
             FROM attempts WHERE handover = 'calling' OR dispatch_at <= orchestrator_now() OR recall_until IS NOT NULL LIMIT 10)
            """);
        var lines = new List<string> { "What is due does not happen:" };
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));
        lines.Add($"receipts: {world.Receipts.Pending} pending, the next at {world.Receipts.NextDueAt:O}");
        lines.AddRange(world.Log.Lines.TakeLast(10));
        return string.Join(Environment.NewLine, lines);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, params TimeSpan[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
            command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = parameter });
        await command.ExecuteNonQueryAsync();
    }

    /// <param name="Now">The database's clock.</param>
    /// <param name="IsQuiet">Whether nothing is left that is due.</param>
    /// <param name="SomeWaitForLimits">Whether attempts wait for their account's limits.</param>
    /// <param name="Next">When something will be due next.</param>
    private sealed record Standing(DateTimeOffset Now, bool IsQuiet, bool SomeWaitForLimits, DateTimeOffset? Next);
}
