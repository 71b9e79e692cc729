using FallbackOrchestrator.Persistence;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace FallbackOrchestrator.Hosting;

/// <summary>
/// Health checks for operators: <c>live</c> means that the process responds, <c>ready</c> that its database does and that the process is
/// warm and was not told to stop.
/// </summary>
internal static class Health
{
    /// <summary>The path that tells whether the service can take requests.</summary>
    public const string ReadyPath = "/healthz/ready";

    /// <summary>The path that tells whether the process runs.</summary>
    public const string LivePath = "/healthz/live";

    /// <summary>
    /// True for a probe. Probes come every few seconds, so a refused one is not logged: the trouble of the database is logged once.
    /// </summary>
    public static bool IsAsked(HttpRequest request) => request.Path == ReadyPath || request.Path == LivePath;

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks(LivePath, new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks(ReadyPath).AllowAnonymous();
    }

    /// <summary>
    /// From the first signal to stop on, the service is not ready, and every response asks the client to open its next connection
    /// elsewhere.
    /// </summary>
    public static void UseDraining(this WebApplication app)
    {
        var draining = app.Services.GetRequiredService<Draining>();
        app.Use((http, next) => draining.HasBegun ? WhileDrainingAsync(http, next) : next(http));
    }

    /// <summary>While the process warms up it is not ready. This is no failed check, so it is not logged as one.</summary>
    public static void UseWarmUp(this WebApplication app)
    {
        var warmUp = app.Services.GetRequiredService<WarmUp>();
        app.Use((http, next) =>
            warmUp.IsOver || http.Request.Path != ReadyPath ? next(http) : NotReadyAsync(http.Response, "Warming up"));
    }

    private static Task WhileDrainingAsync(HttpContext http, RequestDelegate next)
    {
        if (HttpProtocol.IsHttp11(http.Request.Protocol))
            http.Response.Headers.Connection = "close";
        return http.Request.Path == ReadyPath ? NotReadyAsync(http.Response, "Stopping") : next(http);
    }

    private static Task NotReadyAsync(HttpResponse response, string why)
    {
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.Headers.CacheControl = "no-store";
        response.ContentType = "text/plain";
        return response.WriteAsync(why);
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
                $"SELECT {UnusableDatabase.IsReadOnly} FROM orchestrator_now()");
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
