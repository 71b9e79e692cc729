using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.Line;

/// <summary>8x8's calls <c>/lon</c> and <c>/lon/batch</c>, against the demo.</summary>
public sealed class LineOfficialNotificationTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Notice = "/api/v1/subaccounts/demo/lon";
    private const string Batch = $"{Notice}/batch";

    // Its action has its address in "content".
    private const string SampleOfTheDocument = """
        {
          "user": {
            "msisdn": "+6500000000"
          },
          "clientMessageId": "1234_id",
          "content": {
            "title": "Event reminder",
            "company": "8x8",
            "icon": "calendar",
            "emphasis": {
              "label": "Event name",
              "content": "8x8 Conference"
            },
            "list": [
              {
                "label": "Date",
                "content": "Tue 26/09/2022"
              }
            ],
            "explanation": "We would like to remind you about your reservation for tomorrow event",
            "greeting": "Can't wait to see you there!",
            "actions": [
              {
                "title": "See direction",
                "content": "https://www.google.com/maps"
              }
            ]
          },
          "smsFallback": {
            "text": "Event reminder - 8x8 Conference on Tue 26/09/2022",
            "source": "8x8 events",
            "encoding": "AUTO"
          }
        }
        """;

    // Its emphasis has "Content" in upper case, and its encoding is in lower case.
    private const string SampleOfThePage = """
        {
          "user": {
            "msisdn": "+60000000"
          },
          "smsFallback": {
            "text": "Event reminder",
            "source": "<SENDER ID>",
            "encoding": "auto"
          },
          "content": {
            "title": "Event reminder",
            "company": "LINE",
            "icon": "calendarCheck",
            "emphasis": {
              "label": "Event name",
              "Content": "LINE Conference 2023"
            },
            "list": [
              { "label": "Date:", "content": "Tue 26/09/2023" },
              { "label": "Time:", "content": "09:00 - 16:00" },
              { "label": "Venue", "content": "LINE Office, 17th Fl." },
              { "label": "Seat:", "content": "A-07" }
            ],
            "explanation": "We would like to remind you about your reservation for tomorrow event. The registration open at 09:00. See you soon.",
            "actions": [
              { "title": "View agenda", "url": "https://gdconf.com/conference" },
              { "title": "See direction", "url": "https://www.google.com/maps" }
            ]
          }
        }
        """;

    public static TheoryData<string> Samples => [SampleOfTheDocument, SampleOfThePage];

    private static string Text(JsonNode? node, string name) => node![name]!.GetValue<string>();

    private static string To(string number, string more = "") =>
        $$"""{ "user": { "msisdn": "{{number}}" }, "content": { "title": "Event reminder", "explanation": "At nine." }{{more}} }""";

    private async Task<(HttpStatusCode Status, JsonNode? Body)> PostAsync(string path, string body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var response = await host.Client.Http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonNode>());
    }

    [Theory, MemberData(nameof(Samples))]
    public async Task A_published_sample_is_sent_and_only_its_icon_is_lost(string sample)
    {
        var (status, sent) = await PostAsync(Notice, sample);

        status.Should().Be(HttpStatusCode.OK, sent?.ToJsonString());
        sent!["warnings"]!.AsArray().Select(warning => warning!.GetValue<string>())
            .Where(warning => !warning.Contains("sender ID", StringComparison.Ordinal))
            .Should().Equal(
                "content.icon is not sent: LINE has no such icons",
                "smsFallback follows only if LINE does not take the message: POST …/messages can also send it after a time");
        var timeline = await host.Client.CompletedAsync(Text(sent, "umid"));
        timeline["succeededStep"]!.GetValue<int>().Should().Be(1);
        Text(timeline["attempts"]![0], "channel").Should().Be("LineNotification");
    }

    [Fact]
    public async Task The_SMS_follows_if_LINE_does_not_know_the_number()
    {
        var (_, sent) = await PostAsync(
            Notice, To("+999044344440", """, "smsFallback": { "text": "Event at nine", "source": "EVENTS", "encoding": "GSM7" } """));

        var timeline = await host.Client.CompletedAsync(Text(sent, "umid"));

        timeline["succeededStep"]!.GetValue<int>().Should().Be(2);
        var content = (await host.Client.GetAsync($"/api/v1/subaccounts/demo/messages/{Text(sent, "umid")}/content")).Body!["steps"]!;
        Text(content[0], "text").Should().Be("Event reminder\n\nAt nine.");
        Text(content[1], "text").Should().Be("Event at nine");
    }

    [Fact]
    public async Task Without_an_smsFallback_the_message_fails_if_LINE_does_not_know_the_number()
    {
        var (_, sent) = await PostAsync(Notice, To("+999044344440"));

        var timeline = await host.Client.CompletedAsync(Text(sent, "umid"));

        Text(timeline, "outcome").Should().Be("failed");
        timeline["attempts"]!.AsArray().Should().ContainSingle();
    }

    [Fact]
    public async Task A_repeated_request_with_a_key_gets_the_first_response_and_another_body_is_rejected()
    {
        const string Key = "a-notice";

        var (_, first) = await PostAsync(Notice, To("+999044344443"), Key);
        var (_, second) = await PostAsync(Notice, To("+999044344443"), Key);
        var (status, _) = await PostAsync(Notice, To("+999044344444"), Key);

        second!.ToJsonString().Should().Be(first!.ToJsonString());
        status.Should().Be(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_key_of_another_call_is_another_key()
    {
        const string Key = "used-for-all-calls";
        var message = To("+999044344443");
        var send = """{ "user": { "msisdn": "+9990443" }, "type": "text", "content": { "text": "Hello" } }""";

        (string Path, string Body)[] calls =
        [
            ("/api/v1/subaccounts/demo/messages", send), ("/api/v1/subaccounts/demo/messages/batch", $$"""{ "messages": [ {{send}} ] }"""),
            (Notice, message), (Batch, $$"""{ "messages": [ {{message}} ] }"""),
        ];

        foreach (var (path, body) in calls)
            (await PostAsync(path, body, Key)).Status.Should().Be(HttpStatusCode.OK, path);
    }

    [Fact]
    public async Task A_batch_stores_what_it_can_and_says_what_is_wrong_with_the_rest()
    {
        var (status, batch) = await PostAsync(Batch, $$"""
            { "clientBatchId": "b-1", "includeMessagesInResponse": true,
              "messages": [ {{To("+999044344443", """, "clientMessageId": "m-1" """)}}, {{To("+65")}}, { "user": { "msisdn": "+999044344443" } }, null ] }
            """);

        status.Should().Be(HttpStatusCode.OK, batch?.ToJsonString());
        Text(batch, "clientBatchId").Should().Be("b-1");
        (batch!["acceptedCount"]!.GetValue<int>(), batch["rejectedCount"]!.GetValue<int>()).Should().Be((1, 3));
        var messages = batch["messages"]!.AsArray();
        messages.Select(message => message!["status"]!["errorCode"]?.GetValue<int>()).Should().Equal(null, 1002, 3004, 3001);
        Text(messages[0], "clientMessageId").Should().Be("m-1");
        (await host.Client.CompletedAsync(Text(messages[0], "umid")))["succeededStep"]!.GetValue<int>().Should().Be(1);
    }

    [Fact]
    public async Task A_batch_that_lists_nothing_names_each_warning_once()
    {
        var notice = To("+999044344443").Replace("\"title\"", "\"icon\": \"bell\", \"title\"", StringComparison.Ordinal);

        var (_, batch) = await PostAsync(Batch, $$"""{ "messages": [ {{notice}}, {{notice}} ] }""");

        batch!["messages"].Should().BeNull();
        batch["warnings"]!.AsArray().Select(warning => warning!.GetValue<string>())
            .Should().Equal("messages[0] and 1 more: content.icon is not sent: LINE has no such icons");
    }

    [Theory]
    [InlineData("""{ "messages": [] }""", 3012)]
    [InlineData("""{ }""", 3012)]
    public async Task A_batch_without_messages_is_rejected(string body, int code)
    {
        var (status, problem) = await PostAsync(Batch, body);

        (status, problem!["code"]!.GetValue<int>()).Should().Be((HttpStatusCode.BadRequest, code));
    }

    [Fact]
    public async Task A_field_that_is_not_read_is_named()
    {
        var (_, sent) = await PostAsync(Notice, To("+999044344443", """, "scheduled": "2030-01-01T00:00:00Z" """));

        sent!["warnings"]![0]!.GetValue<string>().Should().Contain("scheduled");
    }
}
