using System.Collections.Immutable;
using Npgsql;

namespace FallbackOrchestrator.Persistence;

/// <summary>
/// Whether the database can be used, as those find who use it: each of them notes here what failed. A trouble is logged once when it begins and
/// once when it is over, and the connections that were open when it was seen are not used again: after a failover they may lead to the old server.
/// </summary>
/// <param name="pools">The connection pools of this process.</param>
/// <param name="time">The clock. The real one, wherever the time of messages comes from: servers and connections live in it.</param>
/// <param name="logger">Where a trouble is logged.</param>
public sealed partial class DatabaseAvailability(IReadOnlyList<NpgsqlDataSource> pools, TimeProvider time, ILogger<DatabaseAvailability> logger)
{
    // What fails within it is one burst: the pools are emptied once at its beginning, and once more at its end for what was opened meanwhile.
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(1);

    // The longest time that Npgsql takes to open a connection (its default Timeout). A connection that was being opened to the old server while the pools
    // were emptied stays in its pool, and would read there until something fails on it. So the pools are emptied once more when none can be left.
    private static readonly TimeSpan LongestOpening = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private volatile Trouble? _trouble;
    private long _seen;
    private long? _emptiedAt;
    private bool _willEmpty;

    /// <summary>How many failures that speak of the database were noted so far: who sees the same number twice knows that none came between.</summary>
    public long Seen => Volatile.Read(ref _seen);

    /// <summary>Notes a failure.</summary>
    /// <returns>What is wrong with the database; null if the failure speaks of something else.</returns>
    public DatabaseFault? Note(Exception failure)
    {
        var trouble = DatabaseFaults.Of(failure);
        switch (trouble)
        {
            // Npgsql takes a statement for prepared once it is parsed. One that failed between that and its description (while its parameters were
            // read, say) has none, and fails when it is used again: "Received unexpected backend message DataRow".
            case null when DatabaseFaults.Refused(failure) is { } refused && !refused.SqlState.StartsWith("23", StringComparison.Ordinal):
                Empty();
                break;
            case null or DatabaseFault.Conflict:
                break;
            default:
                Interlocked.Increment(ref _seen);
                NoteTrouble(trouble.Value, failure);
                Empty();
                break;
        }
        return trouble;
    }

    /// <summary>Notes that something was written. Costs nothing while all is well.</summary>
    public void NoteWritten()
    {
        if (_trouble is null)
            return;
        TimeSpan lasted;
        lock (_lock)
        {
            // Some connections may fail while others work still.
            if (_trouble is not { } trouble || time.GetElapsedTime(trouble.SeenAt) < Burst)
                return;
            lasted = time.GetElapsedTime(trouble.BeganAt);
            _trouble = null;
        }
        LogOver(lasted.TotalSeconds);
        _ = EmptyAfterAsync(LongestOpening);
    }

    private void NoteTrouble(DatabaseFault kind, Exception failure)
    {
        var now = time.GetTimestamp();
        lock (_lock)
        {
            var known = _trouble ?? new Trouble([], now, now);
            _trouble = known with { Kinds = known.Kinds.Add(kind), SeenAt = now };
            // A server that restarts breaks connections, refuses new ones and is starting, over and over: each is said once.
            if (known.Kinds.Contains(kind))
                return;
        }
        LogTrouble(kind, Said(failure));
    }

    private void Empty()
    {
        lock (_lock)
        {
            if (_willEmpty)
                return;
            if (_emptiedAt is { } at && time.GetElapsedTime(at) < Burst)
            {
                _willEmpty = true;
                _ = EmptyAfterAsync(Burst);
                return;
            }
            _emptiedAt = time.GetTimestamp();
        }
        EmptyPools();
    }

    private async Task EmptyAfterAsync(TimeSpan wait)
    {
        await Task.Delay(wait, time);
        lock (_lock)
        {
            _willEmpty = false;
            _emptiedAt = time.GetTimestamp();
        }
        EmptyPools();
    }

    private void EmptyPools()
    {
        foreach (var pool in pools)
            pool.Clear();
    }

    // PostgreSQL's or the socket's words, without the stack trace of whoever happened to meet them.
    private static string Said(Exception failure) => DatabaseFaults.Refused(failure)?.Message ?? failure.GetBaseException().Message;

    private sealed record Trouble(ImmutableHashSet<DatabaseFault> Kinds, long BeganAt, long SeenAt);

    [LoggerMessage(1101, LogLevel.Error, "The database cannot be used ({Trouble}: {Failure}); what is due waits for it")]
    private partial void LogTrouble(DatabaseFault trouble, string failure);

    [LoggerMessage(1102, LogLevel.Warning, "The database can be used again, after {Seconds:0.0} s")]
    private partial void LogOver(double seconds);
}
