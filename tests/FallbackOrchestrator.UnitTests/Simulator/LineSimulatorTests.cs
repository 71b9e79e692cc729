using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace FallbackOrchestrator.UnitTests.Simulator;

public sealed class LineSimulatorTests
{
    private const string Text = """[{"type":"text","text":"Hello"}]""";

    private static string User(int digit) => $"U999044444{digit}{new string('0', 22)}";

    private static async Task<(HttpStatusCode Status, string Body)> PushAsync(
        SimulatorWorld world, string to, string messages = Text, string? key = null, string token = SimulatorWorld.LineToken)
    {
        using var call = new HttpRequestMessage(HttpMethod.Post, "/simulator/line/v2/bot/message/push")
        {
            Content = new StringContent($$"""{"to":"{{to}}","messages":{{messages}}}""", Encoding.UTF8, "application/json"),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };
        if (key is not null)
            call.Headers.Add("X-Line-Retry-Key", key);
        using var response = await world.Http.SendAsync(call);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(9)]
    public async Task A_message_is_accepted_and_nothing_is_reported_of_it(int digit)
    {
        await using var world = await SimulatorWorld.StartAsync();

        var (status, body) = await PushAsync(world, User(digit));
        await world.PlayToTheEndAsync();

        status.Should().Be(HttpStatusCode.OK);
        body.Should().MatchRegex("""^\{"sentMessages":\[\{"id":"[0-9a-f]{32}","quoteToken":"[^"]+"\}\]\}$""");
        world.Posted.Should().BeEmpty();
    }

    [Fact]
    public async Task A_repeated_retry_key_sends_nothing_and_names_the_first_message()
    {
        await using var world = await SimulatorWorld.StartAsync();
        var key = Guid.NewGuid().ToString();

        var first = await PushAsync(world, User(4), key: key);
        var second = await PushAsync(world, User(4), key: key);

        second.Status.Should().Be(HttpStatusCode.Conflict);
        second.Body.Should().Be(first.Body.Replace("{", """{"message":"The retry key is already accepted",""", StringComparison.Ordinal)
            .Replace("""[{"message":"The retry key is already accepted",""", "[{", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Digit_7_accepts_but_breaks_the_connection_and_a_repetition_says_so()
    {
        await using var world = await SimulatorWorld.StartAsync();
        var key = Guid.NewGuid().ToString();

        await FluentActions.Awaiting(() => PushAsync(world, User(7), key: key)).Should().ThrowAsync<HttpRequestException>();

        (await PushAsync(world, User(7), key: key)).Status.Should().Be(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Digit_8_is_busy_for_two_calls_of_a_message()
    {
        await using var world = await SimulatorWorld.StartAsync();
        var key = Guid.NewGuid().ToString();

        for (var call = 1; call <= 2; call++)
        {
            (await PushAsync(world, User(8), key: key)).Should().Be(
                (HttpStatusCode.TooManyRequests, """{"message":"The API rate limit has been exceeded. Try again later."}"""));
        }
        (await PushAsync(world, User(8), key: key)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(0, Text, 400, "Failed to send messages")]
    [InlineData(4, "[]", 400, "The property, 'messages', in the request body is invalid (line: -, column: -)")]
    [InlineData(4, """[{"type":"image","originalContentUrl":"https://cdn.example/1.png"}]""", 400, "The request body has 1 error(s)")]
    [InlineData(4, """[{"type":"audio","originalContentUrl":"https://cdn.example/1.mp3"}]""", 400, "The request body has 1 error(s)")]
    [InlineData(4, """[{"type":"location","title":"Shop","latitude":1,"longitude":2}]""", 400, "The request body has 1 error(s)")]
    [InlineData(4, """[{"type":"file"}]""", 400, "The request body has 1 error(s)")]
    public async Task A_call_that_is_not_as_documented_is_refused(int digit, string messages, int status, string text)
    {
        await using var world = await SimulatorWorld.StartAsync();

        var refused = await PushAsync(world, User(digit), messages);

        ((int)refused.Status).Should().Be(status);
        System.Text.Json.Nodes.JsonNode.Parse(refused.Body)!["message"]!.GetValue<string>().Should().Be(text);
    }

    [Fact]
    public async Task A_number_is_no_user_and_another_token_opens_nothing()
    {
        await using var world = await SimulatorWorld.StartAsync();

        (await PushAsync(world, "+447700900123")).Status.Should().Be(HttpStatusCode.BadRequest);
        (await PushAsync(world, User(4), token: "another")).Status.Should().Be(HttpStatusCode.Unauthorized);
    }

    private static async Task<HttpStatusCode> NotifyAsync(SimulatorWorld world, string number, string? tag = "0193b1c2d3e47f508a6b1c2d3e4f5061-2")
    {
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(number)));
        using var call = new HttpRequestMessage(HttpMethod.Post, "/simulator/line/bot/pnp/push")
        {
            Content = new StringContent($$"""{"to":"{{hash}}","messages":{{Text}}}""", Encoding.UTF8, "application/json"),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", SimulatorWorld.LineToken) },
        };
        if (tag is not null)
            call.Headers.Add("X-Line-Delivery-Tag", tag);
        using var response = await world.Http.SendAsync(call);
        return response.StatusCode;
    }

    [Theory]
    [InlineData("+999044444441", 0)]
    [InlineData("+999044444442", 0)]
    [InlineData("+999044444443", 1)]
    [InlineData("+999044444444", 1)]
    [InlineData("+999044444445", 0)]
    [InlineData("+999012344449", 2)]
    [InlineData("+9990123", 1)] // digits that are missing count as 4
    [InlineData("+447700900123", 1)]
    public async Task Only_a_delivery_is_reported_of_a_notification_message(string number, int deliveries)
    {
        await using var world = await SimulatorWorld.StartAsync();

        (await NotifyAsync(world, number)).Should().Be(HttpStatusCode.OK);
        await world.PlayToTheEndAsync();

        world.Posted.Should().HaveCount(deliveries);
        foreach (var posted in world.Posted)
        {
            posted.Path.Should().Be("/webhooks/line/main-line");
            posted.Header("x-line-signature").Should().Be(
                FallbackOrchestrator.Simulator.Signatures.Line(SimulatorWorld.LineSecret, posted.Body));
            var one = System.Text.Json.Nodes.JsonNode.Parse(posted.Body)!["events"]![0]!;
            (one["type"]!.GetValue<string>(), one["delivery"]!["data"]!.GetValue<string>()).Should().Be(
                ("delivery", "0193b1c2d3e47f508a6b1c2d3e4f5061-2"));
        }
    }

    [Fact]
    public async Task A_number_that_nobody_has_on_LINE_and_a_tag_that_is_too_short_are_refused()
    {
        await using var world = await SimulatorWorld.StartAsync();

        (await NotifyAsync(world, "+999044444440")).Should().Be(HttpStatusCode.UnprocessableEntity);
        (await NotifyAsync(world, "+999044444444", "short")).Should().Be(HttpStatusCode.BadRequest);
        world.Log.Calls("+999044444440").Should().ContainSingle("the simulated LINE knows whose hash it is");
    }
}
