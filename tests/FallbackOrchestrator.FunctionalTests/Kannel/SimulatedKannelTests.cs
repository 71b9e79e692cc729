using System.Net;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.Kannel;

/// <summary>The service with the simulated Kannel.</summary>
public sealed class SimulatedKannelTests(PostgresServer server)
{
    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    [Theory]
    [InlineData("+9990440", "failed", "rejected")]
    [InlineData("+9990443", "succeeded", "delivered")]
    [InlineData("+9990445", "failed", "undelivered")]
    [InlineData("+9990447", "succeeded", "delivered")] // no response, and then a report
    [InlineData("+9990449", "succeeded", "delivered")] // a report before the response, and every report twice
    public async Task A_message_ends_as_its_number_says(string number, string outcome, string status)
    {
        await using var host = await KannelAccount.StartAsync(server, "/simulator/kannel");

        var timeline = await host.Client.CompletedAsync(await host.Client.SendAsync(KannelAccount.Sms(number)));

        Text(timeline, "outcome").Should().Be(outcome);
        var attempt = timeline["attempts"]!.AsArray().Should().ContainSingle().Subject!;
        Text(attempt, "status").Should().Be(status);
    }

    [Fact]
    public async Task A_receipt_that_a_stranger_makes_up_changes_nothing_and_tells_nothing()
    {
        await using var host = await KannelAccount.StartAsync(server, "/simulator/kannel");
        var umid = await host.Client.SendAsync(KannelAccount.Sms("+9990441"));
        await Until.TrueAsync(() => host.Client.TimelineAsync(umid), timeline => timeline.ToJsonString().Contains("accepted", StringComparison.Ordinal));
        var reference = $"{Guid.Parse(umid):N}-1";

        foreach (var address in new[] { $"kannel-demo?ref={reference}&type=1", $"kannel-demo?ref={reference}&sig=x&type=1", $"other?ref={reference}&type=1" })
        {
            using var response = await host.Client.Http.GetAsync($"/webhooks/kannel/{address}");

            response.StatusCode.Should().Be(HttpStatusCode.Forbidden, address);
            (await response.Content.ReadAsStringAsync()).Should().BeEmpty();
        }
        Text((await host.Client.TimelineAsync(umid))["attempts"]![0]!, "status").Should().Be("accepted");
    }

    [Theory]
    [InlineData(300, 4)]
    [InlineData(100, 1)]
    [InlineData(64, null)]
    public async Task L5_The_operator_stops_trying_before_the_window_ends_or_Send_warns(int window, int? minutes)
    {
        await using var host = await KannelAccount.StartAsync(server, "/simulator/kannel");
        const string Number = "+9990443";

        var (_, sent) = await host.Client.PostAsync(KannelAccount.Sms(Number, window: window));
        await host.Client.CompletedAsync(Text(sent!, "umid"));

        var call = (await host.Client.GetAsync($"/simulator/calls?to={Uri.EscapeDataString(Number)}")).Body!.AsArray().Single()!;
        (call["lifetime"]?.GetValue<string>()).Should().Be(minutes is { } set ? $"00:0{set}:00" : null);
        var warnings = sent!["warnings"]?.AsArray().Select(warning => warning!.GetValue<string>()) ?? [];
        warnings.Should().Equal(minutes is null
            ? ["channels[0] (SMS) may deliver this after its window of 64 s: from a window of 65 s on, its provider stops trying in time"]
            : Array.Empty<string>());
    }
}
