using System.Net;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.Line;

/// <summary>
/// The service with the simulated LINE, whose Messaging API channel serves two accounts: messages to friends and notification messages. All
/// webhooks go to the address of the first.
/// </summary>
public sealed class SimulatedLineNotificationTests(PostgresServer server)
{
    private static readonly (string Name, string Value)[] Credentials =
        [("AccessToken", "line-token-of-this-test"), ("ChannelSecret", "line-secret-of-this-test")];

    private Task<ApiHost> StartAsync() => ApiHost.StartWithAsync(
        server,
        [
            .. AddedAccount.Of(3, "line-demo", "Line", "Line", "/simulator/line", Credentials),
            .. AddedAccount.Of(4, "notification-demo", "Line", "LineNotification", "/simulator/line", Credentials),
            ("Simulator:Line:AccessToken", "line-token-of-this-test"),
            ("Simulator:Line:ChannelSecret", "line-secret-of-this-test"),
            ("Simulator:Line:Account", "line-demo"),
        ]);

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static string Send(string number, string content = """ "type": "text", "content": { "text": "Hello" } """) =>
        $$"""
        {
          "user": { "msisdn": "{{number}}" }, {{content}},
          "channels": [ { "channel": "LineNotification", "fallbackAfter": 10 }, { "channel": "SMS" } ]
        }
        """;

    [Theory]
    [InlineData("+999044344440", 2, "rejected delivered")] // 422
    [InlineData("+999044344441", 2, "sent delivered")] // nothing is reported
    [InlineData("+999044344443", 1, "delivered")]
    [InlineData("+999044344447", 1, "delivered")] // no response, and then a report
    [InlineData("+999044344449", 1, "delivered")] // a report before the response, and every report twice
    public async Task A_message_ends_as_its_number_says(string number, int step, string statuses)
    {
        await using var host = await StartAsync();

        var timeline = await host.Client.CompletedAsync(await host.Client.SendAsync(Send(number)));

        timeline["succeededStep"]!.GetValue<int>().Should().Be(step);
        timeline["attempts"]!.AsArray().Take(step).Select(attempt => Text(attempt!, "status")).Should().Equal(statuses.Split(' '));
    }

    [Fact]
    public async Task A_template_is_taken_with_named_values_and_skipped_without_names()
    {
        await using var host = await StartAsync();
        static string Template(string more) => $$"""
            "type": "template", "content": { "fallbackText": "Your parcel is ready.", "template": { "name": "shipment_ja", "language": "ja",
              "components": [ { "type": "body", "parameters": [ { "type": "text", "text": "1234567"{{more}} } ] } ] } }
            """;

        var named = await host.Client.CompletedAsync(
            await host.Client.SendAsync(Send("+999044344443", Template(""", "name": "number_001_ja" """))));
        var (status, nameless) = await host.Client.PostAsync(Send("+999044344443", Template("")));

        named["succeededStep"]!.GetValue<int>().Should().Be(1);
        status.Should().Be(HttpStatusCode.OK);
        nameless!["warnings"]![0]!.GetValue<string>().Should().StartWith(
            "channels[0] (LineNotification): the channel's templates take only texts, each with its name");
    }
}
