using System.Globalization;
using FallbackOrchestrator.Benchmarks.Endpoints;
using FallbackOrchestrator.Benchmarks.Load;
using FallbackOrchestrator.Benchmarks.Subjects;

namespace FallbackOrchestrator.Benchmarks.Scenarios;

/// <summary>
/// Fills a database with copies of messages that really went through the service: each has an id of its own and lies on another day;
/// everything else is as the service wrote it. So the rows are as realistic as the ones they are made of, whatever columns they have.
/// </summary>
/// <param name="database">The service's database, with the messages to copy.</param>
/// <param name="which">A condition on <c>messages</c> that chooses them.</param>
internal sealed class Seeding(Database database, string which)
{
    private const int Chunk = 250_000;
    private const int ContentDays = 7;
    private const int Samples = 500;

    private static readonly TimeSpan SamplingLimit = TimeSpan.FromMinutes(1);

    // The tables of a message, and the column that names it.
    private static readonly (string Name, string Key)[] Tables =
        [("messages", "id"), ("contents", "message_id"), ("attempts", "message_id"), ("timeline", "message_id"),
            ("provider_refs", "message_id")];

    /// <summary>Sends the messages that are copied later, and waits until they have the wanted state.</summary>
    public static async Task SampleAsync(Bench bench, Database database, LaterReceipts then)
    {
        await using var subject = await Subject.StartServiceAsync(database, new ServiceSettings(bench.Endpoints), keepsDatabase: true);
        var ledger = new Ledger();
        await using var poster = new ReceiptPoster(
            new Uri(subject.Address, $"/webhooks/meta/{ServiceSettings.FirstWhatsApp}"), ServiceSettings.MetaSecret, ledger);
        bench.Endpoints.Begin(ledger, then, poster);
        using var connection = await HttpConnection.OpenAsync(subject.Address);
        // A window that stays open for as long as anything is measured.
        var template = SendTemplate.Single(subject.Address, ServiceSettings.Shop, new Asked(Window: 86_400));
        await ClosedLoop.TimesAsync(Samples, [connection], template, new Numbers());
        var ready = then == LaterReceipts.UntilRead
            ? "SELECT count(*) FROM messages WHERE state = 'completed'"
            : "SELECT count(*) FROM attempts WHERE best_status = 'accepted'";
        await Bench.UntilAsync(() => database.AskAsync<long>(ready), Samples, SamplingLimit, "messages to copy");
    }

    /// <summary>Stores copies over a number of days, the last of them yesterday.</summary>
    public async Task StoreAsync(long count, int days)
    {
        await database.ExecuteAsync(
            $"SELECT create_day_partitions((now() AT TIME ZONE 'UTC')::date - {days}, (now() AT TIME ZONE 'UTC')::date - 1)");
        await PrepareAsync();
        for (var day = days; day > 0; day--)
        {
            var begins = new DateTimeOffset(DateTimeOffset.UtcNow.UtcDateTime.Date.AddDays(-day), TimeSpan.Zero);
            await CopyAsync(count / days, begins, TimeSpan.FromDays(1), withContent: day < ContentDays);
            Bench.Say($"stored {count / days * (days - day + 1):#,##0} of {count:#,##0} messages");
        }
        await FinishAsync();
    }

    /// <summary>Stores copies whose time is now; what is due keeps its distance from the message's beginning.</summary>
    public async Task StoreNowAsync(long count)
    {
        await PrepareAsync();
        await CopyAsync(count, DateTimeOffset.UtcNow.AddMinutes(-1), TimeSpan.FromMinutes(1), withContent: true);
        await FinishAsync();
    }

    private async Task PrepareAsync()
    {
        await database.ExecuteAsync(
            $"CREATE TABLE seed_messages AS SELECT row_number() OVER () - 1 AS seed, * FROM messages WHERE {which}");
        foreach (var (name, key) in Tables.Skip(1))
            await database.ExecuteAsync(
                $"CREATE TABLE seed_{name} AS SELECT t.* FROM {name} t WHERE {key} IN (SELECT id FROM seed_messages)");
    }

    private async Task CopyAsync(long count, DateTimeOffset begins, TimeSpan over, bool withContent)
    {
        for (long done = 0; done < count; done += Chunk)
        {
            var some = Math.Min(Chunk, count - done);
            await database.ExecuteAsync(
                await CopyingAsync(begins + (over * ((double)done / count)), over * ((double)some / count), some, withContent));
        }
    }

    // One transaction, not waited for: what is seeded need not survive a crash.
    private async Task<string> CopyingAsync(DateTimeOffset begins, TimeSpan over, long count, bool withContent)
    {
        var sql = string.Create(CultureInfo.InvariantCulture, $"""
            SET LOCAL synchronous_commit = off;
            CREATE TEMP TABLE copies ON COMMIT DROP AS
                SELECT s.id AS seed, made.id, made.at - s.created_at AS shift
                FROM (SELECT n, at,
                        (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(hash, 1, 3) || '8' || substr(hash, 4, 15))::uuid AS id
                    FROM (SELECT n, md5(n::text || '{begins:O}') AS hash,
                            timestamptz '{begins:O}' + n * interval '{over.TotalSeconds / count:0.000000000} seconds' AS at
                        FROM generate_series(0, {count - 1}) AS n) AS numbered) AS made
                JOIN seed_messages s ON s.seed = made.n % (SELECT count(*) FROM seed_messages);
            """);
        foreach (var (name, key) in Tables.Where(table => withContent || table.Name != "contents"))
        {
            var columns = await ColumnsAsync(name);
            sql += $"""
                INSERT INTO {name} ({string.Join(", ", columns.Select(column => column.Name))})
                SELECT {string.Join(", ", columns.Select(column => Copied(column.Name, column.Type, key)))}
                FROM copies JOIN seed_{name} t ON t.{key} = copies.seed ORDER BY copies.id;
                """;
        }
        return $"DO $seeding$ BEGIN {sql} END $seeding$";
    }

    private static string Copied(string column, string type, string key) => column switch
    {
        _ when column == key => "copies.id",
        "provider_id" => "'wamid.' || copies.id",
        "provider_ids" => "ARRAY['wamid.' || copies.id]",
        _ when type == "timestamp with time zone" => $"t.{column} + copies.shift",
        _ => $"t.{column}",
    };

    private Task<IReadOnlyList<(string Name, string Type)>> ColumnsAsync(string table) => database.QueryAsync(
        $"SELECT column_name::text, data_type::text FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '{table}'",
        row => (row.GetString(0), row.GetString(1)));

    private async Task FinishAsync()
    {
        foreach (var (name, _) in Tables)
            await database.ExecuteAsync($"DROP TABLE seed_{name}");
        Bench.Say("VACUUM and ANALYZE");
        foreach (var (name, _) in Tables)
            await database.ExecuteAsync($"VACUUM (ANALYZE) {name}");
        await database.ExecuteAsync("CHECKPOINT");
    }
}
