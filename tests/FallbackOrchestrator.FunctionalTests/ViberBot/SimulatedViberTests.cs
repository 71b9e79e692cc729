using System.Net;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.ViberBot;

/// <summary>The service with a simulated Viber bot, beside the demo's Viber by number.</summary>
public sealed class SimulatedViberTests(PostgresServer server)
{
    private const string Token = "viber-token-of-this-test";

    private Task<ApiHost> StartAsync(params (string Name, string Value)[] settings) => ApiHost.StartWithAsync(
        server,
        [
            .. settings,
            .. AddedAccount.Of(3, "viber-bot", "Viber", "Viber", "/simulator/viber", ("AuthToken", Token), ("SenderName", "ACME")),
            ("Simulator:Viber:AuthToken", Token),
            ("Simulator:Viber:Account", "viber-bot"),
        ]);

    private static string Subscriber(int digit) => $"99904{digit}4444444444444444==";

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static string Send(string user, string channels, string content = "\"type\":\"text\",\"content\":{\"text\":\"Hello\"}") =>
        $$"""{ "user": {{user}}, {{content}}, "channels": [ {{channels}} ] }""";

    private static string Bot(string more = "") => $$"""{ "channel": "Viber", "channelId": "viber-bot"{{more}} }""";

    [Theory]
    [InlineData(0, "Delivered", "failed", "rejected")]
    [InlineData(2, "Sent", "succeeded", "sent")]
    [InlineData(3, "Delivered", "succeeded", "delivered")]
    [InlineData(4, "Read", "succeeded", "delivered")] // the last step is done when it is delivered
    [InlineData(5, "Delivered", "failed", "undelivered")]
    [InlineData(8, "Delivered", "succeeded", "delivered")]
    public async Task A_message_ends_as_its_subscribers_id_says(int digit, string success, string outcome, string status)
    {
        await using var host = await StartAsync();

        var timeline = await host.Client.CompletedAsync(await host.Client.SendAsync(
            Send($$"""{ "channelUserId": "{{Subscriber(digit)}}" }""", Bot($$""", "successStatus": "{{success}}" """))));

        Text(timeline, "outcome").Should().Be(outcome);
        Text(timeline["attempts"]!.AsArray().Single()!, "status").Should().Match(got => got == status || got == "read");
    }

    [Fact]
    public async Task The_channel_takes_the_number_or_the_subscribers_id_and_each_account_its_own()
    {
        await using var host = await StartAsync();

        var (byNumber, noId) = await host.Client.PostAsync(Send("""{ "msisdn": "+9990443" }""", Bot()));
        var (byId, noNumber) = await host.Client.PostAsync(
            Send($$"""{ "channelUserId": "{{Subscriber(3)}}" }""", """{ "channel": "Viber", "channelId": "viber-demo" }"""));
        var (_, both) = await host.Client.PostAsync(Send(
            $$"""{ "msisdn": "+9990443", "channelUserId": "{{Subscriber(3)}}" }""", $$"""{{Bot(", \"fallbackAfter\": 60")}}, { "channel": "SMS" }"""));

        (byNumber, noId!["code"]!.GetValue<int>()).Should().Be((HttpStatusCode.BadRequest, 3015));
        (byId, noNumber!["code"]!.GetValue<int>()).Should().Be((HttpStatusCode.BadRequest, 3002));
        (await host.Client.CompletedAsync(Text(both!, "umid")))["succeededStep"]!.GetValue<int>().Should().Be(1);
    }

    [Fact]
    public async Task S5_A_step_that_names_no_account_goes_to_the_one_that_can_address_the_person()
    {
        await using var host = await StartAsync();
        const string Viber = """{ "channel": "Viber" }""";

        var byId = await host.Client.CompletedAsync(
            await host.Client.SendAsync(Send($$"""{ "channelUserId": "{{Subscriber(3)}}" }""", Viber)));
        var byNumber = await host.Client.CompletedAsync(await host.Client.SendAsync(Send("""{ "msisdn": "+9990434" }""", Viber)));

        Text(byId["attempts"]![0]!, "channelId").Should().Be("viber-bot");
        Text(byNumber["attempts"]![0]!, "channelId").Should().Be("viber-demo");
    }

    [Fact]
    public async Task What_is_not_delivered_in_its_window_falls_back_to_SMS()
    {
        await using var host = await StartAsync();

        var timeline = await host.Client.CompletedAsync(await host.Client.SendAsync(Send(
            $$"""{ "channelUserId": "{{Subscriber(2)}}", "msisdn": "+9990443" }""",
            $$"""{{Bot(", \"fallbackAfter\": 1, \"successStatus\": \"Delivered\"")}}, { "channel": "SMS" }""")));

        timeline["succeededStep"]!.GetValue<int>().Should().Be(2);
        timeline["attempts"]!.AsArray().Select(attempt => Text(attempt!, "status")).Should().Equal("sent", "delivered");
    }

    [Fact]
    public async Task A_simulated_subscriber_can_reply()
    {
        await using var host = await StartAsync();
        await host.Client.CompletedAsync(await host.Client.SendAsync(Send($$"""{ "channelUserId": "{{Subscriber(3)}}" }""", Bot())));

        var (_, reply) = await host.Client.PostAsync(
            $$"""{ "from": "{{Subscriber(3)}}", "channel": "Viber", "text": "Thank you" }""", "/simulator/replies");

        reply!["service"]!.GetValue<int>().Should().Be(200);
    }

    [Fact]
    public async Task S15_Who_wrote_STOP_to_the_bot_is_skipped_there_although_the_message_has_a_number_for_its_other_steps()
    {
        await using var host = await StartAsync(
            ("Accounts:00000000-0000-0000-0000-000000000001:Subaccounts:demo:SkipOptedOut", "true"));
        var send = Send(
            $$"""{ "channelUserId": "{{Subscriber(3)}}", "msisdn": "+9990443" }""", $$"""{{Bot(", \"fallbackAfter\": 60")}}, { "channel": "SMS" }""");
        var first = await host.Client.CompletedAsync(await host.Client.SendAsync(send));
        await host.Client.PostAsync($$"""{ "from": "{{Subscriber(3)}}", "channel": "Viber", "text": "STOP" }""", "/simulator/replies");

        var (_, sent) = await host.Client.PostAsync(send);

        first["succeededStep"]!.GetValue<int>().Should().Be(1);
        sent!["warnings"]![0]!.GetValue<string>().Should().Be("channels[0] (Viber) is skipped: the person opted out of this channel");
        (await host.Client.CompletedAsync(Text(sent, "umid")))["succeededStep"]!.GetValue<int>().Should().Be(2);
    }

    [Fact]
    public async Task A_file_is_sent_as_its_link_because_a_bot_needs_its_size()
    {
        await using var host = await StartAsync();

        var (_, sent) = await host.Client.PostAsync(Send(
            $$"""{ "channelUserId": "{{Subscriber(3)}}" }""", Bot(),
            "\"type\":\"file\",\"content\":{\"url\":\"https://cdn.example/terms.pdf\"}"));

        sent!["warnings"]![0]!.GetValue<string>().Should().Contain("only with its size");
        Text(await host.Client.CompletedAsync(Text(sent, "umid")), "outcome").Should().Be("succeeded");
    }
}
