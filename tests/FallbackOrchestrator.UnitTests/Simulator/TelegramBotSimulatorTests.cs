using System.Text;
using System.Text.Json.Nodes;

namespace FallbackOrchestrator.UnitTests.Simulator;

public sealed class TelegramBotSimulatorTests
{
    private static async Task<(int Status, JsonNode Body)> PostAsync(
        SimulatorWorld world, string method, string body, string token = "1:bot-token")
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await world.Http.PostAsync(new Uri($"/simulator/telegrambot/bot{token}/{method}", UriKind.Relative), content);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    [Theory]
    [InlineData("sendMessage", "{\"chat_id\":99904444401,\"text\":\"Hello\"}", 200)]
    [InlineData("sendMessage", "{\"chat_id\":99904444001,\"text\":\"Hello\"}", 403)]
    [InlineData("sendMessage", "{\"chat_id\":99904444801,\"text\":\"Hello\"}", 429)]
    [InlineData("sendMessage", "{\"chat_id\":\"nobody\",\"text\":\"Hello\"}", 400)]
    [InlineData("sendMessage", "{\"chat_id\":1}", 400)]
    [InlineData("sendMessage", "[]", 400)]
    [InlineData("sendPhoto", "{\"chat_id\":1,\"photo\":\"https://cdn.example/x\",\"caption\":\"Look\"}", 200)]
    [InlineData("sendDocument", "{\"chat_id\":1,\"document\":\"x\"}", 400)]
    [InlineData("sendLocation", "{\"chat_id\":1,\"latitude\":1,\"longitude\":2}", 200)]
    [InlineData("sendVenue", "{\"chat_id\":1,\"latitude\":1,\"longitude\":2}", 400)]
    [InlineData("sendFax", "{\"chat_id\":1}", 404)]
    public async Task A_call_gets_Telegrams_response_and_nothing_is_reported(string method, string body, int status)
    {
        await using var world = await SimulatorWorld.StartAsync();

        var (got, response) = await PostAsync(world, method, body);

        got.Should().Be(status);
        response["ok"]!.GetValue<bool>().Should().Be(status == 200);
        world.Receipts.Pending.Should().Be(0);
    }

    [Fact]
    public async Task Only_the_bots_token_opens_it()
    {
        await using var world = await SimulatorWorld.StartAsync();

        (await PostAsync(world, "sendMessage", "{\"chat_id\":1,\"text\":\"Hello\"}", "1:other")).Status.Should().Be(401);
        (await world.Http.GetAsync(new Uri("/simulator/telegrambot/bot1:bot-token/getMe", UriKind.Relative))).IsSuccessStatusCode.Should().BeTrue();
    }
}
