using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.Processes;

/// <summary>The trace of a message, as a receiver of OTLP gets it.</summary>
public sealed class TraceTests(PostgresServer server)
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string CallersSpan = "00f067aa0ba902b7";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_over_three_channels_is_one_trace_from_the_customers_request_to_the_last_webhook_over_two_replicas(
        bool tracesOnly)
    {
        await using var deployment = await Deployment.CreateAsync(server);
        await using var receiver = await TraceReceiver.StartAsync();
        await using var customer = await CustomerServer.StartAsync();
        await using var first = await deployment.StartServiceAsync(receiver.Settings(tracesOnly));

        var umid = await SendAsync(first, customer.At("/receipts"));
        await first.StopAsync();
        await using var second = await deployment.StartServiceAsync(receiver.Settings(tracesOnly));
        (await second.Client.CompletedAsync(umid))["outcome"]!.GetValue<string>().Should().Be("succeeded");
        var receipts = await customer.WaitAsync("/receipts", posted => posted.Any(IsDeliveredBySms));

        string[] expected = ["decide", "call WhatsApp", "call Viber", "call SMS", "call webhook"];
        var spans = await Until.TrueAsync(
            () => Task.FromResult(receiver.SpansOf(TraceId)),
            so => expected.All(name => so.Any(span => span.Name == name)) && so.Count(span => span.Name == "call webhook") >= receipts.Count);
        var request = spans.Should().ContainSingle(span => span.ParentId == CallersSpan, "the customer's trace goes on").Which;
        request.Name.Should().StartWith("POST ");
        spans.Where(span => expected.Contains(span.Name)).Should().OnlyContain(span => span.ParentId == request.SpanId);
        receipts.Should().NotContain(posted => posted.Headers.ContainsKey("traceparent"), "a caller's trace is not the endpoint's business");
        receiver.Spans.Should().NotContain(span => span.Name.StartsWith("SELECT", StringComparison.OrdinalIgnoreCase) && span.ParentId == "",
            "the search for due work is no part of a request");
    }

    private static bool IsDeliveredBySms(Posted posted) =>
        posted.Json["payload"] is { } payload && payload["channel"]!.GetValue<string>() == "sms"
        && payload["status"]!["detail"]?.GetValue<string>() == "delivered_to_recipient";

    private static async Task<string> SendAsync(ServiceProcess service, Uri receipts)
    {
        var body = DemoClient.Fallback("+9990223", whatsApp: 3, viber: 3).Replace(
            "\"type\"", $"\"dlrCallbackUrl\": \"{receipts}\", \"type\"", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Post, DemoClient.Messages)
        {
            Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Add("traceparent", $"00-{TraceId}-{CallersSpan}-01");
        using var response = await service.Client.Http.SendAsync(request);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!["umid"]!.GetValue<string>();
    }
}
