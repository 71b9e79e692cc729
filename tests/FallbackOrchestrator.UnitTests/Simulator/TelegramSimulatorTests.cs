using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FallbackOrchestrator.UnitTests.Simulator;

public sealed class TelegramSimulatorTests
{
    private static async Task<JsonNode> CallAsync(
        SimulatorWorld world, string method, object body, string token = SimulatorWorld.TelegramToken)
    {
        using var call = new HttpRequestMessage(HttpMethod.Post, $"/simulator/telegram/{method}")
        {
            Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };
        using var response = await world.Http.SendAsync(call);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private static Task<JsonNode> SendAsync(SimulatorWorld world, int digit, int? ttl = null) => CallAsync(
        world, "sendVerificationMessage",
        ttl is null ? new { phone_number = $"+99904444{digit}01", code = "482913", payload = "p", callback_url = $"{world.Service}hook" }
            : new { phone_number = $"+99904444{digit}01", code = "482913", payload = "p", callback_url = $"{world.Service}hook", ttl });

    private static string Id(JsonNode accepted) => accepted["result"]!["request_id"]!.GetValue<string>();

    private static IEnumerable<string> Statuses(SimulatorWorld world) =>
        world.Posted.Select(report => JsonNode.Parse(report.Body)!["delivery_status"]!["status"]!.GetValue<string>());

    [Theory]
    [InlineData(1, "")]
    [InlineData(2, "sent")]
    [InlineData(3, "sent delivered")]
    [InlineData(4, "sent delivered read")]
    [InlineData(5, "expired")]
    [InlineData(6, "sent delivered read")]
    [InlineData(9, "read delivered sent read delivered sent")]
    public async Task An_accepted_code_is_followed_by_the_reports_of_its_digit(int digit, string statuses)
    {
        await using var world = await SimulatorWorld.StartAsync();

        var accepted = await SendAsync(world, digit);
        await world.PlayToTheEndAsync();

        accepted["ok"]!.GetValue<bool>().Should().BeTrue();
        Statuses(world).Should().Equal(statuses.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_report_has_our_payload_and_a_signature()
    {
        await using var world = await SimulatorWorld.StartAsync();

        var id = Id(await SendAsync(world, 2));
        await world.PlayToTheEndAsync();

        var report = world.Posted.Should().ContainSingle().Subject;
        report.Path.Should().Be("/hook");
        Encoding.UTF8.GetString(report.Body).Should().Be(
            $$$"""{"request_id":"{{{id}}}","phone_number":"\u002B99904444201","request_cost":0.01,"delivery_status":{"status":"sent","updated_at":1795428000},"payload":"p"}""");
        report.Header("X-Request-Timestamp").Should().Be("1795428000");
        report.Header("X-Request-Signature").Should().Be(
            FallbackOrchestrator.Simulator.Signatures.Telegram(SimulatorWorld.TelegramToken, "1795428000", report.Body));
    }

    [Theory]
    [InlineData(0, "PHONE_NUMBER_NOT_FOUND")]
    [InlineData(8, "FLOOD_WAIT_1")]
    public async Task A_refusal_is_a_word(int digit, string error)
    {
        await using var world = await SimulatorWorld.StartAsync();

        (await SendAsync(world, digit)).ToJsonString().Should().Be($$"""{"ok":false,"error":"{{error}}"}""");
    }

    [Theory]
    [InlineData("""{"phone_number":"447700900123","code":"482913"}""", "PHONE_NUMBER_INVALID")]
    [InlineData("""{"phone_number":"+447700900123"}""", "CODE_INVALID")]
    [InlineData("""{"phone_number":"+447700900123","code":"482"}""", "CODE_INVALID")]
    [InlineData("""{"phone_number":"+447700900123","code":"48A9"}""", "CODE_INVALID")]
    [InlineData("""{"phone_number":"+447700900123","code":"4829","ttl":29}""", "TTL_INVALID")]
    [InlineData("""{"phone_number":"+447700900123","code":"4829","ttl":3601}""", "TTL_INVALID")]
    [InlineData("""{"phone_number":"+447700900123","code":"4829","callback_url":"hook"}""", "CALLBACK_URL_INVALID")]
    public async Task A_call_that_is_not_as_documented_is_refused(string body, string error)
    {
        await using var world = await SimulatorWorld.StartAsync();

        (await CallAsync(world, "sendVerificationMessage", JsonNode.Parse(body)!))["error"]!.GetValue<string>().Should().Be(error);
    }

    [Fact]
    public async Task Another_token_opens_nothing()
    {
        await using var world = await SimulatorWorld.StartAsync();

        foreach (var method in (string[])["sendVerificationMessage", "revokeVerificationMessage", "checkVerificationStatus"])
            (await CallAsync(world, method, new { }, "another"))["error"]!.GetValue<string>().Should().Be("ACCESS_TOKEN_INVALID");
    }

    [Fact]
    public async Task A_code_that_is_not_delivered_within_its_lifetime_expires()
    {
        await using var world = await SimulatorWorld.StartAsync();

        await SendAsync(world, 2, ttl: 60);
        await world.PlayToTheEndAsync();

        Statuses(world).Should().Equal("sent", "expired");
        (world.Posted[1].At - SimulatorWorld.Start).Should().Be(TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData(6, "revoked", "revoked", "revoked", "revoked")] // what would have come late
    [InlineData(1, "revoked")]
    public async Task A_code_that_is_revoked_in_time_is_not_delivered(int digit, params string[] statuses)
    {
        await using var world = await SimulatorWorld.StartAsync();
        var id = Id(await SendAsync(world, digit));

        var revoked = await CallAsync(world, "revokeVerificationMessage", new { request_id = id });
        await world.PlayToTheEndAsync();

        revoked.ToJsonString().Should().Be("""{"ok":true,"result":true}""");
        Statuses(world).Should().Equal(statuses);
    }

    [Fact]
    public async Task A_code_that_was_delivered_cannot_be_revoked_though_the_response_does_not_say_so()
    {
        await using var world = await SimulatorWorld.StartAsync();
        var id = Id(await SendAsync(world, 3));
        await world.PlayToTheEndAsync();

        var revoked = await CallAsync(world, "revokeVerificationMessage", new { request_id = id });
        await world.PlayToTheEndAsync();

        revoked["result"]!.GetValue<bool>().Should().BeTrue();
        Statuses(world).Should().Equal("sent", "delivered");
        (await CallAsync(world, "revokeVerificationMessage", new { request_id = "other" }))["error"]!.GetValue<string>()
            .Should().Be("REQUEST_ID_INVALID");
    }
}
