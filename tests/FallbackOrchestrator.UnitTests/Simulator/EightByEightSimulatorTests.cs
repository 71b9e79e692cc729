using System.Text;
using System.Text.Json.Nodes;

namespace FallbackOrchestrator.UnitTests.Simulator;

public sealed class EightByEightSimulatorTests
{
    private static async Task<(int Status, JsonNode Body)> SendAsync(SimulatorWorld world, string body, string key = "8x8-key-1")
    {
        using var call = new HttpRequestMessage(HttpMethod.Post, "/simulator/8x8/api/v1/subaccounts/shop/messages")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
            Headers = { { "Authorization", $"Bearer {key}" } },
        };
        using var response = await world.Http.SendAsync(call);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    private static string Sms(SimulatorWorld world, int digit, string more = "") =>
        $$"""{"destination":"+999044{{digit}}01","text":"Hello","clientMessageId":"attempt-1","dlrCallbackUrl":"{{world.Service}}webhooks/8x8/main?ref=1"{{more}}}""";

    private static IEnumerable<string> Reported(SimulatorWorld world) => world.Posted
        .Select(posted => JsonNode.Parse(posted.Body)!["payload"]!["status"]!)
        .Select(status => $"{status["detail"]} {status["errorCode"]}".Trim());

    [Theory]
    [InlineData(1, "")]
    [InlineData(2, "delivered_to_operator")]
    [InlineData(3, "delivered_to_operator,delivered_to_recipient")]
    [InlineData(4, "delivered_to_operator,delivered_to_recipient")]
    [InlineData(5, "undelivered_to_recipient 46")]
    [InlineData(9, "delivered_to_recipient,delivered_to_operator,delivered_to_recipient,delivered_to_operator")]
    public async Task An_accepted_message_is_followed_by_the_receipts_of_its_digit(int digit, string receipts)
    {
        await using var world = await SimulatorWorld.StartAsync();

        var (status, accepted) = await SendAsync(world, Sms(world, digit));
        await world.PlayToTheEndAsync();

        (status, $"{accepted["status"]!["code"]}").Should().Be((200, "QUEUED"));
        Reported(world).Should().Equal(receipts.Split(',', StringSplitOptions.RemoveEmptyEntries));
        world.Posted.Select(posted => posted.Path).Distinct().Should().BeSubsetOf(["/webhooks/8x8/main?ref=1"]);
        world.Posted.Select(posted => $"{JsonNode.Parse(posted.Body)!["payload"]!["umid"]}").Distinct()
            .Should().BeSubsetOf([$"{accepted["umid"]}"]);
    }

    [Fact]
    public async Task What_could_not_be_sent_before_its_expiry_is_reported_as_expired()
    {
        await using var world = await SimulatorWorld.StartAsync();

        await SendAsync(world, Sms(world, 2, ",\"expiry\":\"2026-11-23T10:01:00Z\""));
        await world.PlayToTheEndAsync();

        Reported(world).Should().Equal("delivered_to_operator", "undelivered_to_recipient 36");
        world.Posted[^1].At.Should().Be(SimulatorWorld.Start.AddMinutes(1));
    }

    [Theory]
    [InlineData("{\"destination\":\"abc\",\"text\":\"Hello\"}", 400, 1002)]
    [InlineData("{\"destination\":\"+99904401\"}", 400, 1004)]
    [InlineData("{\"destination\":\"+9990444\",\"text\":\"Hello\",\"expiry\":\"2026-11-23T09:59:59Z\"}", 400, 1006)]
    [InlineData("{\"destination\":\"+9990444\",\"text\":\"Hello\",\"dlrCallbackUrl\":\"webhooks\"}", 400, 3020)]
    [InlineData("{\"destination\":\"+9990440\",\"text\":\"Hello\"}", 400, 1002)]
    [InlineData("{\"destination\":\"+9990448\",\"text\":\"Hello\"}", 429, 429)]
    [InlineData("[]", 400, 1000)]
    public async Task A_call_is_refused_with_8x8s_code(string body, int status, int code)
    {
        await using var world = await SimulatorWorld.StartAsync();

        var (got, error) = await SendAsync(world, body);

        (got, error["code"]!.GetValue<int>()).Should().Be((status, code));
        world.Receipts.Pending.Should().Be(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("8x8-key-2")]
    public async Task Nobody_may_call_without_the_key(string key)
    {
        await using var world = await SimulatorWorld.StartAsync();
        await using var without = await SimulatorWorld.StartAsync(("EightByEight:ApiToken", ""));

        (await SendAsync(world, Sms(world, 4), key)).Status.Should().Be(401);
        (await SendAsync(without, Sms(world, 4), key)).Status.Should().Be(401);
    }

    [Fact]
    public async Task A_message_can_be_fetched_with_the_status_of_its_last_receipt()
    {
        await using var world = await SimulatorWorld.StartAsync();
        world.Http.DefaultRequestHeaders.Authorization = new("Bearer", "8x8-key-1");

        var (_, accepted) = await SendAsync(world, Sms(world, 3));
        var before = await FetchAsync();
        await world.PlayToTheEndAsync();

        before.Should().Be("queued ");
        (await FetchAsync()).Should().Be("delivered delivered_to_recipient");

        async Task<string> FetchAsync()
        {
            var address = new Uri($"/simulator/8x8/api/v1/subaccounts/shop/messages/{accepted["umid"]}", UriKind.Relative);
            var status = JsonNode.Parse(await world.Http.GetStringAsync(address))!["status"]!;
            return $"{status["state"]} {status["detail"]}";
        }
    }

    [Fact]
    public async Task A_receipt_is_repeated_four_times()
    {
        await using var world = await SimulatorWorld.StartAsync();
        world.Respond = _ => 503;

        await SendAsync(world, Sms(world, 2));
        await world.PlayToTheEndAsync();

        world.Posted.Should().HaveCount(5);
    }
}
