using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>A span that was exported.</summary>
internal sealed record ExportedSpan(string TraceId, string SpanId, string ParentId, string Name);

/// <summary>A receiver of traces by OTLP over HTTP, on loopback.</summary>
internal sealed class TraceReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ExportedSpan> _spans = new();

    private TraceReceiver(WebApplication app) => _app = app;

    /// <summary>Settings of a service that exports to it, soon.</summary>
    /// <param name="tracesOnly">Whether the variable is that of traces; otherwise it is that of all signals.</param>
    public (string Name, string Value)[] Settings(bool tracesOnly) =>
    [
        tracesOnly ? ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", $"{_app.Urls.First()}/v1/traces") : ("OTEL_EXPORTER_OTLP_ENDPOINT", _app.Urls.First()),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ("OTEL_BSP_SCHEDULE_DELAY", "100"),
    ];

    public static async Task<TraceReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var receiver = new TraceReceiver(app);
        app.MapPost("/v1/traces", receiver.TakeAsync);
        app.MapPost("/v1/metrics", () => Results.Ok());
        await app.StartAsync();
        return receiver;
    }

    /// <summary>The spans of a trace so far.</summary>
    public IReadOnlyList<ExportedSpan> SpansOf(string traceId) => [.. _spans.Where(span => span.TraceId == traceId)];

    /// <summary>All spans so far.</summary>
    public IReadOnlyList<ExportedSpan> Spans => [.. _spans];

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        // ExportTraceServiceRequest.resource_spans (1), .scope_spans (2), .spans (2) of opentelemetry/proto/trace/v1/trace.proto.
        foreach (var resource in Fields(body.ToArray(), 1))
        {
            foreach (var scope in Fields(resource, 2))
            {
                foreach (var span in Fields(scope, 2))
                    _spans.Enqueue(Read(span));
            }
        }
    }

    // Span: trace_id (1), span_id (2), parent_span_id (4), name (5).
    private static ExportedSpan Read(byte[] span)
    {
        return new ExportedSpan(Hex(1), Hex(2), Hex(4), Encoding.UTF8.GetString(Fields(span, 5).Single()));

        string Hex(int number) => Convert.ToHexStringLower(Fields(span, number).SingleOrDefault() ?? []);
    }

    /// <summary>The fields of a protobuf message that have this number and a length.</summary>
    private static List<byte[]> Fields(byte[] message, int number)
    {
        var found = new List<byte[]>();
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message, ref at);
            switch (tag & 7)
            {
                case 0:
                    Varint(message, ref at);
                    break;
                case 1:
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    if ((int)(tag >> 3) == number)
                        found.Add(message[at..(at + length)]);
                    at += length;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"no such type of a field: {tag & 7}");
            }
        }
        return found;
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }
    }
}
