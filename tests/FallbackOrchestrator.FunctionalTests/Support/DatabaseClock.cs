using System.Globalization;
using Npgsql;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>The clock of decisions of a service in real time: moved on, so that no test waits for a window to end.</summary>
internal static class DatabaseClock
{
    /// <summary>Moves it on, and with it everything that is due.</summary>
    public static async Task MoveAsync(NpgsqlDataSource data, TimeSpan by)
    {
        await using var connection = await data.OpenConnectionAsync();
        await MoveAsync(connection, by);
    }

    /// <summary>Moves it on, within the transaction of a connection.</summary>
    public static async Task MoveAsync(NpgsqlConnection connection, TimeSpan by)
    {
        var interval = string.Create(CultureInfo.InvariantCulture, $"interval '{by.TotalSeconds} seconds'");
        await using var command = new NpgsqlCommand(
            $"""
            CREATE TABLE IF NOT EXISTS test_clock (ahead interval);
            INSERT INTO test_clock VALUES ({interval});
            CREATE OR REPLACE FUNCTION orchestrator_now() RETURNS timestamptz LANGUAGE sql VOLATILE
                AS 'SELECT clock_timestamp() + (SELECT sum(ahead) FROM test_clock)';
            UPDATE heartbeat SET beat_at = beat_at + {interval}; -- It was no outage.
            """,
            connection);
        await command.ExecuteNonQueryAsync();
    }
}
