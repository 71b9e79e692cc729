using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Reading;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FallbackOrchestrator.FunctionalTests.Api;

/// <summary>What holds of every call that takes a body or a query, whichever it is.</summary>
public sealed class InputTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Umid = "01930000-0000-7000-8000-000000000000";
    private const string Account = "00000000-0000-0000-0000-000000000001";
    private const string Hello = """{ "user": { "msisdn": "+6591234567" }, "type": "text", "content": { "text": "Hello é" } }""";

    // What 8x8 publishes: its clients may send more than it reads.
    private static readonly string[] Published =
    [
        "SendMessage", "SendMessageBatch", "CancelMessage", "CancelMessageBatch", "GetMessageDetails", "GetWebhooks", "AddWebhooks",
        "DeleteWebhooks",
    ];

    private IEnumerable<RouteEndpoint> Calls => host.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal));

    private IEnumerable<RouteEndpoint> CallsWithBody =>
        Calls.Where(endpoint => endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is not null);

    [Fact]
    public async Task Every_call_that_takes_JSON_reports_mistakes_in_charset_and_compression()
    {
        CallsWithBody.Should().HaveCountGreaterThan(10);
        foreach (var call in CallsWithBody)
        {
            var name = $"{call.DisplayName}";
            foreach (var charset in new[] { "cp1252", "utf-7", "garbage" })
                await RefusedAsync(call, With("{}", charset), 415, "'Content-Type'", $"{name}, {charset}");
            foreach (var encoding in new[] { "zstd", "gzip, br", "garbage" })
                await RefusedAsync(call, Encoded("{}"u8.ToArray(), encoding), 415, "'Content-Encoding'", $"{name}, {encoding}");
            foreach (var encoding in new[] { "gzip", "deflate", "br" })
                await RefusedAsync(call, Encoded("{\"no\":1}"u8.ToArray(), encoding), 400, "'Content-Encoding'", $"{name}, {encoding}");
            foreach (var charset in new[] { "\"utf-8\"", "utf8", "'utf-8'", "UTF-8; version=1", "" })
                (await StatusAsync(call, With("5", charset))).Should().NotBe(
                    HttpStatusCode.InternalServerError).And.NotBe(HttpStatusCode.UnsupportedMediaType, $"{name}, {charset}");
            await RefusedAsync(call, With("5", "\"utf-8\""), 400, "'body': must be an", name);
        }
    }

    [Fact]
    public void Every_time_of_every_body_is_read_by_the_one_converter()
    {
        var json = host.App.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>>()
            .Value.SerializerOptions;
        var seen = new HashSet<Type>();
        var times = CallsWithBody.SelectMany(
            call => Times(call.Metadata.GetMetadata<IAcceptsMetadata>()!.RequestType!, json, seen)).ToList();

        times.Select(time => time.Name).Should().Contain(["scheduled", "expiry", "expiresAt", "previousExpiresAt", "startTime", "endTime"]);
        times.Should().OnlyContain(time => time.CustomConverter == null || time.CustomConverter is JsonTime);
        json.GetConverter(typeof(DateTimeOffset)).Should().BeOfType<JsonTime>();
        times.Should().OnlyContain(
            time => (Nullable.GetUnderlyingType(time.PropertyType) ?? time.PropertyType) == typeof(DateTimeOffset),
            "other types have no offset");
    }

    private static IEnumerable<System.Text.Json.Serialization.Metadata.JsonPropertyInfo> Times(
        Type type, System.Text.Json.JsonSerializerOptions json, HashSet<Type> seen)
    {
        if (!seen.Add(type) || type == typeof(string) || type.IsPrimitive)
            yield break;
        var info = json.GetTypeInfo(type);
        if (info.ElementType is { } element)
        {
            foreach (var time in Times(element, json, seen))
                yield return time;
        }
        foreach (var property in info.Properties)
        {
            var value = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (value == typeof(DateTimeOffset) || value == typeof(DateTime) || value == typeof(DateOnly))
            {
                yield return property;
            }
            else
            {
                foreach (var time in Times(value, json, seen))
                    yield return time;
            }
        }
    }

    [Theory]
    [InlineData("\"utf-8\"")]
    [InlineData("utf8")]
    [InlineData("'utf-8'")]
    [InlineData("UTF-8; version=1")]
    [InlineData("utf-16")]
    [InlineData("iso-8859-1")]
    public async Task A_known_charset_is_read(string charset)
    {
        var plain = charset.Split(';')[0].Trim('"', '\'').Replace("utf8", "utf-8", StringComparison.Ordinal);
        var body = new ByteArrayContent(Encoding.GetEncoding(plain).GetBytes(Hello));
        body.Headers.TryAddWithoutValidation("Content-Type", $"application/json; charset={charset}");

        (await SendAsync(body)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("GZIP")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("identity")]
    public async Task A_compressed_body_is_read(string encoding) =>
        (await SendAsync(Encoded(Packed(Encoding.UTF8.GetBytes(Hello), encoding), encoding))).Status.Should().Be(HttpStatusCode.OK);

    [Fact]
    public async Task A_compressed_body_may_not_decompress_to_more_than_the_call_takes()
    {
        var bomb = Packed(Encoding.UTF8.GetBytes(Hello + new string(' ', 5_000_000)), "gzip");

        var (status, body) = await SendAsync(Encoded(bomb, "gzip"));

        bomb.Length.Should().BeLessThan(100_000);
        status.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        Api.Published.Error(body, 7001).Should().Contain("512 kB");
    }

    [Fact]
    public async Task A_compressed_receipt_is_decompressed_before_its_signature_is_verified()
    {
        var body = Encoding.UTF8.GetBytes("""{"object":"whatsapp_business_account","entry":[]}""");
        using var content = Encoded(Packed(body, "gzip"), "gzip");
        content.Headers.Add("X-Hub-Signature-256", Simulator.Signatures.Meta("dev-meta-app-secret", body));
        using var unknown = Encoded(body, "zstd");

        using var taken = await host.Client.Http.PostAsync("/webhooks/meta/whatsapp-demo", content);
        using var refused = await host.Client.Http.PostAsync("/webhooks/meta/whatsapp-demo", unknown);

        taken.StatusCode.Should().Be(HttpStatusCode.OK);
        refused.StatusCode.Should().Be(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Every_extension_rejects_unknown_query_parameters_and_8x8s_calls_do_not()
    {
        Calls.Where(call => call.Metadata.GetMetadata<PublishedCall>() is not null)
            .Select(call => call.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName).Should().BeEquivalentTo(Published);
        foreach (var call in Calls)
        {
            if (call.Metadata.GetMetadata<PublishedCall>() is null)
                await RefusedAsync(call, With("{}", "utf-8"), 400, "'outcom'", call.DisplayName!, "?outcom=failed");
            else
                (await StatusAsync(call, With("5", "utf-8"), "?outcom=failed")).Should().NotBe(HttpStatusCode.InternalServerError);
        }
    }

    [Fact]
    public async Task Texts_that_cannot_be_stored_are_refused_in_every_query()
    {
        foreach (var call in Calls)
        {
            foreach (var parameter in call.Metadata.GetOrderedMetadata<OptionalParameter>().Where(parameter => !parameter.InHeader))
                await RefusedAsync(call, With("{}", "utf-8"), 400, $"'{parameter.Name}'", call.DisplayName!, $"?{parameter.Name}=a%00b");
        }
    }

    [Fact]
    public async Task Every_extension_without_warnings_rejects_fields_that_it_does_not_read()
    {
        foreach (var call in CallsWithBody.Where(call => call.Metadata.GetMetadata<UnreadFieldsMetadata>() is null))
            await RefusedAsync(call, With("""{"zzz":1}""", "utf-8"), 400, "zzz", call.DisplayName!);
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

    [Theory]
    [InlineData("scheduled", "0001-01-01T00:00:00Z")]
    [InlineData("expiry", "9999-12-31T23:59:59.9999999Z")]
    [InlineData("expiry", "9999-12-31")]
    public async Task Times_at_the_ends_of_all_times_are_stored_and_shown(string field, string time)
    {
        var (status, body) = await SendAsync(
            With(Hello.Replace("\"type\"", $"\"{field}\": \"{time}\", \"type\"", StringComparison.Ordinal), "utf-8"));

        status.Should().Be(HttpStatusCode.OK, body.ToJsonString());
        using var timeline = await host.Client.Http.GetAsync($"{DemoClient.Messages}/{body["umid"]}/timeline");
        timeline.StatusCode.Should().Be(HttpStatusCode.OK);
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
    [InlineData("?outcome=,", "'outcome'")]
    [InlineData("?state=%20", "'state'")]
    [InlineData("/export?format=csv,ndjson", "'format'")]
    [InlineData("/export?format=csv&format=ndjson", "'format'")]
    [InlineData("/export?format=,", "'format'")]
    public async Task An_empty_or_repeated_parameter_is_rejected(string query, string named)
    {
        using var response = await host.Client.Http.GetAsync($"{DemoClient.Messages}{query}");

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).Should().Contain(named);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task An_empty_key_is_rejected_and_not_silently_ignored(string key)
    {
        foreach (var (path, json) in new[] { ("", Hello), ("/batch", $$"""{"messages":[{{Hello}}]}""") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{DemoClient.Messages}{path}") { Content = With(json, "utf-8") };
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
            using var response = await host.Client.Http.SendAsync(request);

            response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
            (await response.Content.ReadAsStringAsync()).Should().Contain("'Idempotency-Key'");
        }
    }

    [Theory]
    [InlineData("?from=2026-11-26T03:56:59&to=2027-01-01", "without an offset, taken for UTC: from, to")]
    [InlineData("/export?to=2027-01-01", "without an offset, taken for UTC: to")]
    [InlineData("?from=2026-11-26T03:56:59Z", null)]
    public async Task A_time_without_an_offset_in_a_query_causes_a_warning_in_a_header(string query, string? warning)
    {
        using var response = await host.Client.Http.GetAsync($"{DemoClient.Messages}{query}");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (response.Headers.TryGetValues(BodyConventions.WarningsHeader, out var warnings) ? string.Join(";", warnings) : null).Should().Be(
            warning);
    }

    [Fact]
    public async Task A_webhook_that_occurs_twice_causes_a_warning_in_a_header()
    {
        var path = $"/api/v1/accounts/{Account}/webhooks";
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
        var path = $"/api/v1/accounts/{Account}/webhooks";
        using var response = await host.Client.Http.PostAsync(path, With("""[{"subAccountId":"demo","url":"http://127.0.0.1:9/","tipe":"CADR"}]""", "utf-8"));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).Should().BeEmpty();
        var warnings = response.Headers.GetValues(BodyConventions.WarningsHeader).ToList();
        warnings.Should().Contain(warning => warning.EndsWith(": [0].tipe", StringComparison.Ordinal)).And.Contain(
            warning => warning.StartsWith("[0].type: MSG is stored but never called"));
        using var delete = new HttpRequestMessage(HttpMethod.Delete, path) { Content = With("""[{"subAccountId":"demo"}]""", "utf-8") };
        using var deleted = await host.Client.Http.SendAsync(delete);
        deleted.StatusCode.Should().Be(HttpStatusCode.OK);
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

    private async Task RefusedAsync(RouteEndpoint call, HttpContent content, int status, string expected, string because, string query = "")
    {
        using var request = Request(call, content, query);
        using var response = await host.Client.Http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();

        ((int)response.StatusCode).Should().Be(status, $"{because}: {body}");
        body.Should().Contain(expected, because);
    }

    private async Task<HttpStatusCode> StatusAsync(RouteEndpoint call, HttpContent content, string query = "")
    {
        using var request = Request(call, content, query);
        using var response = await host.Client.Http.SendAsync(request);
        return response.StatusCode;
    }

    private HttpRequestMessage Request(RouteEndpoint call, HttpContent content, string query)
    {
        var path = call.RoutePattern.RawText!.TrimEnd('/')
            .Replace("{subAccountId}", "demo", StringComparison.Ordinal)
            .Replace("{accountId}", Account, StringComparison.Ordinal)
            .Replace("{umid}", Umid, StringComparison.Ordinal).Replace(
                "{batchId}", Umid, StringComparison.Ordinal).Replace("{id}", Umid, StringComparison.Ordinal)
            .Replace("{name}", "x", StringComparison.Ordinal).Replace("{keyId}", "x", StringComparison.Ordinal);
        path.Should().NotContain("{");
        var method = call.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0];
        var request = new HttpRequestMessage(new HttpMethod(method), path + query);
        if (call.Metadata.GetMetadata<IAcceptsMetadata>() is not null)
            request.Content = content;
        if (path.StartsWith("/api/v1/admin", StringComparison.Ordinal))
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "dev-demo-admin-key");
        return request;
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(HttpContent content)
    {
        using var response = await host.Client.Http.PostAsync(DemoClient.Messages, content);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    private static ByteArrayContent With(string json, string charset)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
        content.Headers.TryAddWithoutValidation("Content-Type", $"application/json; charset={charset}");
        return content;
    }

    private static ByteArrayContent Encoded(byte[] body, string encoding)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return content;
    }

    private static byte[] Packed(byte[] body, string encoding)
    {
        var packed = new MemoryStream();
        using (Stream packer = encoding.ToUpperInvariant() switch
        {
            "GZIP" => new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true),
            "BR" => new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true),
            "DEFLATE" => new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true),
            _ => new BufferedStream(packed),
        })
        {
            packer.Write(body);
            packer.Flush();
            if (encoding == "identity")
                return packed.ToArray();
        }
        return packed.ToArray();
    }
}
