using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.Hosting.Commands;

/// <summary>
/// <c>migrate</c>: brings the database up to date and ends, for those who do not let the service do it at its start. It needs no other
/// setting than the connection string.
/// </summary>
internal static class MigrateCommand
{
    /// <summary>Runs it; returns the exit code.</summary>
    /// <exception cref="InvalidSettingsException">No database is configured, or it cannot be used.</exception>
    public static async Task<int> RunAsync(string[] settings, TextWriter output)
    {
        var configuration = SettingsFolder.Read(settings).Configuration;
        if (Database.ConnectionString(configuration) is null)
        {
            throw new InvalidSettingsException(
                [$"ConnectionStrings:{Database.ConnectionName} is missing. A service without it starts its own PostgreSQL, and migrates that itself."]);
        }
        await Database.MigrateAsync(configuration);
        await output.WriteLineAsync($"The database is up to date: {AppliedMigrations.Known[^1]} is its latest migration.");
        return 0;
    }
}
