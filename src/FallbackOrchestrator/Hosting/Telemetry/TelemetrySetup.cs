using FallbackOrchestrator.Dispatching;
using FallbackOrchestrator.Fallback;
using FallbackOrchestrator.Inbound;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Receipts;
using FallbackOrchestrator.StatusWebhooks;
using Npgsql;
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

    /// <summary>The meters whose figures are shown: this service's own, then those of ASP.NET Core, Npgsql and .NET.</summary>
    public static readonly IReadOnlyList<string> Meters =
    [
        MessageMetrics.MeterName, DoorMetrics.MeterName, ProviderMetrics.MeterName, WebhookMetrics.MeterName, ReceiptMetrics.MeterName,
        InboundMetrics.MeterName, DueCheckMetrics.MeterName, DatabaseMetrics.MeterName,
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Npgsql", "System.Runtime",
    ];

    /// <summary>Adds it, with the settings of the section <c>Metrics</c>.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var hasPage = MetricsPage.Exists(builder.Configuration, builder.Environment);
        var sendsMetrics = OtlpReceiver.TakesMetrics(builder.Configuration);
        var sendsTraces = OtlpReceiver.TakesTraces(builder.Configuration);
        if (!hasPage && !sendsMetrics && !sendsTraces)
            return;
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService(
            builder.Configuration["OTEL_SERVICE_NAME"] ?? ServiceName, serviceVersion: ServiceVersion.Text));
        if (hasPage || sendsMetrics)
        {
            builder.Services.AddHostedService<DatabaseMetrics>();
            telemetry.WithMetrics(metrics =>
            {
                metrics.AddMeter([.. Meters]);
                if (hasPage)
                    metrics.AddPrometheusExporter();
                if (sendsMetrics)
                    metrics.AddOtlpExporter(exporter => OtlpReceiver.SendMetrics(exporter, builder.Configuration));
            });
        }
        if (sendsTraces)
        {
            telemetry.WithTracing(traces => traces
                .AddSource(MessageTraces.SourceName)
                .AddAspNetCoreInstrumentation(http =>
                {
                    http.Filter = request => !IsProbe(request.Request);
                    http.EnrichWithHttpResponse = (span, response) =>
                    {
                        if (PersonalPath.TemplateOf(response.HttpContext) is { } template)
                            span.SetTag("url.path", template);
                    };
                })
                .AddNpgsql()
                .AddOtlpExporter(exporter => OtlpReceiver.SendTraces(exporter, builder.Configuration)));
        }
    }

    private static bool IsProbe(HttpRequest request) => Health.IsAsked(request) || request.Path == MetricsPage.Path;
}
