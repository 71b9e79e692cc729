using System.Globalization;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>What is valid and may still surprise is said by Send, by a batch and by the preview, in the same words.</summary>
public sealed class WarningTests(World world, PostgresServer server) : IClassFixture<World>
{
    private const string Messages = "/api/v1/subaccounts/demo/messages";
    private const string User = """ "user": { "msisdn": "+9990444401" } """;
    private const string Text = """ "type": "text", "content": { "text": "Hello" } """;
    private const string Template = """ "type": "template", "content": { "template": { "name": "n", "language": "en" }, "fallbackText": "Hi" } """;

    public static TheoryData<string, string, string> Warned => new()
    {
        { "S5", "channels[0] (Viber) is skipped: the channel does not carry Template content",
            """ "type": "template", "content": { "template": { "name": "n", "language": "en" } }, "channels": [ { "channel": "Viber", "fallbackAfter": 60 }, { "channel": "WhatsApp" } ] """ },
        { "S6", "channels[0] has no fallbackAfter: only a failure moves on, so a message that never becomes Delivered stays on WhatsApp",
            Text + """ , "channels": [ { "channel": "WhatsApp" }, { "channel": "SMS" } ] """ },
        { "S11", "content.fallbackText is used by SMS, and by channels that cannot carry the content; no step is one",
            """ "type": "text", "content": { "text": "Hello", "fallbackText": "Hi" }, "channels": [ { "channel": "WhatsApp" } ] """ },
        { "L5, a template", "channels[0] (WhatsApp) may deliver this after its window of 60 s: it lives for 600 s or longer there, unless its template was made with a shorter validity",
            Template + """ , "channels": [ { "channel": "WhatsApp", "fallbackAfter": 60 }, { "channel": "SMS" } ] """ },
        { "expiry", "expiry comes before the last step could start",
            Text + $$""" , "expiry": "{{InAMinute}}", "channels": [ { "channel": "WhatsApp", "fallbackAfter": 600 }, { "channel": "SMS" } ] """ },
        { "what a provider will refuse", "channels[0] (WhatsApp): template.language: WhatsApp writes languages like en or en_GB: write en_US",
            """ "type": "template", "content": { "template": { "name": "n", "language": "en-US" } }, "channels": [ { "channel": "WhatsApp" } ] """ },
        { "the text of an SMS is cut", "channels[0] (SMS): the text needs more than 10 segments and is cut after 1530 characters",
            $$""" "type": "text", "content": { "text": "{{new string('x', 1600)}}" }, "channels": [ { "channel": "SMS" } ] """ },
    };

    // Virtual time begins where real time is, and stands still until it is moved.
    private static string InAMinute =>
        TimeProvider.System.GetUtcNow().AddMinutes(1).AddHours(0.1).ToString("O", CultureInfo.InvariantCulture);

    [Theory]
    [MemberData(nameof(Warned), DisableDiscoveryEnumeration = true)]
    public async Task Send_batch_and_preview_warn_alike(string rule, string warning, string request)
    {
        var body = $$"""{ {{User}}, {{request}} }""";

        (await WarningsAsync(world, "", body)).Should().Equal([warning], rule);
        (await WarningsAsync(world, "/preview", body)).Should().Equal([warning], rule);
        (await WarningsAsync(world, "/batch", Batch(body))).Should().Equal([warning], rule);
    }

    [Fact]
    public async Task U4_A_queue_of_more_than_a_minute_causes_a_warning()
    {
        await using var slow = await new World(server).With("ChannelAccounts:whatsapp-demo:PerSecond", "1").StartAsync();
        const string Body = $$"""{ {{User}}, {{Text}}, "channels": [ { "channel": "WhatsApp", "fallbackAfter": 60 }, { "channel": "SMS" } ] }""";
        const string Later = """ "scheduled": "{0}" """;
        const string Behind =
            "channels[0] (WhatsApp): more messages wait for this account than it may send in a minute; the window opens after the wait";

        (await WarningsAsync(slow, "/preview", Body)).Should().BeEmpty();
        await slow.Http.PostAsync(
            $"{Messages}/batch",
                Json(Batch([.. Enumerable.Range(0, 75).Select(i => Body.Replace("444401", $"44450{i}", StringComparison.Ordinal))])));
        await slow.AdvanceAsync(TimeSpan.FromSeconds(6));

        (await WarningsAsync(slow, "/preview", Body)).Should().Equal(Behind);
        (await WarningsAsync(slow, "", Body)).Should().Equal(Behind);
        (await WarningsAsync(slow, "/batch", Batch(Body))).Should().Equal(Behind);
        var tomorrow = string.Format(CultureInfo.InvariantCulture, Later, slow.Now.AddDays(1).ToString("O", CultureInfo.InvariantCulture));
        (await WarningsAsync(slow, "/preview", Body.Replace(Text, $"{Text}, {tomorrow}", StringComparison.Ordinal)))
            .Should().BeEmpty("what waits today says nothing of tomorrow");
        (await WarningsAsync(slow, "/preview", Body.Replace("WhatsApp", "Viber", StringComparison.Ordinal))).Should().BeEmpty();

        await slow.AdvanceAsync(TimeSpan.FromSeconds(40));
        (await WarningsAsync(slow, "/preview", Body)).Should().BeEmpty("the queue is shorter now");
    }

    private static string Batch(params string[] bodies) => $$"""{ "includeMessagesInResponse": true, "messages": [ {{string.Join(",", bodies)}} ] }""";

    private static StringContent Json(string body) => new(body, System.Text.Encoding.UTF8, "application/json");

    private static async Task<IEnumerable<string>> WarningsAsync(World world, string call, string body)
    {
        using var content = Json(body);
        using var response = await world.Http.PostAsync(Messages + call, content);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.Should().BeTrue(text);
        var read = JsonNode.Parse(text)!;
        return [.. ((call == "/batch" ? read["messages"]![0] : read)!["warnings"]?.AsArray() ?? []).Select(
            warning => warning!.GetValue<string>())];
    }
}
