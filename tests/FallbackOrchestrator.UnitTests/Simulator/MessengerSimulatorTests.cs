using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace FallbackOrchestrator.UnitTests.Simulator;

public sealed class MessengerSimulatorTests
{
    private const string Text = """{"text":"Hello","metadata":"reference-1"}""";
    private const string Page = "1";
    private const string LinkedToInstagram = "2";

    private static string OnMessenger(int digit) => $"999044444444{digit}4";

    private static string OnInstagram(int digit) => $"9990444444444{digit}";

    private static async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(
        SimulatorWorld world, string page, string to, string message = Text, string type = "\"messaging_type\":\"UPDATE\"",
        string token = SimulatorWorld.PageToken)
    {
        using var call = new HttpRequestMessage(HttpMethod.Post, $"/simulator/messenger/v26.0/{page}/messages")
        {
            Content = new StringContent(
                $$$"""{"recipient":{"id":"{{{to}}}"},{{{type}}},"message":{{{message}}}}""", Encoding.UTF8, "application/json"),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };
        using var response = await world.Http.SendAsync(call);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    // Which events came, in their order: "echo", "delivery", "read".
    private static IEnumerable<string> Events(SimulatorWorld world) =>
        from posted in world.Posted
        from one in JsonNode.Parse(posted.Body)!["entry"]![0]!["messaging"]!.AsArray()
        select one!["message"] is not null ? "echo" : one["delivery"] is not null ? "delivery" : "read";

    [Theory]
    [InlineData(1, "")]
    [InlineData(2, "echo")]
    [InlineData(3, "echo delivery")]
    [InlineData(4, "echo delivery read")]
    [InlineData(5, "")]
    [InlineData(9, "read delivery echo read delivery echo")]
    public async Task A_message_on_Messenger_is_reported_as_its_digit_says(int digit, string events)
    {
        await using var world = await SimulatorWorld.StartAsync();

        var (status, body) = await SendAsync(world, Page, OnMessenger(digit));
        await world.PlayToTheEndAsync();

        status.Should().Be(HttpStatusCode.OK);
        body["recipient_id"]!.GetValue<string>().Should().Be(OnMessenger(digit));
        body["message_id"]!.GetValue<string>().Should().StartWith("m_");
        Events(world).Should().BeEquivalentTo(events.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        world.Posted.Select(posted => posted.Path).Distinct().Should().BeSubsetOf(["/webhooks/messenger/main-facebook"]);
    }

    [Theory]
    [InlineData(3, "echo")]
    [InlineData(4, "echo read")]
    [InlineData(5, "")]
    public async Task Instagram_reports_what_was_read_and_no_delivery(int digit, string events)
    {
        await using var world = await SimulatorWorld.StartAsync();

        await SendAsync(world, LinkedToInstagram, OnInstagram(digit));
        await world.PlayToTheEndAsync();

        Events(world).Should().Equal(events.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        world.Posted.Select(posted => posted.Path).Distinct().Should().BeSubsetOf(["/webhooks/messenger/main-instagram"]);
    }

    [Fact]
    public async Task The_events_are_those_of_Metas_pages_and_signed_with_the_apps_secret()
    {
        await using var world = await SimulatorWorld.StartAsync();

        var (_, body) = await SendAsync(world, Page, OnMessenger(4));
        await world.PlayToTheEndAsync();

        var id = body["message_id"]!.GetValue<string>();
        var to = OnMessenger(4);
        var at = world.Posted.Select(posted => posted.At.ToUnixTimeMilliseconds()).ToList();
        var sentAt = SimulatorWorld.Start.ToUnixTimeMilliseconds();
        world.Posted.Select(posted => Encoding.UTF8.GetString(posted.Body)).Should().Equal(
            $$$"""{"object":"page","entry":[{"id":"1","time":{{{at[0]}}},"messaging":[{"sender":{"id":"1"},"recipient":{"id":"{{{to}}}"},"timestamp":{{{sentAt}}},"message":{"mid":"{{{id}}}","is_echo":true,"app_id":1517776481860111,"metadata":"reference-1"}}]}]}""",
            $$$"""{"object":"page","entry":[{"id":"1","time":{{{at[1]}}},"messaging":[{"sender":{"id":"{{{to}}}"},"recipient":{"id":"1"},"timestamp":{{{at[1]}}},"delivery":{"mids":["{{{id}}}"],"watermark":{{{at[1]}}}}}]}]}""",
            $$$"""{"object":"page","entry":[{"id":"1","time":{{{at[2]}}},"messaging":[{"sender":{"id":"{{{to}}}"},"recipient":{"id":"1"},"timestamp":{{{at[2]}}},"read":{"watermark":{{{at[2]}}}}}]}]}""");
        world.Posted.Should().OnlyContain(posted => posted.Header("X-Hub-Signature-256")
            == "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(SimulatorWorld.AppSecret), posted.Body)));
    }

    [Theory]
    [InlineData(Page, "echo delivery")]
    [InlineData(LinkedToInstagram, "echo")]
    public async Task Digit_7_accepts_but_breaks_the_connection_and_the_echo_tells(string page, string events)
    {
        await using var world = await SimulatorWorld.StartAsync();

        await FluentActions.Awaiting(() => SendAsync(world, page, "99904444444477")).Should().ThrowAsync<HttpRequestException>();
        await world.PlayToTheEndAsync();

        Events(world).Should().Equal(events.Split(' '));
    }

    [Fact]
    public async Task Digit_8_is_busy_for_two_calls_of_a_message()
    {
        await using var world = await SimulatorWorld.StartAsync();

        for (var call = 1; call <= 2; call++)
            (await SendAsync(world, Page, OnMessenger(8))).Status.Should().Be(HttpStatusCode.TooManyRequests);
        (await SendAsync(world, Page, OnMessenger(8))).Status.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(Page, "9990444444440", Text, null, 551, 1545041)]
    [InlineData(Page, "U1", Text, null, 100, 2018001)]
    [InlineData(Page, "4215879168499214", "{}", null, 100, null)]
    [InlineData(Page, "4215879168499214", Text, "\"messaging_type\":\"SPAM\"", 100, null)]
    [InlineData(Page, "4215879168499214", Text, "\"messaging_type\":\"MESSAGE_TAG\"", 100, null)]
    [InlineData(Page, "4215879168499214", Text, "\"messaging_type\":\"UPDATE\",\"tag\":\"HUMAN_AGENT\"", 100, null)]
    [InlineData(Page, "4215879168499214", """{"attachment":{"type":"location"}}""", null, 100, 2018008)]
    [InlineData("3", "4215879168499214", Text, null, 100, 33)]
    public async Task A_call_that_is_not_as_documented_is_refused(
        string page, string to, string message, string? type, int code, int? subcode)
    {
        await using var world = await SimulatorWorld.StartAsync();

        var (status, body) = await SendAsync(world, page, to, message, type ?? "\"messaging_type\":\"UPDATE\"");

        status.Should().Be(HttpStatusCode.BadRequest);
        body["error"]!["code"]!.GetValue<int>().Should().Be(code);
        body["error"]!["error_subcode"]?.GetValue<int>().Should().Be(subcode);
    }

    [Theory]
    [InlineData(Page, 2000, true)]
    [InlineData(Page, 2001, false)]
    [InlineData(LinkedToInstagram, 500, true)]
    [InlineData(LinkedToInstagram, 501, false)]
    public async Task Messenger_takes_2000_characters_and_Instagram_1000_bytes(string page, int length, bool taken)
    {
        await using var world = await SimulatorWorld.StartAsync();

        var (status, _) = await SendAsync(world, page, "4215879168499214", $$"""{"text":"{{new string('é', length)}}"}""");

        (status == HttpStatusCode.OK).Should().Be(taken);
    }

    [Fact]
    public async Task Nothing_is_taken_or_told_without_the_token()
    {
        await using var world = await SimulatorWorld.StartAsync();

        (await SendAsync(world, Page, OnMessenger(4), token: "another")).Status.Should().Be(HttpStatusCode.Unauthorized);
        (await world.Http.GetAsync(new Uri("/simulator/messenger/v26.0/1", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await world.Http.GetAsync(new Uri("/simulator/messenger/v26.0/1/subscribed_apps", UriKind.Relative))).StatusCode
            .Should().Be(HttpStatusCode.Unauthorized);
    }
}
