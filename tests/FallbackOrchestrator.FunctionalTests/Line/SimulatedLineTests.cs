using System.Net;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.Line;

/// <summary>The service with the simulated LINE.</summary>
public sealed class SimulatedLineTests(PostgresServer server)
{
    private const string Token = "line-token-of-this-test";
    private const string Secret = "line-secret-of-this-test";

    private Task<ApiHost> StartAsync() => ApiHost.StartWithAsync(
        server,
        [
            .. AddedAccount.Of(
                3, "line-demo", "Line", "Line", "/simulator/line", ("AccessToken", Token), ("ChannelSecret", Secret)),
            ("Simulator:Line:AccessToken", Token),
            ("Simulator:Line:ChannelSecret", Secret),
            ("Simulator:Line:Account", "line-demo"),
        ]);

    private static string User(int digit) => $"U999044444{digit}{new string('0', 22)}";

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static string Send(string user, string channels = """{ "channel": "Line" }""") =>
        $$"""{ "user": {{user}}, "type": "Text", "content": { "text": "Hello" }, "channels": [ {{channels}} ] }""";

    private static async Task<IEnumerable<(string Provider, int? Status)>> CallsAsync(ApiHost host, string to) =>
        (await host.Client.GetAsync($"/simulator/calls?to={Uri.EscapeDataString(to)}")).Body!.AsArray()
            .Select(call => (Text(call!, "provider"), call!["status"]?.GetValue<int>()));

    [Theory]
    [InlineData(0, "failed", "rejected", "400")]
    [InlineData(1, "succeeded", "sent", "200")]
    [InlineData(4, "succeeded", "sent", "200")]
    [InlineData(8, "succeeded", "sent", "429 429 200")]
    public async Task A_message_ends_as_its_user_id_says(int digit, string outcome, string status, string calls)
    {
        await using var host = await StartAsync();

        var timeline = await host.Client.CompletedAsync(
            await host.Client.SendAsync(Send($$"""{ "lineUserId": "{{User(digit)}}" }""")));

        Text(timeline, "outcome").Should().Be(outcome);
        Text(timeline["attempts"]!.AsArray().Single()!, "status").Should().Be(status);
        (await CallsAsync(host, User(digit))).Select(call => $"{call.Status}").Should().Equal(calls.Split(' '));
    }

    [Fact]
    public async Task U2_A_call_with_an_unknown_outcome_is_repeated_under_its_retry_key_and_LINE_sends_once()
    {
        await using var host = await StartAsync();

        var timeline = await host.Client.CompletedAsync(
            await host.Client.SendAsync(Send($$"""{ "channelUserId": "{{User(7)}}" }""")));

        Text(timeline, "outcome").Should().Be("succeeded");
        Text(timeline["attempts"]![0]!, "status").Should().Be("sent");
        (await CallsAsync(host, User(7))).Select(call => call.Status).Should().Equal(null, 409);
    }

    [Fact]
    public async Task A_person_without_a_LINE_id_gets_the_next_step_and_alone_the_request_is_rejected()
    {
        await using var host = await StartAsync();
        const string Number = """{ "msisdn": "+9990443" }""";

        var (_, sent) = await host.Client.PostAsync(Send(
            Number, """{ "channel": "Line", "fallbackAfter": 60, "successStatus": "Sent" }, { "channel": "SMS" }"""));
        var (alone, problem) = await host.Client.PostAsync(Send(Number));

        (await host.Client.CompletedAsync(Text(sent!, "umid")))["succeededStep"]!.GetValue<int>().Should().Be(2);
        sent!["warnings"]![0]!.GetValue<string>().Should().Be(
            "channels[0] (Line) is skipped: the recipient has no address on this channel");
        (alone, problem!["code"]!.GetValue<int>()).Should().Be((HttpStatusCode.BadRequest, 3015));
    }

    [Theory]
    [InlineData("Delivered", 3025)]
    [InlineData("Read", 3026)]
    public async Task LINE_reports_no_more_than_Sent_so_more_cannot_be_asked_for(string status, int code)
    {
        await using var host = await StartAsync();

        var (_, problem) = await host.Client.PostAsync(Send(
            $$"""{ "lineUserId": "{{User(4)}}", "msisdn": "+9990443" }""",
            $$"""{ "channel": "Line", "fallbackAfter": 60, "successStatus": "{{status}}" }, { "channel": "SMS" }"""));

        problem!["code"]!.GetValue<int>().Should().Be(code);
    }

    /// <summary>The shapes of 8x8's page "Line" (https://developer.8x8.com/connect/docs/usage-samples-line), with the channel named.</summary>
    [Theory]
    [InlineData("\"type\":\"Text\",\"content\":{\"text\":\"Hello\"}")]
    [InlineData("\"type\":\"Image\",\"content\":{\"url\":\"https://cdn.example/boat.png\",\"image\":{\"thumbnail\":\"https://cdn.example/clouds.jpg\"}}")]
    [InlineData("\"type\":\"Video\",\"content\":{\"url\":\"https://cdn.example/5s.mp4\",\"video\":{\"thumbnail\":\"https://cdn.example/boat.png\"}}")]
    [InlineData("\"type\":\"Audio\",\"content\":{\"url\":\"https://cdn.example/5m.mp3\",\"audio\":{\"duration\":300}}")]
    [InlineData("\"type\":\"Location\",\"content\":{\"location\":{\"latitude\":1.285651,\"longitude\":103.847564,\"name\":\"Shop\",\"address\":\"1 Main Street\"}}")]
    public async Task A_published_sample_is_sent_without_a_warning(string content)
    {
        await using var host = await StartAsync();
        const string Published = "Ua12b345678c1de0fg1a1234567891011";

        var (status, sent) = await host.Client.PostAsync(
            $$"""{"user":{"lineUserId":"{{Published}}"},{{content}},"channels":[{"channel":"Line"}]}""");

        status.Should().Be(HttpStatusCode.OK);
        sent!["warnings"].Should().BeNull();
        Text(sent["user"]!, "channelUserId").Should().Be(Published);
        Text(await host.Client.CompletedAsync(Text(sent, "umid")), "outcome").Should().Be("succeeded");
        (await CallsAsync(host, Published)).Should().Equal(("line", 200));
    }
}
