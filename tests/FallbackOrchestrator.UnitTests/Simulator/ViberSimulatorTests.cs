using System.Text;
using System.Text.Json.Nodes;
using FallbackOrchestrator.Simulator;

namespace FallbackOrchestrator.UnitTests.Simulator;

public sealed class ViberSimulatorTests
{
    private static async Task<JsonNode> PostAsync(SimulatorWorld world, string path, string body, string token = "viber-token-1")
    {
        using var call = new HttpRequestMessage(HttpMethod.Post, $"/simulator/viber/pa/{path}")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
            Headers = { { "X-Viber-Auth-Token", token } },
        };
        using var response = await world.Http.SendAsync(call);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private static string Text(int digit) =>
        $$"""{"receiver":"99904{{digit}}4444444444444444==","sender":{"name":"ACME"},"tracking_data":"attempt-1","type":"text","text":"Hello"}""";

    [Theory]
    [InlineData(1, "")]
    [InlineData(2, "")]
    [InlineData(3, "delivered")]
    [InlineData(4, "delivered seen")]
    [InlineData(5, "failed")]
    [InlineData(9, "seen delivered seen delivered")]
    public async Task An_accepted_message_is_followed_by_the_events_of_its_digit(int digit, string events)
    {
        await using var world = await SimulatorWorld.StartAsync();

        var accepted = await PostAsync(world, "send_message", Text(digit));
        await world.PlayToTheEndAsync();

        accepted["status"]!.GetValue<int>().Should().Be(0);
        world.Posted.Select(posted => $"{JsonNode.Parse(posted.Body)!["event"]}")
            .Should().Equal(events.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        foreach (var posted in world.Posted)
        {
            posted.Path.Should().Be("/webhooks/viber/main-bot");
            $"{JsonNode.Parse(posted.Body)!["message_token"]}".Should().Be($"{accepted["message_token"]}");
            posted.Header("X-Viber-Content-Signature").Should().Be(Signatures.Viber("viber-token-1", posted.Body));
        }
    }

    [Theory]
    [InlineData("{}", 5)]
    [InlineData("[]", 3)]
    [InlineData("{\"receiver\":\"K917PBuvPZmhKfb8Vw3b2Q==\",\"type\":\"text\",\"text\":\"Hello\"}", 4)]
    [InlineData("{\"receiver\":\"K917PBuvPZmhKfb8Vw3b2Q==\",\"sender\":{\"name\":\"A\"},\"type\":\"video\",\"media\":\"https://x.example\"}", 4)]
    [InlineData("{\"receiver\":\"K917PBuvPZmhKfb8Vw3b2Q==\",\"sender\":{\"name\":\"A\"},\"type\":\"fax\"}", 3)]
    [InlineData("{\"receiver\":\"9990404444444444444444==\",\"sender\":{\"name\":\"A\"},\"type\":\"text\",\"text\":\"Hello\"}", 6)]
    public async Task A_call_is_refused_with_Vibers_code(string body, int status)
    {
        await using var world = await SimulatorWorld.StartAsync();

        (await PostAsync(world, "send_message", body))["status"]!.GetValue<int>().Should().Be(status);
        world.Receipts.Pending.Should().Be(0);
    }

    [Fact]
    public async Task The_bots_data_have_its_webhook_and_only_the_token_opens_them()
    {
        await using var world = await SimulatorWorld.StartAsync();

        $"{(await PostAsync(world, "get_account_info", "{}"))["webhook"]}".Should().Be($"{world.Service}webhooks/viber/main-bot");
        (await PostAsync(world, "get_account_info", "{}", "other"))["status"]!.GetValue<int>().Should().Be(2);
        (await PostAsync(world, "send_message", Text(4), "other"))["status"]!.GetValue<int>().Should().Be(2);
    }
}
