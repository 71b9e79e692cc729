using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace FallbackOrchestrator.UnitTests.Simulator;

public sealed class CallLogTests
{
    [Theory]
    [InlineData("+9990223")]
    [InlineData("%2B9990223")]
    [InlineData("9990223")]
    public async Task Calls_and_receipts_can_be_found_by_number(string to)
    {
        await using var world = await SimulatorWorld.StartAsync();
        await world.Http.SendAsync(new MetaCaller().Text(world, "9990223", "attempt-1"));
        await world.Http.SendAsync(new TwilioCaller().Text(world, "9990223", "attempt-2"));
        await world.Http.SendAsync(new TwilioCaller().Text(world, "9990224", "attempt-3"));
        await world.PlayToTheEndAsync();

        var calls = await world.Http.GetFromJsonAsync<JsonArray>($"/simulator/calls?to={to}");
        var receipts = await world.Http.GetFromJsonAsync<JsonArray>($"/simulator/receipts?to={to}");

        calls!.Select(Line).Should().Equal("meta WhatsApp 9990223 attempt-1 200", "twilio Sms +9990223 attempt-2 201");
        receipts!.Select(receipt => $"{Line(receipt)} {receipt!["messageStatus"]}").Should().BeEquivalentTo(
            "meta WhatsApp 9990223 attempt-1 200 Sent",
            "twilio Sms +9990223 attempt-2 200 Sent",
            "twilio Sms +9990223 attempt-2 200 Delivered");
    }

    [Fact]
    public async Task Refused_calls_are_recorded_too_and_all_can_be_forgotten()
    {
        await using var world = await SimulatorWorld.StartAsync();
        await world.Http.SendAsync(MetaCaller.Post(new { }, token: "stolen"));
        world.Log.Calls().Should().ContainSingle().Which.Status.Should().Be(401);

        await world.Http.DeleteAsync("/simulator/calls");

        world.Log.Calls().Should().BeEmpty();
    }

    [Fact]
    public async Task Beyond_its_capacity_the_oldest_call_is_forgotten()
    {
        await using var world = await SimulatorWorld.StartAsync(("Remembered", "2"));
        foreach (var reference in new[] { "a", "b", "c" })
            await world.Http.SendAsync(new MetaCaller().Text(world, "447700900123", reference));

        world.Log.Calls().Select(call => call.Reference).Should().Equal("b", "c");
    }

    private static string Line(JsonNode? entry) => string.Join(
        ' ', new[] { "provider", "channel", "to", "reference", "status" }.Select(name => entry![name]));
}
