using OpenTelemetry.Exporter;

namespace FallbackOrchestrator.Hosting.Telemetry;

/// <summary>
/// Where metrics and traces are sent by OTLP, by OpenTelemetry's own variables
/// (https://opentelemetry.io/docs/specs/otel/protocol/exporter/). Without a receiver nothing is sent: the exporter's own default would send
/// to a port of this machine.
/// </summary>
internal static class OtlpReceiver
{
    private const string General = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string OfMetrics = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    private const string OfTraces = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";

    /// <summary>True if metrics are sent.</summary>
    public static bool TakesMetrics(IConfiguration configuration) => Takes(configuration, OfMetrics, "OTEL_METRICS_EXPORTER");

    /// <summary>True if traces are sent.</summary>
    public static bool TakesTraces(IConfiguration configuration) => Takes(configuration, OfTraces, "OTEL_TRACES_EXPORTER");

    /// <summary>Sends metrics to their own receiver, if one is named; the exporter reads only the variables of all signals.</summary>
    public static void SendMetrics(OtlpExporterOptions exporter, IConfiguration configuration) => Send(exporter, configuration[OfMetrics]);

    /// <summary>Sends traces to their own receiver, if one is named.</summary>
    public static void SendTraces(OtlpExporterOptions exporter, IConfiguration configuration) => Send(exporter, configuration[OfTraces]);

    /// <summary>The mistakes in the variables, one sentence each. The exporter would ignore them, and send to its default.</summary>
    public static IEnumerable<string> Mistakes(IConfiguration configuration)
    {
        foreach (var variable in new[] { General, OfMetrics, OfTraces })
        {
            if (configuration[variable] is { Length: > 0 } address && !PublicAddress.IsUsable(address))
                yield return $"{variable}: '{address}' is not an absolute http or https address; write one such as http://localhost:4317";
        }
    }

    private static void Send(OtlpExporterOptions exporter, string? address)
    {
        if (address is { Length: > 0 })
            exporter.Endpoint = new Uri(address);
    }

    private static bool Takes(IConfiguration configuration, string endpoint, string exporter) =>
        !string.Equals(configuration[exporter], "none", StringComparison.OrdinalIgnoreCase)
        && (configuration[General] is { Length: > 0 } || configuration[endpoint] is { Length: > 0 });
}
