using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.Hosting.Commands;

/// <summary>
/// <c>migrate</c>: brings the database up to date and ends, for those who do not let the service do it at its start. It needs no other
/// setting than the connection string.
/// </summary>
internal static class MigrateCommand
{
    /// <summary>Runs it; returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        try
        {
            var builder = WebApplication.CreateBuilder(
                new WebApplicationOptions { Args = args, ContentRootPath = SettingsFolder.Of(args) });
            if (Database.ConnectionString(builder.Configuration) is null)
            {
                throw new InvalidSettingsException(
                    [$"ConnectionStrings:{Database.ConnectionName} is missing. A service without it starts its own PostgreSQL, and migrates that itself."]);
            }
            await Database.MigrateAsync(builder.Configuration);
            await output.WriteLineAsync($"The database is up to date: {AppliedMigrations.Known[^1]} is its latest migration.");
            return 0;
        }
        catch (Exception failure) when (StartupError.Sentence(failure) is { } sentence)
        {
            await errors.WriteLineAsync($"The database cannot be migrated:{Environment.NewLine}{sentence}");
            return 1;
        }
    }
}
