using System.Reflection;
using System.Text.RegularExpressions;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Persistence.Maps;
using FallbackOrchestrator.StatusWebhooks;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>The code and the database name the same columns, types and closed sets.</summary>
public sealed partial class SchemaTests(PostgresServer server) : IAsyncLifetime
{
    private NpgsqlDataSource _data = null!;
    private string _database = "";

    public async ValueTask InitializeAsync()
    {
        _database = await server.CreateMigratedDatabaseAsync();
        _data = NpgsqlDataSource.Create(_database);
    }

    public async ValueTask DisposeAsync()
    {
        await _data.DisposeAsync();
        await server.DropDatabaseAsync(_database);
    }

    [Fact]
    public async Task Every_column_of_a_map_is_in_the_database_with_its_type()
    {
        var columns = await ColumnsAsync();

        Maps().Should().HaveCountGreaterThan(6).And.AllSatisfy(map => map.Columns.Should().AllSatisfy(column =>
            columns.Should().Contain($"{map.Table}.{column.Name} {column.Sql}")));
    }

    [Theory]
    [InlineData("messages")]
    [InlineData("attempts")]
    public async Task Every_column_of_a_message_and_its_attempts_is_in_its_map(string table)
    {
        var known = Maps().Where(map => map.Table == table).SelectMany(map => map.Columns, (_, column) => column.Name);

        (await ColumnsAsync())
            .Where(column => column.StartsWith($"{table}.", StringComparison.Ordinal)).Select(column => column.Split('.', ' ')[1])
            .Should().BeSubsetOf(known);
    }

    [Fact]
    public async Task The_migrations_of_this_version_and_of_the_database_are_read_as_EF_Core_reads_them()
    {
        await using var db = new OrchestratorDbContext(new DbContextOptionsBuilder<OrchestratorDbContext>()
            .UseNpgsql(_database).UseSnakeCaseNamingConvention().Options);
        await using var connection = await _data.OpenConnectionAsync();

        AppliedMigrations.Known.Should().Equal(db.Database.GetMigrations()).And.NotBeEmpty();
        (await AppliedMigrations.ReadAsync(connection, schema: null)).Should().Equal(await db.Database.GetAppliedMigrationsAsync());
        (await AppliedMigrations.ReadAsync(connection, "public")).Should().Equal(AppliedMigrations.Known);
        (await AppliedMigrations.ReadAsync(connection, "a schema that is not there")).Should().BeEmpty();
    }

    [Fact]
    public async Task Every_property_of_an_entity_is_in_the_database_with_its_type()
    {
        var columns = await ColumnsAsync();

        foreach (var (table, column, type, _) in EntityColumns())
            columns.Should().Contain($"{table}.{column} {type}");
    }

    [Fact]
    public async Task Every_closed_set_that_is_stored_as_text_is_the_one_that_the_database_checks()
    {
        // What a check leaves out or adds, and why.
        var differing = new Dictionary<string, Func<IEnumerable<string>, IEnumerable<string>>>
        {
            // A failure is stored in the column failure.
            ["attempts.best_status"] = texts => texts.Where(text => !StatusLadder.IsFailure(EnumText.Parse<AttemptStatus>(text))),
            ["messages.stopped_as"] = texts => texts.Except([EnumText.Of(Outcome.Succeeded)]), // a success stops nothing
            ["parked_receipts.status"] = texts => texts.Append("played"), // delivered, because it was played
        };
        var withoutCheck = new[] { "timeline.cause" }; // see the table's file

        var sets = Maps()
            .SelectMany(
                map => map.Columns.Where(column => column.Texts is not null),
                (map, column) => ($"{map.Table}.{column.Name}", column.Texts!))
            .Concat(EntityColumns().Where(one => one.Texts is not null).Select(one => ($"{one.Table}.{one.Column}", one.Texts!)))
            .Append(("parked_receipts.status", [.. Enum.GetValues<AttemptStatus>().Select(status => EnumText.Of(status))]))
            .Append(("subaccounts.priority", [.. Enum.GetValues<Priority>().Select(priority => EnumText.Of(priority))]))
            .Append(("webhooks.stopped_because", [.. Enum.GetValues<StopReason>().Select(reason => EnumText.Of(reason))]))
            .Append(("webhooks.type", WebhookParser.Types))
            .Append(("reachability.reason", [.. Enum.GetValues<UnreachableReason>().Select(reason => EnumText.Of(reason))]))
            .Append(("operational_events.kind", [.. Enum.GetValues<OperationalEventKind>().Select(kind => EnumText.Of(kind))]))
            .Append(("operational_events.reason", [.. Enum.GetValues<StopReason>().Select(reason => EnumText.Of(reason))]))
            .Append(("webhooks.format", WebhookFormat.All))
            .Append(("status_updates.format", [.. WebhookFormat.All, WebhookFormat.Inbound3]))
            .DistinctBy(set => set.Item1)
            .ToList();

        sets.Should().HaveCountGreaterThan(12);
        var checks = await ChecksAsync();
        sets.Select(set => set.Item1).Should().Contain(checks.Keys, "the code knows every set that the database checks");
        foreach (var (column, texts) in sets.Where(set => !withoutCheck.Contains(set.Item1)))
        {
            var expected = differing.TryGetValue(column, out var change) ? change(texts) : texts;
            checks.Should().ContainKey(column).WhoseValue.Should().BeEquivalentTo(expected, $"{column} is checked");
        }
    }

    private static List<IRowMap> Maps() =>
    [
        .. typeof(IRowMap).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(IRowMap).Namespace)
            .SelectMany(type => type.GetProperties(BindingFlags.Static | BindingFlags.Public))
            .Where(property => property.PropertyType.IsAssignableTo(typeof(IRowMap)))
            .Select(property => (IRowMap)property.GetValue(null)!),
    ];

    private List<(string Table, string Column, string Type, IReadOnlyList<string>? Texts)> EntityColumns()
    {
        using var db = new OrchestratorDbContext(
            new DbContextOptionsBuilder<OrchestratorDbContext>().UseNpgsql(_data).UseSnakeCaseNamingConvention().Options);
        return
        [
            .. db.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties(), (entity, property) =>
                (entity.GetTableName()!, property.GetColumnName(), property.GetColumnType(), TextsOf(property.ClrType))),
        ];
    }

    private static IReadOnlyList<string>? TextsOf(Type type)
    {
        var set = Nullable.GetUnderlyingType(type) ?? type;
        return set.IsEnum
            ? [.. Enum.GetValues(set).Cast<object>().Select(value => (string)typeof(SchemaTests)
                .GetMethod(nameof(TextOf), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(set).Invoke(null, [value])!)]
            : null;
    }

    private static string TextOf<T>(T value) where T : struct, Enum => EnumText.Of(value);

    private async Task<List<string>> ColumnsAsync() => await ReadAsync(
        """
        SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, NULL)
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
            AND a.attnum > 0 AND NOT a.attisdropped
        """);

    // A check is a constraint of its own, or a line of the function that checks the whole row.
    private async Task<Dictionary<string, string[]>> ChecksAsync()
    {
        var texts = await ReadAsync(
            """
            SELECT c.conrelid::regclass || ' ' || coalesce(f.prosrc, '') || ' ' || pg_get_constraintdef(c.oid)
            FROM pg_constraint c
            LEFT JOIN pg_depend d ON d.objid = c.oid AND d.refclassid = 'pg_proc'::regclass
            LEFT JOIN pg_proc f ON f.oid = d.refobjid AND f.pronamespace = 'public'::regnamespace
            WHERE c.contype = 'c' AND c.conrelid <> 0 AND c.conparentid = 0
                AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = c.conrelid)
            """);
        return texts
            .SelectMany(
                text => ClosedSet().Matches(text),
                (text, match) => (Column: $"{text.Split(' ')[0]}.{match.Groups["column"].Value}", match.Groups["values"].Value))
            .GroupBy(set => set.Column, set => Value().Matches(set.Value).Select(value => value.Groups[1].Value).ToArray())
            .ToDictionary(set => set.Key, set => set.First());
    }

    private async Task<List<string>> ReadAsync(string sql)
    {
        await using var command = _data.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(reader.GetString(0));
        return rows;
    }

    [GeneratedRegex(@"\b(?<column>\w+) (NOT IN|=) (ANY )?\(+(ARRAY\[)?(?<values>\s*'[^])]*)[])]")]
    private static partial Regex ClosedSet();

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Value();
}
