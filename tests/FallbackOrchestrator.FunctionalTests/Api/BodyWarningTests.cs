using System.Net;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Reading;
using static FallbackOrchestrator.FunctionalTests.Api.JsonBody;

namespace FallbackOrchestrator.FunctionalTests.Api;

/// <summary>Warnings about parts of a body that are valid, but not read or surprising.</summary>
public sealed class BodyWarningTests(ApiHost host) : IClassFixture<ApiHost>
{
    private readonly EveryCall _calls = new(host);

    [Fact]
    public async Task Every_extension_without_warnings_rejects_fields_that_it_does_not_read()
    {
        foreach (var call in _calls.WithBody.Where(call => call.Metadata.GetMetadata<UnreadFieldsMetadata>() is null))
            await _calls.ExpectRefusalAsync(call, With("""{"zzz":1}""", "utf-8"), 400, "zzz", call.DisplayName!);
    }

    [Fact]
    public async Task Fields_that_a_Send_does_not_read_or_use_are_named_at_every_depth()
    {
        var (_, body) = await SendAsync(With(
            """
            { "schedule": "2026-11-26", "user": { "msisdn": "+6591234567", "msisdm": 1 }, "type": "interactive", "fallback": [], "scheduled": "2020-01-01T00:00:00",
              "content": { "url": "https://x.example/y", "interactive": { "type": "flow", "body": { "text": "b" }, "action": { "parameters": {
                "flowId": "1", "flowCta": "c", "flow_token": "t", "flowMode": "draft", "flowData": { "screen": "s" }, "url": "https://x.example" } } } },
              "channels": [ { "channel": "WhatsApp", "fallback_after": 5 } ] }
            """,
            "utf-8"));

        var warnings = string.Join("\n", body["warnings"]!.AsArray().Select(warning => warning!.GetValue<string>()));
        warnings.Should().ContainAll(
            ": schedule, user.msisdm, fallback, content.interactive.action.parameters.flow_token, content.interactive.action.parameters.flowMode, "
            + "content.interactive.action.parameters.flowData, channels[0].fallback_after",
            "taken for UTC: scheduled",
            "scheduled is in the past (2020-01-01T00:00:00Z)",
            "not used by content of this type: content.url, content.interactive.action.parameters.url");
    }

    [Fact]
    public async Task A_batch_takes_its_times_from_its_template_and_names_unread_fields_everywhere()
    {
        var later = TimeProvider.System.GetUtcNow().AddHours(1);
        var json = $$"""
            { "scheduled": "x", "template": { "scheduled": "{{later:O}}", "expiry": "{{later.AddHours(1):O}}", "type": "text", "content": { "text": "a" }, "zzz": 1 },
              "messages": [ { "user": { "msisdn": "+6591234567" } }, { "user": { "msisdn": "+6591234568" }, "yyy": 1, "scheduled": "{{later.AddHours(0.5):O}}" } ],
              "includeMessagesInResponse": true }
            """;

        using var response = await host.Client.Http.PostAsync($"{DemoClient.Messages}/batch", With(json, "utf-8"));

        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        body["warnings"]![0]!.GetValue<string>().Should().EndWith(": scheduled, template.zzz, messages[1].yyy");
        body["messages"]![0]!["warnings"].Should().BeNull();
        body["messages"]![1]!["warnings"]![0]!.GetValue<string>().Should().EndWith(": yyy");
        var batch = body["batchId"]!.GetValue<Guid>();
        (await host.AskAsync<long>(
            $"SELECT count(*) FROM messages WHERE batch_id = '{batch}' AND state = 'scheduled' AND expires_at IS NOT NULL")).Should().Be(2);
        (await host.AskAsync<long>($"SELECT count(DISTINCT scheduled_at) FROM messages WHERE batch_id = '{batch}'")).Should().Be(2);
    }

    [Fact]
    public async Task A_batch_that_does_not_list_its_messages_returns_their_warnings()
    {
        const string Json = """
            { "template": { "scheduled": "2020-01-01T00:00:00Z", "type": "text", "content": { "text": "a" } },
              "messages": [ { "user": { "msisdn": "+6591234567" } }, { "user": { "msisdn": "6591234568" }, "yyy": 1 } ] }
            """;

        using var response = await host.Client.Http.PostAsync($"{DemoClient.Messages}/batch", With(Json, "utf-8"));

        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        body["messages"].Should().BeNull();
        body["warnings"]!.AsArray().Select(warning => warning!.GetValue<string>()).Should().HaveCount(3)
            .And.Contain(warning => warning.EndsWith(": messages[1].yyy"))
            .And.Contain(warning => warning.StartsWith("messages[0] and 1 more: scheduled is in the past"))
            .And.Contain(warning => warning.StartsWith("messages[1]: user.msisdn has no +"));
    }

    [Fact]
    public async Task A_webhook_that_occurs_twice_causes_a_warning_in_a_header()
    {
        var path = $"/api/v1/accounts/{EveryCall.Account}/webhooks";
        const string Twice = """[{"subAccountId":"demo","type":"CADR","url":"http://127.0.0.1:9/a"},{"subAccountId":"demo","type":"cadr","url":"http://127.0.0.1:9/b"}]""";
        using var response = await host.Client.Http.PostAsync(path, With(Twice, "utf-8"));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Headers.GetValues(
            BodyConventions.WarningsHeader).Should().Equal("[1]: has the same subaccount and type (CADR) as [0]; the last one counts");
        using var delete = new HttpRequestMessage(HttpMethod.Delete, path) { Content = With("""[{"subAccountId":"demo"}]""", "utf-8") };
        using var deleted = await host.Client.Http.SendAsync(delete);
        deleted.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_webhook_that_is_never_called_and_unread_fields_cause_warnings_in_a_header()
    {
        var path = $"/api/v1/accounts/{EveryCall.Account}/webhooks";
        using var response = await host.Client.Http.PostAsync(path, With(
            """[{"subAccountId":"demo","url":"http://127.0.0.1:9/","type":"CABM","tipe":"CADR"}]""", "utf-8"));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).Should().BeEmpty();
        var warnings = response.Headers.GetValues(BodyConventions.WarningsHeader).ToList();
        warnings.Should().Contain(warning => warning.EndsWith(": [0].tipe", StringComparison.Ordinal)).And.Contain(
            warning => warning.StartsWith("[0].type: CABM is stored but never called"));
        using var delete = new HttpRequestMessage(HttpMethod.Delete, path) { Content = With("""[{"subAccountId":"demo","type":"CABM"}]""", "utf-8") };
        using var deleted = await host.Client.Http.SendAsync(delete);
        deleted.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(HttpContent content)
    {
        using var response = await host.Client.Http.PostAsync(DemoClient.Messages, content);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
