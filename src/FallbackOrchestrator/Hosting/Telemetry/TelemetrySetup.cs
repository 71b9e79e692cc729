using FallbackOrchestrator.Dispatching;
using FallbackOrchestrator.Fallback;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Receipts;
using FallbackOrchestrator.StatusWebhooks;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace FallbackOrchestrator.Hosting.Telemetry;

/// <summary>
/// Telemetry by OpenTelemetry: metrics on the page <c>/metrics</c>, and metrics and traces by OTLP if the usual variables
/// (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c> …) name a receiver. If nobody reads them, nothing is measured.
/// </summary>
internal static class TelemetrySetup
{
    private const string ServiceName = "fallback-orchestrator";

    private static readonly string[] Signals = ["", "_METRICS", "_TRACES"];

    /// <summary>The meters whose figures are shown: this service's own, then those of ASP.NET Core, Npgsql and .NET.</summary>
    public static readonly IReadOnlyList<string> Meters =
    [
        MessageMetrics.MeterName, DoorMetrics.MeterName, ProviderMetrics.MeterName, WebhookMetrics.MeterName, ReceiptTraces.MeterName,
        DueCheckMetrics.MeterName, BacklogMetrics.MeterName,
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Npgsql", "System.Runtime",
    ];

    /// <summary>Adds it, with the settings of the section <c>Metrics</c>.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var hasPage = MetricsPage.Exists(builder.Configuration, builder.Environment);
        var isPushed = HasReceiver(builder.Configuration);
        if (!hasPage && !isPushed)
            return;
        builder.Services.AddHostedService<BacklogMetrics>();
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(
                builder.Configuration["OTEL_SERVICE_NAME"] ?? ServiceName, serviceVersion: ServiceVersion.Text))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter([.. Meters]);
                if (hasPage)
                    metrics.AddPrometheusExporter();
            });
        if (!isPushed)
            return;
        telemetry.WithTracing(traces => traces
            .AddSource(MessageTraces.SourceName)
            .AddAspNetCoreInstrumentation(http => http.Filter = request => !IsProbe(request.Request))
            .AddNpgsql());
        telemetry.UseOtlpExporter();
    }

    private static bool IsProbe(HttpRequest request) => Health.IsAsked(request) || request.Path == MetricsPage.Path;

    private static bool HasReceiver(ConfigurationManager configuration) =>
        Signals.Any(signal => configuration[$"OTEL_EXPORTER_OTLP{signal}_ENDPOINT"] is { Length: > 0 });
}
