using System.Collections.Immutable;
using Npgsql;

namespace FallbackOrchestrator.Persistence;

/// <summary>
/// Knows whether the database can be used. All code that uses the database reports its failures here. A trouble is logged once when it
/// begins and once when it is over. Connections that were open when it began are not used again: after a failover they may lead to the old
/// server.
/// </summary>
/// <param name="pools">The connection pools of this process.</param>
/// <param name="time">The real clock, also where messages have a virtual one: servers and connections run on it.</param>
/// <param name="logger">The log for the beginning and the end of a trouble.</param>
public sealed partial class DatabaseAvailability(
    IReadOnlyList<NpgsqlDataSource> pools, TimeProvider time, ILogger<DatabaseAvailability> logger)
{
    // Failures within this time are one burst: the pools are emptied at its beginning, and again at its end because of connections opened
    // meanwhile.
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(1);

    // The longest time that Npgsql takes to open a connection (its default Timeout). A connection that was being opened to the old server
    // while the pools were emptied stays in its pool, and would read there until something fails on it. So the pools are emptied once more
    // when none can be left.
    private static readonly TimeSpan LongestOpening = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private volatile Trouble? _trouble;
    private long _seen;
    private long? _emptiedAt;
    private bool _willEmpty;

    /// <summary>
    /// The number of database failures noted so far. If two reads return the same number, there was no failure between them.
    /// </summary>
    public long Seen => Volatile.Read(ref _seen);

    /// <summary>True if the database can be used, as far as this process knows. Every replica writes every few seconds.</summary>
    public bool IsAvailable => _trouble is null;

    /// <summary>Notes a failure.</summary>
    /// <returns>The kind of trouble with the database; null if the failure is about something else.</returns>
    public DatabaseFault? Note(Exception failure)
    {
        var trouble = DatabaseFaults.Of(failure);
        switch (trouble)
        {
            // Npgsql takes a statement as prepared when it is parsed. If it failed before its description (for example while its parameters
            // were read), it has none, and fails when it is used again: "Received unexpected backend message DataRow".
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

    /// <summary>Notes that a write succeeded. It costs nothing while there is no trouble.</summary>
    public void NoteWritten()
    {
        if (_trouble is null)
            return;
        TimeSpan lasted;
        lock (_lock)
        {
            // Some connections may fail while others still work.
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
            var before = _trouble ?? new Trouble([], now, now);
            _trouble = before with { Kinds = before.Kinds.Add(kind), SeenAt = now };
            // A server that restarts breaks connections, refuses new ones and is starting, over and over: each is logged once.
            if (before.Kinds.Contains(kind))
                return;
        }
        LogTrouble(kind, Text(failure));
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

    // The message of PostgreSQL or the socket, without the stack trace of the statement that failed.
    private static string Text(Exception failure) => DatabaseFaults.Refused(failure)?.Message ?? failure.GetBaseException().Message;

    private sealed record Trouble(ImmutableHashSet<DatabaseFault> Kinds, long BeganAt, long SeenAt);

    [LoggerMessage(1101, LogLevel.Error, "The database cannot be used ({Trouble}: {Failure}); due messages wait for it")]
    private partial void LogTrouble(DatabaseFault trouble, string failure);

    [LoggerMessage(1102, LogLevel.Warning, "The database can be used again, after {Seconds:0.0} s")]
    private partial void LogOver(double seconds);
}
