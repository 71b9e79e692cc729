using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Line;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.Api;

/// <summary>
/// The error codes that 8x8 publishes (https://developer.8x8.com/connect/docs/api-error-codes): one request that provokes each.
/// </summary>
public sealed class ErrorCodeTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Messages = "/messages";
    private const string User = """ "user": { "msisdn": "+6591234567" } """;
    private const string Text = """ "type": "text", "content": { "text": "Hello" } """;

    private static readonly string Long = new('x', 35_001);

    // The code, what its message names, and the request: the path behind the subaccount, and a body where there is one.
    private static readonly Row[] Rows =
    [
        new(1000, "'clientMessageId'", Post($$"""{ {{User}}, {{Text}}, "clientMessageId": 7 }""")),
        new(1001, "subAccountId", Post($$"""{ {{User}}, {{Text}} }""") with { Subaccount = ApiHost.OtherSubaccount }, 404),
        new(1002, "'user.msisdn'", Post($$"""{ "user": { "msisdn": "+65" }, {{Text}} }""")),
        new(1003, "'content.sms.encoding'", Saying(""" "text": "Hello", "sms": { "encoding": "EBCDIC" } """)),
        new(1006, "'expiry'", Post($$"""{ {{User}}, {{Text}}, "expiry": "2020-01-01T00:00:00Z" }""")),
        new(1008, "'batchId'", new Request("DELETE", "/messages/batch/one")),
        new(1010, "'channels'", Over(string.Join(',', Enumerable.Repeat("""{ "channel": "SMS" }""", 11)))),
        new(1011, "'scheduled'", Post($$"""{ {{User}}, {{Text}}, "scheduled": "2100-01-01T00:00:00Z" }""")),
        new(1200, "authenticated", Post($$"""{ {{User}}, {{Text}} }""") with { Key = "nobody-has-this-key" }, 401),
        new(1201, "admin key", new Request("GET", "/api/v1/admin/accounts"), 403),
        new(1300, "Message not found", new Request("GET", "/messages/01930000-0000-7000-8000-000000000000"), 404),
        new(3001, "'user'", Post($$"""{ {{Text}} }""")),
        new(3002, "'user.msisdn'", Post($$"""{ "user": { "country": "SG" }, {{Text}} }""")),
        new(3004, "'content'", Post($$"""{ {{User}}, "type": "text" }""")),
        new(3005, "'content.text'", Saying("")),
        new(3006, "'content.text'", Saying($"\"text\": \"{Long}\"")),
        new(3007, "'content.url'", Content("image", "")),
        new(3008, "'content.url'", Content("image", """ "url": "ftp://cdn.example/1" """)),
        new(3009, "'clientMessageId'", Post($$"""{ {{User}}, {{Text}}, "clientMessageId": "{{new string('x', 51)}}" }""")),
        new(3010, "'type'", Content("smoke", """ "text": "Hello" """)),
        new(3011, "'content.sms.source'", Saying($$""" "text": "Hello", "sms": { "source": "{{new string('x', 17)}}" } """)),
        new(3012, "'messages'", Batch("""{ "messages": [] }""")),
        new(3013, "'messages'", Batch($$"""{ "messages": [ {{string.Join(',', Enumerable.Repeat("{}", 10_001))}} ] }""")),
        new(3014, "'clientBatchId'", Batch($$"""{ "clientBatchId": "{{new string('x', 101)}}", "messages": [ { {{User}}, {{Text}} } ] }""")),
        new(3017, "'content.fallbackText'", Saying($$""" "text": "Hello", "fallbackText": "{{Long}}" """)),
        new(3018, "'user.country'", Post($$"""{ "user": { "msisdn": "91234567", "country": "Singapore" }, {{Text}} }""")),
        new(3020, "'dlrCallbackUrl'", Post($$"""{ {{User}}, {{Text}}, "dlrCallbackUrl": "/hook" }""")),
        new(3021, "'content.location'", Content("location", "")),
        new(3022, "'channels[0].channel'", Over("""{ "channel": "Pigeon" }""")),
        new(3023, "'channels[0].fallbackAfter'", Over("""{ "channel": "WhatsApp", "fallbackAfter": 0 }, { "channel": "SMS" }""")),
        new(3024, "'channels[0].successStatus'", Over("""{ "channel": "WhatsApp", "successStatus": "Seen" }""")),
        new(3026, "'channels[0].successStatus'", Over("""{ "channel": "SMS", "successStatus": "Read" }""")),
        new(3027, "'channels[0].channel'", Over("""{ "channel": "WeChat" }""")),
        new(3029, "'context.umid'", Post($$"""{ {{User}}, {{Text}}, "context": {} }""")),
        new(3030, "'content.template'", Content("template", "")),
        new(3031, "'content.template.name'", Template($$""" "name": "{{Long}}", "language": "en" """)),
        new(3032, "'content.template.name'", Template(""" "language": "en" """)),
        new(3033, "components[0].parameters'", Part("""{ "type": "header", "parameters": [ { "type": "text", "text": "a" }, { "type": "text", "text": "b" } ] }""")),
        new(3034, "components[1]'", Part("""{ "type": "body" }, { "type": "body" }""")),
        new(3035, "it has SMS", OtherChannelsTemplate with { Subaccount = ApiHost.OtherSubaccount, Key = ApiHost.OtherKey }),
        new(3036, "'content.template.language'", Template(""" "name": "n" """)),
        new(3037, "'content.template.language'", Template(""" "name": "n", "language": "the language of the sea" """)),
        new(3039, "components[0].type'", Part("""{ "type": "hat" }""")),
        new(3040, "components[0].parameters'", Part("""{ "type": "button", "subType": "Url" }""")),
        new(3041, "parameters[0].text'", Part("""{ "type": "body", "parameters": [ { "type": "text", "text": "" } ] }""")),
        new(3042, "parameters[0].type'", Part("""{ "type": "body", "parameters": [ { "type": "word" } ] }""")),
        new(3043, "parameters[0].text'", Part($$"""{ "type": "body", "parameters": [ { "type": "text", "text": "{{Long}}" } ] }""")),
        new(3044, "parameters[0].location'", Part("""{ "type": "header", "parameters": [ { "type": "location", "location": {} } ] }""")),
        new(3045, "parameters[0].type'", Part("""{ "type": "body", "parameters": [ { "type": "image", "url": "https://cdn.example/1" } ] }""")),
        new(3046, "parameters[0].url'", Part("""{ "type": "header", "parameters": [ { "type": "video", "url": "here" } ] }""")),
        new(3049, "parameters[0].type'", Part("""{ "type": "button", "subType": "Url", "parameters": [ { "type": "payload", "payload": "x" } ] }""")),
        new(3051, "'channels[0].channelId'", Over("""{ "channel": "SMS", "channelId": "nobody" }""")),
        new(3052, "components[0].subType'", Part("""{ "type": "button", "index": 0, "subType": "Shake" }""")),
        new(3053, "components[0].index'", Part("""{ "type": "button", "index": 10, "subType": "Url" }""")),
        new(7001, "512 kB", Saying($"\"text\": \"{new string('x', 600 * 1024)}\""), 413),
    ];

    // Provoked by a test of their own below, or elsewhere for the reason given.
    private static readonly Dictionary<int, string> Others = new()
    {
        [429] = nameof(Too_many_requests_return_429),
        [2000] = nameof(Our_own_fault_returns_500),
        [3015] = $"the demo has no channel without numbers: {nameof(SimulatedLineTests)}",
        [3025] = $"no channel of the demo reports less than Delivered: {nameof(SimulatedLineTests)}, {nameof(BestStatusTests)}",
    };

    // Published, and nothing that a customer sends here leads to them.
    private static readonly Dictionary<int, string> WithoutInput = new()
    {
        [1004] = "a text is missing (3005), too long (3006) or no text at all (1000)",
        [1005] = "an odd sender ID is warned of: operators replace it, and 8x8's pages disagree about it",
        [1007] = "templates of the SMS API",
        [1009] = "a wrong country is 3018 in this API",
        [1012] = "no IP addresses in these calls",
        [1014] = "TLS ends before the service",
        [1100] = "too many in one request is 3013",
        [3003] = "a wrong number is 1002",
        [1400] = "a second request with the same Idempotency-Key waits for the first and gets its response",
        [2001] = "what is not there is not found (1300)",
        [2002] = "the same",
        [2003] = "the same",
        [3016] = "no WeChat ids in these calls",
        [3019] = "a person without the id of a channel is 3015",
        [3028] = "Zalo is reached by number",
        [3038] = "Meta knows its templates: error 1031 of a receipt",
        [3047] = "a person without any address is 3002",
        [3048] = "no chat groups in these calls",
        [3050] = "no Kakao ids in these calls",
        [3060] = "Meta knows its templates: error 1031 of a receipt",
    };

    private static readonly int[] Published1To3999 =
    [
        .. Enumerable.Range(1000, 13), 1014, 1100, 1200, 1201, 1300, 1400, 2000, 2001, 2002, 2003, .. Enumerable.Range(3001, 53), 3060,
    ];

    public static TheoryData<int> Codes => [.. Rows.Select(row => row.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_code_is_returned_for_its_mistake_and_its_message_names_the_field(int code)
    {
        var row = Rows.Single(row => row.Code == code);

        using var response = await row.Request.SendToAsync(host.Address);

        ((int)response.StatusCode).Should().Be(row.Status);
        Published.Error(JsonNode.Parse(await response.Content.ReadAsStringAsync()), code).Should().Contain(row.Names);
    }

    [Fact]
    public void Every_code_that_the_service_has_is_in_the_table() =>
        CodesOfTheService().Distinct().Order().Should().Equal(Rows.Select(row => row.Code).Concat(Others.Keys).Order());

    [Fact]
    public void Every_published_code_is_provoked_or_listed_as_impossible() =>
        Published1To3999.Order().Should().Equal(
            Rows.Select(row => row.Code).Concat(Others.Keys).Where(code => code is >= 1000 and < 4000).Concat(WithoutInput.Keys).Order());

    [Fact]
    public async Task Too_many_requests_return_429()
    {
        await using var slow = await ApiHost.StartWithAsync(
            host.Server, ("RateLimits:RequestsPerSecond", "1"), ("Hangfire:Enabled", "false"));
        var get = new Request("GET", "/messages/01930000-0000-7000-8000-000000000000");

        // A single one may fall behind a replenishment; two in the same tenth of a second cannot both pass.
        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => get.SendToAsync(slow.Address)));

        var refused = responses.First(response => response.StatusCode == HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(1));
        Published.Error(
            JsonNode.Parse(await refused.Content.ReadAsStringAsync()), 429).Should().Be("Quota exceeded. Please try again in 1 second(s).");
    }

    [Fact]
    public async Task Our_own_fault_returns_500()
    {
        await using var broken = await ApiHost.StartWithAsync(
            host.Server, ("Hangfire:Enabled", "false"), ("Serilog:MinimumLevel:Default", "Fatal"),
            ("Serilog:MinimumLevel:Override:FallbackOrchestrator", "Fatal"));
        await broken.ExecuteAsync("ALTER TABLE contents ADD CONSTRAINT none_fits CHECK (false) NOT VALID");

        using var response = await Post($$"""{ {{User}}, {{Text}} }""").SendToAsync(broken.Address);

        response.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        Published.Error(JsonNode.Parse(await response.Content.ReadAsStringAsync()), 2000).Should().Be("Internal server error");
    }

    // The problems are a closed set: the functions of one class. One whose code depends on what it is given is asked for all of it.
    private static IEnumerable<int> CodesOfTheService() =>
        from function in typeof(Problems).GetMethods(BindingFlags.Public | BindingFlags.Static)
        where function.ReturnType == typeof(Problem)
        from asked in Enum.GetValues<Messages.SuccessStatus>()
        let given = function.GetParameters().Select(parameter => parameter.ParameterType switch
        {
            { IsEnum: true } => (object)asked,
            { IsValueType: true } type => Activator.CreateInstance(type)!,
            _ => "anything",
        })
        select ((Problem)function.Invoke(null, [.. given])!).Code;

    private static Request Post(string body) => new("POST", Messages, body);

    private static Request Batch(string body) => new("POST", "/messages/batch", body);

    private static Request Over(string channels) => Post($$"""{ {{User}}, {{Text}}, "channels": [ {{channels}} ] }""");

    private static Request Content(string type, string members) => Post($$"""{ {{User}}, "type": "{{type}}", "content": { {{members}} } }""");

    private static Request Saying(string members) => Content("text", members);

    private static Request Template(string members) => Content("template", $$""" "template": { {{members}} } """);

    private static Request OtherChannelsTemplate =>
        Post($$"""{ {{User}}, "channels": [ { "channel": "SMS" } ], "type": "template", "content": { "template": { "name": "n", "language": "en" } } }""");

    private static Request Part(string components) => Template($$""" "name": "n", "language": "en", "components": [ {{components}} ] """);

    private sealed record Row(int Code, string Names, Request Request, int Status = 400);

    private sealed record Request(string Method, string Path, string? Body = null)
    {
        public string Subaccount { get; init; } = "demo";

        public string Key { get; init; } = DemoClient.Key;

        public Dictionary<string, string> Headers { get; init; } = [];

        public async Task<HttpResponseMessage> SendToAsync(Uri address)
        {
            using var http = new HttpClient { BaseAddress = address };
            using var request = new HttpRequestMessage(new HttpMethod(Method), Path.StartsWith("/api/", StringComparison.Ordinal) ? Path : $"/api/v1/subaccounts/{Subaccount}{Path}");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
            foreach (var (name, value) in Headers)
                request.Headers.Add(name, value);
            if (Body is not null)
                request.Content = new StringContent(Body, Encoding.UTF8, "application/json");
            return await http.SendAsync(request);
        }
    }
}
