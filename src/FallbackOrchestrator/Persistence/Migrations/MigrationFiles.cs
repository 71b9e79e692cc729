using System.Reflection;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FallbackOrchestrator.Persistence.Migrations;

/// <summary>The SQL files of a migration: a folder beside it, with its name.</summary>
internal static class MigrationFiles
{
    /// <summary>Runs the files of a folder, in the order of their names.</summary>
    public static void Run(MigrationBuilder migrationBuilder, string folder)
    {
        var files = Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith($"Migrations.{folder}.", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        foreach (var name in files)
            migrationBuilder.Sql(Read(name));
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
