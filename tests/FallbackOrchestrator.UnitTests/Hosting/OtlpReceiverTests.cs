using FallbackOrchestrator.Hosting.Telemetry;
using Microsoft.Extensions.Configuration;

namespace FallbackOrchestrator.UnitTests.Hosting;

public class OtlpReceiverTests
{
    [Theory]
    [InlineData("", false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317", true, true)]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://collector:4318/v1/metrics", true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://collector:4318/v1/traces", false, true)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317 OTEL_TRACES_EXPORTER=none", true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317 OTEL_METRICS_EXPORTER=none", false, true)]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT=http://collector:4318/v1/logs", false, false)]
    public void A_signal_is_sent_only_where_a_receiver_is_named_for_it(string variables, bool metrics, bool traces)
    {
        var configuration = Variables(variables);

        OtlpReceiver.TakesMetrics(configuration).Should().Be(metrics);
        OtlpReceiver.TakesTraces(configuration).Should().Be(traces);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")]
    public void An_address_that_the_exporter_would_ignore_is_named(string variable)
    {
        OtlpReceiver.Mistakes(Variables($"{variable}=collector:4317")).Should().ContainSingle().Which.Should().StartWith($"{variable}: 'collector:4317'");
        OtlpReceiver.Mistakes(Variables($"{variable}=http://collector:4317")).Should().BeEmpty();
    }

    private static IConfigurationRoot Variables(string variables) => new ConfigurationBuilder()
        .AddInMemoryCollection(variables.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(variable => KeyValuePair.Create(variable.Split('=', 2)[0], (string?)variable.Split('=', 2)[1])))
        .Build();
}
