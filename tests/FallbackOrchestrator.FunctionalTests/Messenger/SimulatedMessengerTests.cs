using System.Net;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.Messenger;

/// <summary>The service with the simulated Messenger Platform: a Page, and a second one with an Instagram account.</summary>
public sealed class SimulatedMessengerTests(PostgresServer server)
{
    private const string Token = "page-token-of-this-test";
    private const string Secret = "app-secret-of-this-test";
    private const string InstagramId = "17841405822304914";

    private static readonly (string Name, string Value)[] Shared =
        [("AccessToken", Token), ("AppSecret", Secret), ("VerifyToken", "verify-token-of-this-test")];

    private Task<ApiHost> StartAsync() => ApiHost.StartWithAsync(
        server,
        [
            .. AddedAccount.Of(3, "facebook-demo", "Messenger", "Facebook", "/simulator/messenger", [.. Shared, ("PageId", "1001")]),
            .. AddedAccount.Of(
                4, "instagram-demo", "Messenger", "Instagram", "/simulator/messenger",
                [.. Shared, ("PageId", "1002"), ("InstagramAccountId", InstagramId)]),
            ("Simulator:Messenger:AccessToken", Token),
            ("Simulator:Messenger:AppSecret", Secret),
            ("Simulator:Messenger:Pages:1001:Account", "facebook-demo"),
            // Meta has one webhook address for all accounts of an app, so this one is posted to the Page's.
            ("Simulator:Messenger:Pages:1002:Account", "facebook-demo"),
            ("Simulator:Messenger:Pages:1002:InstagramAccountId", InstagramId),
        ]);

    private static string Person(string channel, int digit) => channel == "Facebook" ? $"999044444444{digit}4" : $"9990444444444{digit}";

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static string Send(string user, string channels) =>
        $$"""{ "user": {{user}}, "type": "text", "content": { "text": "Hello" }, "channels": [ {{channels}} ] }""";

    private static string Sole(string channel, string success) => $$"""{ "channel": "{{channel}}", "successStatus": "{{success}}" }""";

    private static async Task<IEnumerable<(string Provider, int? Status)>> CallsAsync(ApiHost host, string to) =>
        (await host.Client.GetAsync($"/simulator/calls?to={Uri.EscapeDataString(to)}")).Body!.AsArray()
            .Select(call => (Text(call!, "provider"), call!["status"]?.GetValue<int>()));

    [Theory]
    [InlineData("Facebook", 0, "Delivered", "failed", "rejected", "400")]
    [InlineData("Facebook", 2, "Sent", "succeeded", "sent", "200")]
    [InlineData("Facebook", 3, "Delivered", "succeeded", "delivered", "200")]
    [InlineData("Facebook", 4, "Delivered", "succeeded", "delivered", "200")]
    [InlineData("Facebook", 7, "Delivered", "succeeded", "delivered", "")]
    [InlineData("Facebook", 8, "Delivered", "succeeded", "delivered", "429 429 200")]
    [InlineData("Facebook", 9, "Delivered", "succeeded", "delivered", "200")]
    [InlineData("Instagram", 0, "Read", "failed", "rejected", "400")]
    [InlineData("Instagram", 3, "Sent", "succeeded", "sent", "200")]
    [InlineData("Instagram", 4, "Read", "succeeded", "read", "200")]
    [InlineData("Instagram", 7, "Sent", "succeeded", "sent", "")]
    [InlineData("Instagram", 8, "Read", "succeeded", "read", "429 429 200")]
    [InlineData("Instagram", 9, "Read", "succeeded", "read", "200")]
    public async Task A_message_ends_as_its_user_id_says(
        string channel, int digit, string success, string outcome, string status, string calls)
    {
        await using var host = await StartAsync();
        var person = Person(channel, digit);

        var timeline = await host.Client.CompletedAsync(
            await host.Client.SendAsync(Send($$"""{ "channelUserId": "{{person}}" }""", Sole(channel, success))));

        Text(timeline, "outcome").Should().Be(outcome);
        Text(timeline["attempts"]!.AsArray().Single()!, "status").Should().Be(status);
        (await CallsAsync(host, person)).Select(call => $"{call.Status}").Should().Equal(calls.Split(' '));
    }

    [Theory]
    [InlineData("Facebook", "Delivered", 2)]
    [InlineData("Instagram", "Read", 3)]
    public async Task What_is_not_delivered_or_read_in_its_window_falls_back_to_SMS(string channel, string success, int digit)
    {
        await using var host = await StartAsync();

        var timeline = await host.Client.CompletedAsync(await host.Client.SendAsync(Send(
            $$"""{ "channelUserId": "{{Person(channel, digit)}}", "msisdn": "+9990443" }""",
            $$"""{ "channel": "{{channel}}", "fallbackAfter": 1, "successStatus": "{{success}}" }, { "channel": "SMS" }""")));

        timeline["succeededStep"]!.GetValue<int>().Should().Be(2);
        timeline["attempts"]!.AsArray().Select(attempt => Text(attempt!, "status")).Should().Equal("sent", "delivered");
    }

    [Fact]
    public async Task Messenger_reports_Delivered_at_best_so_Read_cannot_be_asked_for()
    {
        await using var host = await StartAsync();

        var (_, problem) = await host.Client.PostAsync(Send(
            $$"""{ "channelUserId": "{{Person("Facebook", 4)}}" }""",
            """{ "channel": "Facebook", "fallbackAfter": 60, "successStatus": "Read" }, { "channel": "Instagram" }"""));

        problem!["code"]!.GetValue<int>().Should().Be(3026);
    }

    [Fact]
    public async Task A_person_without_a_scoped_id_gets_the_next_step_and_alone_the_request_is_rejected()
    {
        await using var host = await StartAsync();
        const string Number = """{ "msisdn": "+9990443" }""";

        var (_, sent) = await host.Client.PostAsync(Send(
            Number, """{ "channel": "Facebook", "fallbackAfter": 60, "successStatus": "Sent" }, { "channel": "SMS" }"""));
        var (alone, problem) = await host.Client.PostAsync(Send(Number, Sole("Instagram", "Sent")));

        (await host.Client.CompletedAsync(Text(sent!, "umid")))["succeededStep"]!.GetValue<int>().Should().Be(2);
        sent!["warnings"]![0]!.GetValue<string>().Should().Be(
            "channels[0] (Facebook) is skipped: the recipient has no address on this channel");
        (alone, problem!["code"]!.GetValue<int>()).Should().Be((HttpStatusCode.BadRequest, 3015));
    }

    /// <summary>The shapes of 8x8's OpenAPI document that these channels carry; 8x8 has no samples that name them.</summary>
    [Theory]
    [InlineData("\"type\":\"Text\",\"content\":{\"text\":\"Hello\"}")]
    [InlineData("\"type\":\"Image\",\"content\":{\"url\":\"https://cdn.example/boat.png\"}")]
    [InlineData("\"type\":\"Video\",\"content\":{\"url\":\"https://cdn.example/5s.mp4\",\"video\":{\"thumbnail\":\"https://cdn.example/boat.png\"}}")]
    [InlineData("\"type\":\"Audio\",\"content\":{\"url\":\"https://cdn.example/5m.m4a\",\"audio\":{\"duration\":300}}")]
    [InlineData("\"type\":\"File\",\"content\":{\"url\":\"https://cdn.example/terms.pdf\"}")]
    public async Task A_published_shape_is_sent_without_a_warning(string content)
    {
        await using var host = await StartAsync();
        foreach (var channel in (string[])["Facebook", "Instagram"])
        {
            var person = channel == "Facebook" ? "4215879168499214" : "17841400000000001";
            var (status, sent) = await host.Client.PostAsync(
                $$"""{"user":{"channelUserId":"{{person}}"},{{content}},"channels":[{{Sole(channel, "Sent")}}]}""");

            status.Should().Be(HttpStatusCode.OK);
            sent!["warnings"].Should().BeNull();
            Text(await host.Client.CompletedAsync(Text(sent, "umid")), "outcome").Should().Be("succeeded");
            (await CallsAsync(host, person)).Should().Equal(("messenger", 200));
        }
    }

    [Fact]
    public async Task A_location_is_sent_as_its_link_and_the_text_of_an_image_is_named_in_a_warning()
    {
        await using var host = await StartAsync();

        var (_, place) = await host.Client.PostAsync(
            $$$"""{"user":{"channelUserId":"4215879168499214"},"type":"location","content":{"location":{"latitude":1.285651,"longitude":103.847564,"name":"Shop"}},"channels":[{{{Sole("Facebook", "Sent")}}}]}""");
        var (_, image) = await host.Client.PostAsync(
            $$"""{"user":{"channelUserId":"4215879168499214"},"type":"image","content":{"url":"https://cdn.example/boat.png","text":"A boat"},"channels":[{{Sole("Facebook", "Sent")}}]}""");

        place!["warnings"]![0]!.GetValue<string>().Should().Contain("does not carry Location");
        image!["warnings"]![0]!.GetValue<string>().Should().Contain("content.text is not sent");
        Text(await host.Client.CompletedAsync(Text(place, "umid")), "outcome").Should().Be("succeeded");
        Text(await host.Client.CompletedAsync(Text(image, "umid")), "outcome").Should().Be("succeeded");
    }
}
