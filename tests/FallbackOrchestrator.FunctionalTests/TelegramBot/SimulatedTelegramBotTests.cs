using System.Net;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.TelegramBot;

/// <summary>The service with a simulated Telegram bot.</summary>
public sealed class SimulatedTelegramBotTests(PostgresServer server)
{
    private const string Token = "123456789:token-of-this-test";

    private Task<ApiHost> StartAsync() => ApiHost.StartWithAsync(
        server,
        [
            .. AddedAccount.Of(
                3, "telegram-bot", "TelegramBot", "Telegram", "/simulator/telegrambot", ("BotToken", Token),
                ("WebhookSecret", "webhook-secret-of-this-test")),
            ("Simulator:TelegramBot:BotToken", Token),
        ]);

    private static string Chat(int digit) => $"99904444{digit}";

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static string Send(string user, string channels) =>
        $$"""{ "user": {{user}}, "type": "text", "content": { "text": "Hello" }, "channels": [ {{channels}} ] }""";

    [Theory]
    [InlineData(0, "failed", "rejected", "403")]
    [InlineData(3, "succeeded", "sent", "200")]
    [InlineData(8, "succeeded", "sent", "429 429 200")]
    public async Task A_message_is_done_when_Telegram_has_it(int digit, string outcome, string status, string calls)
    {
        await using var host = await StartAsync();

        var timeline = await host.Client.CompletedAsync(await host.Client.SendAsync(
            Send($$"""{ "channelUserId": "{{Chat(digit)}}" }""", """{ "channel": "Telegram" }""")));

        Text(timeline, "outcome").Should().Be(outcome);
        Text(timeline["attempts"]!.AsArray().Single()!, "status").Should().Be(status);
        (await host.Client.GetAsync($"/simulator/calls?to={Chat(digit)}")).Body!.AsArray()
            .Select(call => $"{call!["status"]}").Should().Equal(calls.Split(' '));
    }

    [Fact]
    public async Task Who_blocked_the_bot_gets_the_SMS_at_once()
    {
        await using var host = await StartAsync();

        var timeline = await host.Client.CompletedAsync(await host.Client.SendAsync(Send(
            $$"""{ "channelUserId": "{{Chat(0)}}", "msisdn": "+9990443" }""",
            """{ "channel": "Telegram", "fallbackAfter": 60 }, { "channel": "SMS" }""")));

        timeline["succeededStep"]!.GetValue<int>().Should().Be(2);
    }

    [Theory]
    [InlineData("webhook-secret-of-this-test", HttpStatusCode.OK)]
    [InlineData("another-secret-of-somebody", HttpStatusCode.Unauthorized)]
    public async Task What_a_person_writes_is_taken_with_the_secret_of_the_webhook_only(string secret, HttpStatusCode status)
    {
        await using var host = await StartAsync();
        using var update = new HttpRequestMessage(HttpMethod.Post, "/webhooks/telegrambot/telegram-bot")
        {
            Content = new StringContent(
                """{"update_id":1,"message":{"message_id":1,"date":1795428000,"chat":{"id":999044443,"type":"private"},"text":"/start"}}"""),
            Headers = { { "X-Telegram-Bot-Api-Secret-Token", secret } },
        };

        using var response = await host.Client.Http.SendAsync(update);

        response.StatusCode.Should().Be(status);
    }

    [Fact]
    public async Task More_than_Sent_cannot_be_asked_for_and_a_number_is_no_address()
    {
        await using var host = await StartAsync();

        var (_, delivered) = await host.Client.PostAsync(Send(
            $$"""{ "channelUserId": "{{Chat(3)}}", "msisdn": "+9990443" }""",
            """{ "channel": "Telegram", "fallbackAfter": 60, "successStatus": "Delivered" }, { "channel": "SMS" }"""));
        var (status, noId) = await host.Client.PostAsync(Send("""{ "msisdn": "+9990443" }""", """{ "channel": "Telegram" }"""));

        delivered!["code"]!.GetValue<int>().Should().Be(3025);
        (status, noId!["code"]!.GetValue<int>()).Should().Be((HttpStatusCode.BadRequest, 3015));
    }
}
