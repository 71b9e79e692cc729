using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.Api;

/// <summary>What a Send is refused for: the code that 8x8 publishes for it, a message that names the field, and nothing stored.</summary>
public sealed class BadRequestTests(ApiHost host) : IClassFixture<ApiHost>, IAsyncLifetime
{
    private readonly Dictionary<string, long> _before = [];

    private const string User = """ "user": { "msisdn": "+6591234567" } """;
    private const string Text = """ "type": "text", "content": { "text": "Hello" } """;

    public static TheoryData<string, int, string, string> Refused => new()
    {
        { "an unknown channel", 3022, "channels[1].channel", Channels("""{ "channel": "SMS" }, { "channel": "Pigeon" }""") },
        { "a channel left out", 3022, "channels[0].channel", Channels("{ }") },
        { "a channel that is null", 3022, "channels[0].channel", Channels("null") },
        { "a status of no ladder", 3024, "channels[0].successStatus", Channels("""{ "channel": "SMS", "successStatus": "Seen" }""") },
        { "a status by its number", 3024, "channels[0].successStatus", Channels("""{ "channel": "SMS", "successStatus": "2" }""") },
        { "a status by its signed number", 3024, "channels[0].successStatus", Channels("""{ "channel": "SMS", "successStatus": "+1" }""") },
        { "two statuses at once", 3024, "channels[0].successStatus", Channels("""{ "channel": "SMS", "successStatus": "Accepted,Sent" }""") },
        { "Read of SMS", 3026, "channels[0].successStatus", Channels("""{ "channel": "SMS", "successStatus": "Read" }""") },
        { "a window of 0", 3023, "channels[0].fallbackAfter", Window("0") },
        { "a negative window", 3023, "channels[0].fallbackAfter", Window("-1") },
        { "a window in letters", 3023, "channels[0].fallbackAfter", Window("\"abc\"") },
        { "a window of more than a day", 3023, "channels[0].fallbackAfter", Window("86401") },
        { "a window with a fraction", 3023, "channels[0].fallbackAfter", Window("1.5") },
        { "a window beyond any number", 3023, "channels[0].fallbackAfter", Window("1e99") },
        { "a window that is an object", 3023, "channels[0].fallbackAfter", Window("{ }") },
        { "a window that is true", 3023, "channels[0].fallbackAfter", Window("true") },
        { "no user", 3001, "'user'", $$"""{ {{Text}} }""" },
        { "a user without an address", 3002, "user.msisdn", $$"""{ "user": { }, {{Text}} }""" },
        { "an empty number", 3002, "user.msisdn", ToNumber("") },
        { "a national number without its country", 1002, "user.msisdn", ToNumber("0091234567") },
        { "a number of letters", 1002, "user.msisdn", ToNumber("+65ABCDEFG") },
        { "a number that is too short", 1002, "user.msisdn", ToNumber("+12345") },
        { "a number that is too long", 1002, "user.msisdn", ToNumber("+1234567890123456") },
        { "a national number of no country", 3018, "user.country", $$"""{ "user": { "msisdn": "91234567", "country": "XX" }, {{Text}} }""" },
        { "no number of that country", 1002, "user.msisdn", $$"""{ "user": { "msisdn": "call me", "country": "SG" }, {{Text}} }""" },
        { "no content", 3004, "'content'", $$"""{ {{User}}, "type": "text" }""" },
        { "no text", 3005, "content.text", $$"""{ {{User}}, "type": "text", "content": { } }""" },
        { "an empty text", 3005, "content.text", $$"""{ {{User}}, "type": "text", "content": { "text": "" } }""" },
        { "a text longer than anybody carries", 3006, "content.text", Saying(new string('x', 35_001)) },
        { "a text longer than its only channel carries", 3006, "content.text",
            $$"""{ {{User}}, "type": "text", "content": { "text": "{{new string('x', 1001)}}" }, "channels": [ { "channel": "Viber" } ] }""" },
        { "a fallback text that is too long", 3017, "content.fallbackText",
            $$"""{ {{User}}, "type": "text", "content": { "text": "Hello", "fallbackText": "{{new string('x', 35_001)}}" } }""" },
        { "a character that no database stores", 1000, "content.text", Saying("Hello\\u0000") },
        { "the same in an id", 1000, "clientMessageId", $$"""{ {{User}}, {{Text}}, "clientMessageId": "a\u0000b" }""" },
        { "the same in a person's id", 1000, "user.channelUserId", $$"""{ "user": { "channelUserId": "a\u0000b" }, {{Text}} }""" },
        { "the same in a sender", 1000, "content.sms.source",
            $$"""{ {{User}}, "type": "text", "content": { "text": "Hello", "sms": { "source": "a\u0000b" } } }""" },
        { "half a character", 1000, "content.text", Saying("\\uD800") },
        { "an unknown type", 3010, "'type'", $$"""{ {{User}}, "type": "smoke", "content": { "text": "Hello" } }""" },
        { "no type", 3010, "'type'", $$"""{ {{User}}, "content": { "text": "Hello" } }""" },
        { "an id that is too long", 3009, "clientMessageId", $$"""{ {{User}}, {{Text}}, "clientMessageId": "{{new string('x', 51)}}" }""" },
        { "a sender that is too long", 3011, "content.sms.source",
            $$"""{ {{User}}, "type": "text", "content": { "text": "Hello", "sms": { "source": "{{new string('x', 17)}}" } } }""" },
        { "an unknown encoding", 1003, "content.sms.encoding",
            $$"""{ {{User}}, "type": "text", "content": { "text": "Hello", "sms": { "encoding": "EBCDIC" } } }""" },
        { "an expiry in the past", 1006, "'expiry'", $$"""{ {{User}}, {{Text}}, "expiry": "2020-01-01T00:00:00Z" }""" },
        { "an expiry before the schedule", 1006, "'expiry'",
            $$"""{ {{User}}, {{Text}}, "scheduled": "{{InDays(2)}}", "expiry": "{{InDays(1)}}" }""" },
        { "a schedule too far ahead", 1011, "'scheduled'", $$"""{ {{User}}, {{Text}}, "scheduled": "{{InDays(8)}}" }""" },
        { "more than ten steps", 1010, "'channels'", Channels(string.Join(",", Enumerable.Repeat("""{ "channel": "SMS" }""", 11))) },
        { "the same channel twice", 3051, "channels[1].channelId", Channels("""{ "channel": "SMS" }, { "channel": "SMS" }""") },
        { "an unknown account", 3051, "channels[0].channelId", Channels("""{ "channel": "SMS", "channelId": "sms-nobody" }""") },
        { "the account of another channel", 3051, "channels[0].channelId", Channels("""{ "channel": "SMS", "channelId": "viber-demo" }""") },
        { "a channel without an account", 3027, "channels[0].channel", Channels("""{ "channel": "WeChat" }""") },
        { "JSON that breaks off", 1000, "is not valid JSON", $$"""{ {{User}}, """ },
        { "no JSON at all", 1000, "'body'", "user=+6591234567" },
        { "nothing", 1000, "'body'", "" },
        { "null", 1000, "'body'", "null" },
        { "an array", 1000, "'body'", $$"""[ { {{User}}, {{Text}} } ]""" },
        { "a number where text belongs", 1000, "clientMessageId", $$"""{ {{User}}, {{Text}}, "clientMessageId": 7 }""" },
        { "text where an object belongs", 1000, "'user'", $$"""{ "user": "+6591234567", {{Text}} }""" },
        { "text where an array belongs", 1000, "'channels'", $$"""{ {{User}}, {{Text}}, "channels": "SMS" }""" },
        { "a time that is none", 1000, "scheduled", $$"""{ {{User}}, {{Text}}, "scheduled": "tomorrow" }""" },
        { "JSON of unreasonable depth", 1000, "Invalid parameter(s)", $$"""{ {{User}}, {{Text}}, "x": {{new string('[', 200)}}{{new string(']', 200)}} }""" },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public async Task A_Send_is_refused_with_the_published_code_and_names_the_field(string what, int code, string field, string json)
    {
        var (status, body) = await host.Client.PostAsync(json);

        status.Should().Be(HttpStatusCode.BadRequest, what);
        Published.Error(body, code).Should().Contain(field, what);
        await NothingIsStoredAsync();
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_before_it_is_read()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, DemoClient.Messages);
        request.Headers.ExpectContinue = true; // Without waiting, the response may be lost with the connection.
        request.Content = new StringContent(Saying(new string('x', 1024 * 1024)), Encoding.UTF8, "application/json");

        using var response = await host.Client.Http.SendAsync(request);

        response.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        Published.Error(JsonNode.Parse(await response.Content.ReadAsStringAsync()), 7001).Should().Contain("512 kB");
        await NothingIsStoredAsync();
    }

    [Fact]
    public async Task A_body_of_another_kind_is_refused()
    {
        using var form = new FormUrlEncodedContent([new("user", "+6591234567")]);
        using var response = await host.Client.Http.PostAsync(DemoClient.Messages, form);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        Published.Error(JsonNode.Parse(await response.Content.ReadAsStringAsync()), 1000).Should().Contain("application/json");
        await NothingIsStoredAsync();
    }

    [Theory]
    [InlineData("GET", "/api/v1/subaccounts/demo/messages/not-a-uuid", 400, 1000)]
    [InlineData("GET", "/api/v1/subaccounts/demo/messages/not-a-uuid/timeline", 400, 1000)]
    [InlineData("DELETE", "/api/v1/subaccounts/demo/messages/not-a-uuid", 400, 1000)]
    [InlineData("GET", "/api/v1/subaccounts/demo/messages/01930000-0000-7000-8000-000000000000", 404, 1300)]
    [InlineData("DELETE", "/api/v1/subaccounts/demo/messages/01930000-0000-7000-8000-000000000000", 404, 1300)]
    [InlineData("GET", "/api/v1/subaccounts/demo/messages/00000000-0000-0000-0000-000000000000", 404, 1300)]
    [InlineData("GET", "/api/v1/subaccounts/demo/pigeons", 404, 1300)]
    [InlineData("GET", "/api/v2", 404, 1300)]
    [InlineData("PATCH", "/api/v1/subaccounts/demo/messages", 405, 1300)]
    [InlineData("PUT", "/api/v1/subaccounts/demo/messages/01930000-0000-7000-8000-000000000000", 405, 1300)]
    public async Task A_missing_route_returns_the_published_form(string method, string path, int status, int code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await host.Client.Http.SendAsync(request);

        ((int)response.StatusCode).Should().Be(status);
        Published.Error(JsonNode.Parse(await response.Content.ReadAsStringAsync()), code).Should().NotBeEmpty();
    }

    public async ValueTask InitializeAsync()
    {
        foreach (var table in ApiHost.Tables)
            _before.Add(table, await host.CountAsync(table));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task NothingIsStoredAsync()
    {
        foreach (var (table, rows) in _before)
            (await host.CountAsync(table)).Should().Be(rows, $"{table} must stay as it was");
    }

    private static string Channels(string entries) => $$"""{ {{User}}, {{Text}}, "channels": [ {{entries}} ] }""";

    private static string Window(string value) => Channels($$"""{ "channel": "WhatsApp", "fallbackAfter": {{value}} }, { "channel": "SMS" }""");

    private static string ToNumber(string msisdn) => $$"""{ "user": { "msisdn": "{{msisdn}}" }, {{Text}} }""";

    private static string Saying(string text) => $$"""{ {{User}}, "type": "text", "content": { "text": "{{text}}" } }""";

    private static string InDays(int days) =>
        TimeProvider.System.GetUtcNow().AddDays(days).ToString("O", System.Globalization.CultureInfo.InvariantCulture);
}
