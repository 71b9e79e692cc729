using FallbackOrchestrator.Persistence;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace FallbackOrchestrator.Hosting;

/// <summary>Health checks for operators: <c>live</c> means that the process responds, <c>ready</c> that its database does.</summary>
internal static class Health
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/healthz/ready").AllowAnonymous();
    }
}

/// <summary>Checks whether the database responds and can be written: without that, no message is accepted.</summary>
internal sealed class DatabaseHealth(NpgsqlDataSource data, DatabaseAvailability database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var command = data.CreateCommand(
                "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean FROM orchestrator_now()");
            if (await command.ExecuteScalarAsync(cancellationToken) is false)
                return HealthCheckResult.Healthy();
            throw new PostgresException("the server takes no writes", "ERROR", "ERROR", PostgresErrorCodes.ReadOnlySqlTransaction);
        }
        catch (Exception failure) when (database.Note(failure) is { } trouble)
        {
            return HealthCheckResult.Unhealthy(trouble.ToString());
        }
    }
}
