using System.Globalization;
using System.Net.Http.Headers;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Subaccounts;

namespace FallbackOrchestrator.Hosting.Telemetry;

/// <summary>
/// The page <c>/metrics</c> for Prometheus. It requires the key <see cref="MetricsOptions.Key"/>, because the figures tell how much
/// business each provider account does.
/// </summary>
internal static class MetricsPage
{
    /// <summary>Where it is.</summary>
    public const string Path = "/metrics";

    /// <summary>True if the page exists.</summary>
    public static bool Exists(IConfiguration configuration, IHostEnvironment environment) =>
        environment.IsDevelopment() || configuration[MetricsOptions.KeySetting] is { Length: > 0 };

    /// <summary>Maps the page, if it exists.</summary>
    public static void MapMetrics(this WebApplication app)
    {
        if (!Exists(app.Configuration, app.Environment))
            return;
        var page = app.MapPrometheusScrapingEndpoint(Path).AllowAnonymous().ExcludeFromDescription();
        if (app.Configuration[MetricsOptions.KeySetting] is not { Length: > 0 } key)
            return;
        page.Add(endpoint =>
        {
            var show = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = http => HasKey(http.Request, key) ? show(http) : RefuseAsync(http);
        });
    }

    private static bool HasKey(HttpRequest request, string key) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
        && header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
        && RotatingSecret.Same(header.Parameter, key);

    private static Task RefuseAsync(HttpContext http)
    {
        var wrong = http.RequestServices.GetRequiredService<FailedAuthentications>();
        if (http.Request.Headers.Authorization.Count > 0 && wrong.Count(http, "metrics") is { } seconds)
        {
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        }
        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        http.Response.Headers.WWWAuthenticate = "Bearer realm=\"metrics\"";
        return Task.CompletedTask;
    }
}
