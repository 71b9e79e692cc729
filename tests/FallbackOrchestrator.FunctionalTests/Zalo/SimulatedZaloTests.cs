using System.Net;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.Zalo;

/// <summary>
/// The service with the simulated Zalo, and bodies in the shapes of https://developer.8x8.com/connect/docs/usage-samples-zns.
/// </summary>
public sealed class SimulatedZaloTests(PostgresServer server)
{
    private Task<ApiHost> StartAsync() => ApiHost.StartWithAsync(
        server,
        [
            .. AddedAccount.Of(
                3, "zalo-demo", "Zalo", "Zalo", "/simulator/zalo",
                ("AppId", "123456789"), ("AccessToken", "zalo-token-of-this-test"), ("OaSecretKey", "oa-secret-of-this-test")),
            ("Simulator:Zalo:AppId", "123456789"),
            ("Simulator:Zalo:AccessToken", "zalo-token-of-this-test"),
            ("Simulator:Zalo:OaSecretKey", "oa-secret-of-this-test"),
            ("Simulator:Zalo:Account", "zalo-demo"),
        ]);

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static string Send(string number, string parameters, string more = "", string channels = """{ "channel": "ZaloNotification" }""") =>
        $$"""
        {
          "user": { "msisdn": "{{number}}" }, "clientMessageId": "order-1", "type": "template",
          "content": {
            "template": { "name": "7895417", "language": "en", "components": [ { "type": "body", "parameters": [ {{parameters}} ] } ] }
            {{more}}
          },
          "channels": [ {{channels}} ]
        }
        """;

    private const string Named = """{ "type": "text", "text": "Ana", "name": "customer" }, { "type": "text", "text": "29012398", "name": "order" }""";

    [Theory]
    [InlineData("+99904444440", "failed", "rejected")]
    [InlineData("+99904444443", "succeeded", "delivered")]
    [InlineData("+99904444447", "succeeded", "delivered")] // no response, and then a report
    [InlineData("+99904444449", "succeeded", "delivered")] // a report before the response, and every report twice
    public async Task A_published_sample_ends_as_its_number_says(string number, string outcome, string status)
    {
        await using var host = await StartAsync();

        var (code, sent) = await host.Client.PostAsync(Send(number, Named));
        var timeline = await host.Client.CompletedAsync(Text(sent!, "umid"));

        code.Should().Be(HttpStatusCode.OK);
        sent!["warnings"].Should().BeNull();
        Text(timeline, "outcome").Should().Be(outcome);
        Text(timeline["attempts"]!.AsArray().Single()!, "status").Should().Be(status);
    }

    [Fact]
    public async Task Somebody_without_Zalo_gets_the_fallback_text_by_SMS()
    {
        await using var host = await StartAsync();

        var timeline = await host.Client.CompletedAsync(await host.Client.SendAsync(Send(
            "+99904434440", """{ "type": "text", "name": "otp", "text": "23124" }""",
            """, "fallbackText": "Your code is 23124.", "sms": { "encoding": "AUTO", "source": "SHOP" } """,
            """{ "channel": "ZaloNotification", "fallbackAfter": 60 }, { "channel": "SMS" }""")));

        timeline["succeededStep"]!.GetValue<int>().Should().Be(2);
        timeline["attempts"]!.AsArray().Select(attempt => Text(attempt!, "status")).Should().Equal("rejected", "delivered");
    }

    [Fact]
    public async Task A_value_without_a_name_cannot_be_sent()
    {
        await using var host = await StartAsync();

        var (code, problem) = await host.Client.PostAsync(Send("+99904444443", """{ "type": "text", "text": "Ana" }"""));

        code.Should().Be(HttpStatusCode.BadRequest);
        Text(problem!, "message").Should().EndWith(
            "Zalo: the channel's templates take only texts, each with its name (template.components[].parameters[].name)");
    }
}
