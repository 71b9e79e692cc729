using System.Reflection;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace FallbackOrchestrator.Persistence;

/// <summary>
/// The migrations that a database has, read without EF Core: a process that finds all of its own needs no second model of the database, and
/// starts sooner.
/// </summary>
internal static class AppliedMigrations
{
    /// <summary>The table in which EF Core lists them.</summary>
    public const string Table = "__EFMigrationsHistory";

    /// <summary>The migrations of this version, in their order.</summary>
    public static IReadOnlyList<string> Known { get; } =
    [
        .. typeof(OrchestratorDbContext).Assembly.GetTypes()
            .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id)
            .OfType<string>()
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The migrations that were applied, in their order; none if the table does not exist.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="schema">The schema of the table; null for the first one in the search path.</param>
    public static async Task<IReadOnlyList<string>> ReadAsync(NpgsqlConnection connection, string? schema)
    {
        var table = $"{(schema is null ? "" : $"{Quoted(schema)}.")}{Quoted(Table)}";
        await using var command = new NpgsqlCommand($"SELECT migration_id FROM {table} ORDER BY migration_id COLLATE \"C\"", connection);
        var applied = new List<string>();
        try
        {
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                applied.Add(reader.GetString(0));
        }
        catch (PostgresException missing) when (missing.SqlState
            is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedColumn)
        {
            return [];
        }
        return applied;
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
