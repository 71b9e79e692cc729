using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.EightByEight;

/// <summary>The service with the simulated SMS API of 8x8.</summary>
public sealed class SimulatedEightByEightTests(PostgresServer server)
{
    private Task<ApiHost> StartAsync() => ApiHost.StartWithAsync(
        server,
        [
            .. AddedAccount.Of(
                2, "sms-8x8", "8x8", "SMS", "/simulator/8x8", ("SubAccountId", "shop"), ("ApiToken", "8x8-key-of-this-test"),
                ("ReceiptSecret", "receipt-secret-of-this-test")),
            ("Simulator:EightByEight:SubAccountId", "shop"),
            ("Simulator:EightByEight:ApiToken", "8x8-key-of-this-test"),
        ]);

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static string Sms(string number, string channels = """{ "channel": "SMS" }""") =>
        $$"""{ "user": { "msisdn": "{{number}}" }, "type": "text", "content": { "text": "Hello" }, "channels": [ {{channels}} ] }""";

    [Theory]
    [InlineData("+9990440", "failed", "rejected", "400")]
    [InlineData("+9990443", "succeeded", "delivered", "200")]
    [InlineData("+9990445", "failed", "undelivered", "200")]
    [InlineData("+9990447", "succeeded", "delivered", "")] // no response, and then a receipt
    [InlineData("+9990448", "succeeded", "delivered", "429 429 200")]
    [InlineData("+9990449", "succeeded", "delivered", "200")]
    public async Task A_message_ends_as_its_number_says(string number, string outcome, string status, string calls)
    {
        await using var host = await StartAsync();

        var timeline = await host.Client.CompletedAsync(await host.Client.SendAsync(Sms(number)));

        Text(timeline, "outcome").Should().Be(outcome);
        Text(timeline["attempts"]!.AsArray().Single()!, "status").Should().Be(status);
        var made = (await host.Client.GetAsync($"/simulator/calls?to={Uri.EscapeDataString(number)}")).Body!.AsArray();
        made.Select(call => $"{call!["status"]}").Should().Equal(calls.Split(' '));
    }

    [Fact]
    public async Task L5_8x8_stops_trying_before_the_window_ends()
    {
        await using var host = await StartAsync();
        const string Number = "+9990443";

        await host.Client.CompletedAsync(await host.Client.SendAsync(
            Sms(Number, """{ "channel": "SMS", "fallbackAfter": 60 }, { "channel": "Viber" }""")));

        var call = (await host.Client.GetAsync($"/simulator/calls?to={Uri.EscapeDataString(Number)}")).Body!.AsArray().Single()!;
        TimeSpan.Parse(Text(call, "lifetime"), System.Globalization.CultureInfo.InvariantCulture)
            .Should().BeGreaterThan(TimeSpan.FromSeconds(40)).And.BeLessThanOrEqualTo(TimeSpan.FromSeconds(55));
    }

    [Fact]
    public async Task A_receipt_without_our_signature_in_its_address_changes_nothing()
    {
        await using var host = await StartAsync();
        var umid = await host.Client.SendAsync(Sms("+9990441"));
        await Until.TrueAsync(
            () => host.Client.TimelineAsync(umid), timeline => timeline.ToJsonString().Contains("accepted", StringComparison.Ordinal));

        using var response = await host.Client.Http.PostAsJsonAsync($"/webhooks/8x8/sms-8x8?ref={Guid.Parse(umid):N}-1&sig=x", new
        {
            eventType = "outbound_message_status_changed",
            payload = new { umid = "any", status = new { state = "delivered", detail = "delivered_to_recipient" } },
        });

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        Text((await host.Client.TimelineAsync(umid))["attempts"]![0]!, "status").Should().Be("accepted");
    }
}
