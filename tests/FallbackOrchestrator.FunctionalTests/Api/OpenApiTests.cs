using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.Api;

/// <summary>The OpenAPI document says what the service does: all of it, and nothing else.</summary>
public sealed class OpenApiTests(ApiHost host) : IClassFixture<ApiHost>
{
    // The statuses that every call of the API may return, whatever it does.
    private const string Usual = "200 400 401 403 404 429 500 503";
    private const string OfBody = "200 400 401 403 404 415 429 500 503";
    private const string Storing = "200 400 401 403 404 413 415 422 429 500 503";

    private static readonly Dictionary<string, string> Responses = new()
    {
        ["SendMessage"] = Storing,
        ["SendMessageBatch"] = Storing,
        ["SendLineNotification"] = Storing,
        ["SendLineNotificationBatch"] = Storing,
        ["PreviewMessage"] = "200 400 401 403 404 413 415 429 500 503",
        ["DeleteSequence"] = "204 400 401 403 404 429 500 503",
        ["DeleteOptOuts"] = "204 400 401 403 404 429 500 503",
        ["DeleteOwnSequence"] = "204 400 401 403 404 429 500 503",
        ["DeleteChannelAccount"] = "204 400 401 403 404 409 429 500 503",
        ["TakeReceipts"] = "200 400 401 413 503",
        ["VerifyWebhook"] = "200 403 503",
    };

    private static readonly string[] BodyLess = ["ExportMessages", "AddWebhooks", "DeleteWebhooks", "ReplayWebhookDelivery", "MarkMessageRead"];

    [Fact]
    public async Task It_lists_exactly_the_routes_that_there_are()
    {
        var described = (await OperationsAsync()).Select(operation => $"{operation.Method} {operation.Path}");

        var mapped = Routes.Of(host.App)
            .Where(route => route.Pattern.StartsWith("/api", StringComparison.Ordinal)
                || route.Pattern.StartsWith("/webhooks", StringComparison.Ordinal))
            .Select(route => $"{route.Method} {route.Pattern}");
        described.Should().BeEquivalentTo(mapped);
    }

    [Fact]
    public async Task Every_operation_describes_its_responses()
    {
        foreach (var (path, _, operation) in await OperationsAsync())
        {
            var id = operation["operationId"]!.GetValue<string>();
            var responses = operation["responses"]!.AsObject();
            var expected = Responses.GetValueOrDefault(id, operation["requestBody"] is null ? Usual : OfBody);
            string.Join(' ', responses.Select(response => response.Key).Order(StringComparer.Ordinal)).Should().Be(expected, id);
            operation["summary"]!.GetValue<string>().Should().NotBeEmpty(id);
            if (!path.StartsWith("/api", StringComparison.Ordinal))
                continue;
            foreach (var (status, response) in responses)
            {
                if (status == "204")
                    continue;
                // A stream of lines has no schema, and 8x8's webhook calls have no body.
                if (status == "200" && response!["content"]?["application/json"] is null)
                {
                    BodyLess.Should().Contain(id);
                    continue;
                }
                var schema = response!["content"]!["application/json"]!["schema"]!;
                var named = (schema["$ref"] ?? schema["items"]!["$ref"])!.GetValue<string>();
                named.EndsWith("/ApiError", StringComparison.Ordinal).Should().Be(status != "200", $"{id} {status}");
            }
        }
    }

    [Fact]
    public async Task It_demands_a_key_for_the_API_an_admin_key_for_its_management_and_none_for_the_webhooks()
    {
        var document = await DocumentAsync();
        document["components"]!["securitySchemes"]!["Bearer"]!["scheme"]!.GetValue<string>().Should().Be("bearer");
        foreach (var (path, method, operation) in await OperationsAsync())
        {
            var demanded = (operation["security"]
                ?? document["security"])?.AsArray().SelectMany(one => one!.AsObject()).Select(one => one.Key) ?? [];
            string[] expected = !path.StartsWith("/api", StringComparison.Ordinal) ? []
                : path.StartsWith("/api/v1/admin", StringComparison.Ordinal) ? ["Admin"] : ["Bearer"];
            demanded.Should().Equal(expected, $"{method} {path}");
        }
    }

    [Fact]
    public async Task Its_schemas_demand_what_is_always_there_and_explain_what_is_asked()
    {
        var schemas = (await DocumentAsync())["components"]!["schemas"]!;

        Required("ApiError").Should().BeEquivalentTo("code", "message", "errorId", "timestamp");
        Required("SendResponse").Should().BeEquivalentTo("umid", "user", "status");
        Required("AttemptDetails").Should().BeEquivalentTo(
            "umid", "subAccountId", "channel", "channelId", "direction", "step", "contentType", "createdAt", "user", "status");
        foreach (
            var asked in new[] { "SendRequest", "RequestedUser", "RequestedContent", "RequestedSms", "RequestedStep", "SubaccountRequest",
                "KeyRequest", "SequenceEntry" })
        {
            foreach (var (name, property) in schemas[asked]!["properties"]!.AsObject())
                (property!["description"] ?? property["$ref"] ?? property["oneOf"]
                    ?? property["allOf"]).Should().NotBeNull($"{asked}.{name}");
        }

        IEnumerable<string> Required(string schema) => schemas[schema]!["required"]!.AsArray().Select(name => name!.GetValue<string>());
    }

    [Fact]
    public async Task Its_examples_run_as_they_stand()
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        foreach (var call in DocumentedCall.InOrder(await DocumentAsync()))
        {
            foreach (var (name, example) in call.Examples.DefaultIfEmpty())
            {
                var (status, body) = await CallAsync(call, http, example);
                status.Should().Be(call.Expected, $"{call.Id} {name}: {body}");
            }
        }
    }

    // A ping takes a slot of its endpoint, at which the updates of the examples before may still arrive.
    private static async Task<(int Status, string Body)> CallAsync(DocumentedCall call, HttpClient http, JsonNode? example)
    {
        var made = await call.CallAsync(http, example);
        for (var tries = 1; made.Status == 429 && tries < 60; tries++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            made = await call.CallAsync(http, example);
        }
        return made;
    }

    [Fact]
    public async Task Every_body_and_every_part_of_a_path_has_an_example()
    {
        foreach (var call in DocumentedCall.InOrder(await DocumentAsync()))
        {
            (call.Body is null || call.Examples.Count > 0).Should().BeTrue(call.Id);
            call.PathParameters.Where(parameter => parameter.Value is null).Should().BeEmpty(call.Id);
        }
    }

    [Fact]
    public async Task A_body_without_a_required_field_is_rejected()
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        foreach (var call in DocumentedCall.InOrder(await DocumentAsync()))
        {
            foreach (var example in call.Examples.Values)
            {
                // What it makes, another call needs.
                if (call.Method != "DELETE")
                    (await CallAsync(call, http, example)).Status.Should().Be(call.Expected, call.Id);
                var schema = call.Resolve(call.Body!["schema"]!);
                var demanded = (schema["items"] is { } items ? call.Resolve(items) : schema)["required"]?.AsArray() ?? [];
                foreach (var field in demanded.Select(name => name!.GetValue<string>()))
                {
                    var less = example.DeepClone();
                    (less is JsonArray list ? list[0]! : less).AsObject().Remove(field).Should().BeTrue($"{call.Id} has an example of {field}");
                    var (status, body) = await call.CallAsync(http, less);
                    var refused = call.Id is "RotateWebhookSecret" or "PingWebhook" ? 404 : Math.Max(400, call.Expected);
                    status.Should().Be(refused, $"{call.Id} without {field}: {body}");
                }
            }
        }
    }

    [Fact]
    public async Task It_begins_with_what_customers_need_and_ends_with_what_operators_need()
    {
        var document = await DocumentAsync();

        document["tags"]!.AsArray().Select(tag => tag!["name"]!.GetValue<string>())
            .Should().Equal("Messages", "Statistics", "Subaccount", "Webhooks", "Provider webhooks", "Management");
        document["tags"]!.AsArray().Should().OnlyContain(tag => tag!["description"] != null);
        document["paths"]!.AsObject().Select(path => path.Key.Split('/')[3]).Distinct().Should().StartWith("subaccounts").And.EndWith("admin");
        document["servers"]!.AsArray().Select(server => server!["url"]!.GetValue<string>()).Should().Equal("/");
    }

    [Fact]
    public async Task Its_texts_name_no_types_of_the_code() =>
        Regex.Matches(await host.Client.Http.GetStringAsync("/swagger/v1/swagger.json"), @"FallbackOrchestrator\.[\w.]+")
            .Select(match => match.Value).Should().BeEmpty();

    [Fact]
    public async Task Swagger_UI_is_there_in_Development()
    {
        using var response = await host.Client.Http.GetAsync("/swagger/index.html");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).Should().Contain("swagger-ui");
    }

    private async Task<JsonNode> DocumentAsync() => (await host.Client.GetAsync("/swagger/v1/swagger.json")).Body!;

    private async Task<IReadOnlyList<(string Path, string Method, JsonNode Operation)>> OperationsAsync() =>
    [
        .. from path in (await DocumentAsync())["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           where operation.Key != "parameters"
           select (path.Key.Length > 1 ? path.Key.TrimEnd('/') : path.Key, operation.Key.ToUpperInvariant(), operation.Value!),
    ];
}
