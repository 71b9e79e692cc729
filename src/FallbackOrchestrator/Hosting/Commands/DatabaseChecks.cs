using System.Globalization;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Persistence.Secrets;
using Npgsql;

namespace FallbackOrchestrator.Hosting.Commands;

/// <summary>The part of <see cref="Doctor"/> that looks at PostgreSQL. It only reads.</summary>
internal static class DatabaseChecks
{
    private const string Subject = "database";

    // Timestamps of providers' signatures and of customers' webhooks are accepted within minutes.
    private static readonly TimeSpan LargestClockDifference = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Looks at the configured database.</summary>
    public static async Task<IReadOnlyList<Finding>> RunAsync(WebApplicationBuilder builder)
    {
        if (Database.ConnectionString(builder.Configuration) is not { } connectionString)
        {
            return Database.MayEmbed(builder)
                ? [Finding.Ok(Subject, "none is configured: the service starts its own PostgreSQL")]
                : [];
        }
        try
        {
            var way = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = (int)Longest.TotalSeconds };
            await using var data = ConnectionPools.Open(way, [], "doctor");
            await using var connection = await data.OpenConnectionAsync();
            return await Database.WhyNotAsync(data, connection) is { } why
                ? [Finding.Wrong(Subject, why)] : await LookAsync(connection, way, WrappingKeys.Read(builder.Configuration));
        }
        // A connection string that cannot be read is a mistake in the settings, and was named there.
        catch (ArgumentException)
        {
            return [];
        }
        catch (Exception unusable) when (unusable is NpgsqlException || DatabaseFaults.Of(unusable) is not null)
        {
            return [Finding.Wrong(Subject, UnusableDatabase.Explain(unusable, connectionString))];
        }
    }

    private static async Task<IReadOnlyList<Finding>> LookAsync(
        NpgsqlConnection connection, NpgsqlConnectionStringBuilder way, WrappingKeys keys)
    {
        var findings = new List<Finding>
        {
            Finding.Ok(Subject, string.Create(
                CultureInfo.InvariantCulture, $"PostgreSQL {connection.PostgreSqlVersion} on {way.Host}:{way.Port}, database {way.Database}")),
        };
        await using var command = new NpgsqlCommand(
            $"""
            SELECT {UnusableDatabase.IsReadOnly}, current_setting('fsync')::boolean,
                current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer,
                clock_timestamp()
            """,
            connection);
        await using (var reader = await command.ExecuteReaderAsync())
        {
            await reader.ReadAsync();
            if (reader.GetBoolean(0))
                findings.Add(Finding.Wrong(Subject, UnusableDatabase.TakesNoWrites));
            if (!reader.GetBoolean(1))
                findings.Add(Finding.Warning(Subject, "fsync is off: after a crash of the server's machine, accepted messages may be lost"));
            if (reader.GetInt32(2) is var most && most < ConnectionPools.MostConnections)
            {
                findings.Add(Finding.Warning(
                    Subject, $"admits {most} connections, and a replica opens up to {ConnectionPools.MostConnections}; raise max_connections"));
            }
            findings.Add(Clock(TimeProvider.System.GetUtcNow() - reader.GetFieldValue<DateTimeOffset>(3)));
        }
        findings.Add(Schema(await AppliedMigrations.ReadAsync(connection, Database.FirstSchema(way.SearchPath))));
        findings.Add(await StoredSecretsAsync(connection, keys));
        return findings;
    }

    // Without a key and without stored secrets, only the management of channel accounts is missed.
    private static async Task<Finding> StoredSecretsAsync(NpgsqlConnection connection, WrappingKeys keys)
    {
        const string Secrets = "stored secrets";
        IReadOnlyList<WrappedElement> rows;
        try
        {
            rows = await WrappedElement.ReadAsync(connection, CancellationToken.None);
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            rows = []; // The next migration makes the table.
        }
        var unread = KeyRing.Unread(keys, rows);
        return KeyRing.WhyNot(keys, rows, unread) is { } why
            ? rows.Count > 0 ? Finding.Wrong(Secrets, why) : Finding.Warning(Secrets, why)
            : unread.Count > 0
                ? Finding.Warning(Secrets, string.Create(
                    CultureInfo.InvariantCulture,
                    $"{unread.Count} of {rows.Count} keys cannot be decrypted, and the secrets that they encrypt must be set again"))
                : Finding.Ok(Secrets, $"encrypted under the wrapping key {keys.Current!.Fingerprint}");
    }

    private static Finding Clock(TimeSpan difference) => difference.Duration() <= LargestClockDifference
        ? Finding.Ok("clock", "this machine and the database agree")
        : Finding.Warning(
            "clock",
            string.Create(
                CultureInfo.InvariantCulture,
                $"this machine and the database differ by {difference.Duration().TotalSeconds:0} s; signatures of webhooks may be refused: set both by NTP"));

    private static Finding Schema(IReadOnlyList<string> applied)
    {
        if (UnusableDatabase.OtherVersion(applied, AppliedMigrations.Known) is { } other)
            return Finding.Wrong("schema", other);
        var missing = AppliedMigrations.Known.Except(applied).ToList();
        return missing.Count == 0
            ? Finding.Ok("schema", $"up to date ({applied[^1]})")
            : Finding.Warning("schema", $"{string.Join(", ", missing)} will be applied at the next start, or by the command migrate");
    }
}
