using System.Text;
using System.Text.Json.Nodes;
using FallbackOrchestrator.Simulator;

namespace FallbackOrchestrator.UnitTests.Simulator;

public sealed class ZaloSimulatorTests
{
    private static async Task<JsonNode> SendAsync(SimulatorWorld world, string body, string token = "zalo-token-1")
    {
        using var call = new HttpRequestMessage(HttpMethod.Post, "/simulator/zalo/message/template")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
            Headers = { { "access_token", token } },
        };
        using var response = await world.Http.SendAsync(call);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private static string Template(int digit) =>
        $$"""{"phone":"9990444444{{digit}}01","template_id":"1","template_data":{"name":"Ann"},"tracking_id":"attempt-1"}""";

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    [InlineData(4, 1)]
    [InlineData(5, 0)]
    [InlineData(6, 1)]
    [InlineData(9, 2)]
    public async Task Only_a_delivery_is_reported(int digit, int deliveries)
    {
        await using var world = await SimulatorWorld.StartAsync();

        var accepted = await SendAsync(world, Template(digit));
        await world.PlayToTheEndAsync();

        accepted["error"]!.GetValue<int>().Should().Be(0);
        world.Posted.Should().HaveCount(deliveries);
        foreach (var posted in world.Posted)
        {
            var one = JsonNode.Parse(posted.Body)!;
            posted.Path.Should().Be("/webhooks/zalo/main-zalo");
            one["message"]!["tracking_id"]!.GetValue<string>().Should().Be("attempt-1");
            one["message"]!["msg_id"]!.GetValue<string>().Should().Be(accepted["data"]!["msg_id"]!.GetValue<string>());
            posted.Header("X-ZEvent-Signature").Should().Be(
                $"mac={Signatures.Zalo("123456789", "oa-secret", one["timestamp"]!.GetValue<string>(), posted.Body)}");
        }
    }

    [Theory]
    [InlineData("""{"phone":"+84987654321"}""", -108)]
    [InlineData("""{"phone":"84987654321"}""", -109)]
    [InlineData("""{"phone":"84987654321","template_id":"1"}""", -111)]
    [InlineData("""{"phone":"84987654321","template_id":"1","template_data":{}}""", -132)]
    [InlineData("hello", -122)]
    public async Task A_call_that_is_not_as_documented_is_refused_with_200(string body, int error)
    {
        await using var world = await SimulatorWorld.StartAsync();

        (await SendAsync(world, body))["error"]!.GetValue<int>().Should().Be(error);
    }

    [Fact]
    public async Task Digit_0_has_no_account_and_another_token_opens_nothing()
    {
        await using var world = await SimulatorWorld.StartAsync();

        (await SendAsync(world, Template(0))).ToJsonString().Should().Be("""{"error":-118,"message":"Zalo account not existed"}""");
        (await SendAsync(world, Template(4), "another"))["error"]!.GetValue<int>().Should().Be(-124);
    }
}
