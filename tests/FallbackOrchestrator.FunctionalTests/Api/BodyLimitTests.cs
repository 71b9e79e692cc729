using System.Net;
using FallbackOrchestrator.FunctionalTests.Support;
using static FallbackOrchestrator.FunctionalTests.Api.JsonBody;

namespace FallbackOrchestrator.FunctionalTests.Api;

/// <summary>Bodies that would cost too much, or that cannot be stored.</summary>
public sealed class BodyLimitTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("")]
    [InlineData("/preview")]
    [InlineData("/batch")]
    public async Task A_small_body_does_not_create_millions_of_objects(string call)
    {
        var json = $$"""{"messages":[{{string.Join(",", Enumerable.Repeat("{}", 10_001))}}],"channels":[{{string.Join(",", Enumerable.Repeat("{}", 100_000))}}]}""";

        using var response = await host.Client.Http.PostAsync($"{DemoClient.Messages}{call}", With(json, "utf-8"));

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).Should().MatchRegex("\"code\":(3013|3001)");
    }

    [Theory]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"a":1e999999}""")]
    public async Task Flow_data_that_cannot_be_stored_is_refused_by_Send_and_by_preview(string data)
    {
        var json = """
            { "user": { "msisdn": "+6591234567" }, "type": "interactive", "content": { "interactive": { "type": "flow", "body": { "text": "b" },
              "action": { "parameters": { "flowId": "1", "flowCta": "c", "flowActionPayload": { "screen": "s", "data": @ } } } } }, "channels": [ { "channel": "WhatsApp" } ] }
            """;

        foreach (var path in new[] { "", "/preview" })
        {
            using var refused = await host.Client.Http.PostAsync($"{DemoClient.Messages}{path}", With(json.Replace("@", data, StringComparison.Ordinal), "utf-8"));
            using var taken = await host.Client.Http.PostAsync(
                $"{DemoClient.Messages}{path}", With(json.Replace("@", """{"a":"\\u0000", "b":-1.5e300}""", StringComparison.Ordinal), "utf-8"));

            refused.StatusCode.Should().Be(HttpStatusCode.BadRequest);
            (await refused.Content.ReadAsStringAsync()).Should().Contain("flowActionPayload.data");
            taken.StatusCode.Should().Be(HttpStatusCode.OK, await taken.Content.ReadAsStringAsync());
        }
    }
}
