using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Providers.Meta;
using FallbackOrchestrator.Reading;
using FallbackOrchestrator.Sending;
using FallbackOrchestrator.StatusWebhooks;
using FallbackOrchestrator.UnitTests.Providers.Meta;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Sending;

/// <summary>
/// Names of closed sets by their numbers, in the order of 8x8's OpenAPI document
/// (https://github.com/8x8Cloud/public-developer-docs/blob/master/docs_oas/connect/business_messaging_api.json).
/// </summary>
public class NumbersOfNamesTests
{
    private const string Component = """{"content":{"template":{"components":[@]}}}""";
    private const string Parameter = """{"content":{"template":{"components":[{"parameters":[{"type":@}]}]}}}""";
    private const string Interactive = """{"content":{"interactive":@}}""";
    private const string OpenUrl = """{"content":{"suggestions":[{"action":{"openUrlAction":@}}]}}""";

    // The field, a body with @ where its value goes, what reads it, and the names.
    private static readonly Row[] Rows =
    [
        new("type", """{"type":@}""", typeof(SendRequest),
            "text", "audio", "video", "image", "location", "file", "interactive", "template", "carousel", "richCard"),
        new("channels[0].type", """{"channels":[{"type":@}]}""", typeof(SendRequest),
            "text", "audio", "video", "image", "location", "file", "interactive", "template", "carousel", "richCard"),
        new("template.type", """{"template":{"type":@}}""", typeof(BatchRequest),
            "text", "audio", "video", "image", "location", "file", "interactive", "template", "carousel", "richCard"),
        new("channels[0].channel", """{"channels":[{"channel":@}]}""", typeof(SendRequest),
            "SMS", "WhatsApp", "Facebook", "RCS", "Viber", "Line", "WeChat", "Zalo", "Instagram"),
        new("channels[0].successStatus", """{"channels":[{"successStatus":@}]}""", typeof(SendRequest),
            "Accepted", "Sent", "Delivered", "Read"),
        new("content.sms.encoding", """{"content":{"sms":{"encoding":@}}}""", typeof(SendRequest), "AUTO", "GSM7", "UCS2"),
        new("content.whatsApp.directSend.category", """{"content":{"whatsApp":{"directSend":{"category":@}}}}""", typeof(SendRequest),
            "utility"),
        new("content.interactive.type", In(Interactive, """{"type":@}"""), typeof(SendRequest),
            "button", "list", "product", "product_list", "cta_url", "flow", "call_permission_request", "request_contact_info", "voice_call",
            "location_request_message"),
        new("content.interactive.header.type", In(Interactive, """{"header":{"type":@}}"""), typeof(SendRequest),
            "text", "video", "image", "document"),
        new("content.interactive.action.buttons[0].type", In(Interactive, """{"action":{"buttons":[{"type":@}]}}"""), typeof(SendRequest),
            "reply"),
        new("content.interactive.action.parameters.flowAction", In(Interactive, """{"action":{"parameters":{"flowAction":@}}}"""),
            typeof(SendRequest), "navigate", "data_exchange"),
        new("content.template.components[0].type", In(Component, """{"type":@}"""), typeof(SendRequest),
            "header", "footer", "body", "button", "carousel", "call_permission_request", "request_contact_info"),
        new("content.template.components[0].subType", In(Component, """{"subType":@}"""), typeof(SendRequest),
            "QuickReply", "Url", "CopyCode", "Flow", "VoiceCall"),
        new("content.template.components[0].parameters[0].type", Parameter, typeof(SendRequest),
            "text", "image", "gif", "video", "document", "location", "payload", "couponCode", "action", "ttlMinutes"),
        new("content.richCard.cardOrientation", """{"content":{"richCard":{"cardOrientation":@}}}""", typeof(SendRequest),
            "horizontal", "vertical"),
        new("content.richCard.thumbnailImageAlignment", """{"content":{"richCard":{"thumbnailImageAlignment":@}}}""", typeof(SendRequest),
            "left", "right"),
        new("content.richCard.media.height", """{"content":{"richCard":{"media":{"height":@}}}}""", typeof(SendRequest),
            "short", "medium", "tall"),
        new("content.carousel.cardWidth", """{"content":{"carousel":{"cardWidth":@}}}""", typeof(SendRequest), "small", "medium"),
        new("content.suggestions[0].action.openUrlAction.application", In(OpenUrl, """{"application":@}"""), typeof(SendRequest),
            "OPEN_URL_APPLICATION_UNSPECIFIED", "BROWSER", "WEBVIEW"),
        new("content.suggestions[0].action.openUrlAction.webviewViewMode", In(OpenUrl, """{"webviewViewMode":@}"""), typeof(SendRequest),
            "OPEN_URL_WEBVIEW_VIEW_MODE_UNSPECIFIED", "FULL", "HALF", "TALL"),
        new("[0].type", """[{"type":@}]""", typeof(IReadOnlyList<WebhookObject>), "CADR", "MSG", "CABM", "OPS"),
        new("[0].type", """[{"type":@}]""", typeof(IReadOnlyList<WebhookTarget>), "CADR", "MSG", "CABM", "OPS"),
        new("[0].oauth.credentialsLocation", """[{"oauth":{"credentialsLocation":@}}]""", typeof(IReadOnlyList<WebhookObject>),
            "header", "body"),
    ];

    public static TheoryData<string, string> Members =>
        [.. from row in Rows from name in row.Names select new TheoryDataRow<string, string>($"{row.Type} {row.Field}", name)];

    [Theory, MemberData(nameof(Members), DisableDiscoveryEnumeration = true)]
    public void A_number_is_read_as_the_name_in_its_place(string field, string name)
    {
        var row = Rows.Single(row => $"{row.Type} {row.Field}" == field);
        var byNumber = row.With(Array.IndexOf(row.Names, name).ToString(CultureInfo.InvariantCulture));
        var byName = row.With($"\"{name}\"");

        BodyValidator.Find(Encoding.UTF8.GetBytes(byNumber), BodyShape.Of(row.Type, Json(row)), "messages", out var notes).Should().BeNull();
        notes.Warnings.Should().BeEmpty();
        var read = Read(row, byNumber);
        read.Should().Be(Read(row, byName)).And.Contain($"\"{name}\"");
    }

    [Fact]
    public void Every_closed_set_of_the_published_calls_is_tried()
    {
        var tried = Rows.Select(row => string.Join(' ', row.Names)).Distinct();

        typeof(NameOrNumber).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(NameOrNumber)))
            .Select(type => string.Join(' ', ((NameOrNumber)Activator.CreateInstance(type)!).Names)).Distinct()
            .Should().BeEquivalentTo(tried);
        Fields(BodyShape.Of(typeof(SendRequest), SendJson.Default.Options), "").Where(field => field.EndsWith("ype", StringComparison.Ordinal))
            .Except(Fields(BodyShape.Of(typeof(SendRequest), SendJson.Default.Options), "", BodyShape.Form.Name))
            .Should().BeEmpty("each is a closed set at 8x8");
    }

    [Theory]
    [InlineData("type", "10", 3010)]
    [InlineData("channels[0].channel", "9", 3022)]
    [InlineData("channels[0].channel", "6", 3027)]
    [InlineData("channels[0].successStatus", "4", 3024)]
    [InlineData("channels[0].successStatus", "-1", 3024)]
    [InlineData("channels[0].successStatus", "1.5", 3024)]
    [InlineData("content.sms.encoding", "3", 1003)]
    public void A_number_of_no_name_is_refused_by_the_fields_own_rule(string field, string number, int code)
    {
        var body = JsonNode.Parse("""{"user":{"msisdn":"+6591234567"},"type":"text","content":{"text":"Hello","sms":{}},"channels":[{"channel":"SMS"}]}""")!;
        var parent = field.StartsWith("channels", StringComparison.Ordinal) ? body["channels"]![0]!
            : field.StartsWith("content", StringComparison.Ordinal) ? body["content"]!["sms"]! : body;
        parent[field.Split('.')[^1]] = JsonNode.Parse(number);

        var problem = SendingWorld.Read(body.ToJsonString()).Problem!;

        problem.Code.Should().Be(code);
        problem.Field.Should().Be(field);
    }

    [Fact]
    public void A_value_that_is_neither_a_name_nor_a_number_has_its_own_error() =>
        BodyValidator.Find("""{"channels":[{"channel":{}}]}"""u8, BodyShape.Of(typeof(SendRequest), SendJson.Default.Options), "messages", out _)!
            .Message.Should().Contain("'channels[0].channel': must be a name (in quotes) or its number, and is an object");

    // The two samples of an authentication template that 8x8 publishes (usage-samples-whatsapp and template-message-api-library).
    [Theory]
    [InlineData("en", "12345")]
    [InlineData("en_US", "123456")]
    public void The_published_one_time_code_goes_to_WhatsApp_with_its_code_and_its_button(string language, string code)
    {
        var read = SendingWorld.Read(
            $$"""
            {
              "user": { "msisdn": "+15551234567", "channelUserId": "US.13491208655302741918" },
              "type": "template",
              "content": { "template": { "language": "{{language}}", "name": "authentication_template_demo", "components": [
                { "type": "body", "parameters": [ { "type": "text", "text": "{{code}}" } ] },
                { "type": "Button", "subType": 1, "index": 0, "parameters": [ { "type": "text", "text": "{{code}}" } ] } ] } }
            }
            """);

        read.Problem.Should().BeNull();
        var meta = new MetaProvider().CreateAdapter(A.Settings(Channel.WhatsApp.Name, MetaConformance.Account));
        using var call = meta.WriteCall(A.Handover with { Recipient = read.Message!.Recipient, Body = read.Message.Content.Body });
        using var written = new StreamReader(call.Content!.ReadAsStream());
        var sent = JsonNode.Parse(written.ReadToEnd())!;
        sent["to"]!.GetValue<string>().Should().Be("15551234567");
        sent["template"]!.ToJsonString().Should().Be(JsonNode.Parse(
            $$"""
            {
              "name": "authentication_template_demo", "language": { "code": "{{language}}" },
              "components": [
                { "type": "body", "parameters": [ { "type": "text", "text": "{{code}}" } ] },
                { "type": "button", "sub_type": "url", "index": "0", "parameters": [ { "type": "text", "text": "{{code}}" } ] } ]
            }
            """)!.ToJsonString());
    }

    private static string In(string place, string part) => place.Replace("@", part, StringComparison.Ordinal);

    private static JsonSerializerOptions Json(Row row) =>
        row.Type.Namespace!.Contains("Sending", StringComparison.Ordinal) ? SendJson.Default.Options : WebhooksJson.Default.Options;

    private static string Read(Row row, string json) =>
        JsonSerializer.Serialize(JsonSerializer.Deserialize(json, Json(row).GetTypeInfo(row.Type)), Json(row).GetTypeInfo(row.Type));

    // The fields of a form that a body may hold, to a depth: all that are text or a name, unless one form is asked for.
    private static IEnumerable<string> Fields(BodyShape shape, string path, BodyShape.Form? form = null, int depth = 0) => depth > 12 ? []
        : shape.Is switch
        {
            BodyShape.Form.Object => shape.Fields.SelectMany(field => Fields(field.Value, $"{path}.{field.Name}", form, depth + 1)),
            BodyShape.Form.Array => Fields(shape.Element!, $"{path}[]", form, depth + 1),
            BodyShape.Form.Text or BodyShape.Form.Name when form is null || form == shape.Is => [path],
            _ => [],
        };

    private sealed record Row(string Field, string Body, Type Type, params string[] Names)
    {
        public string With(string value) => In(Body, value);
    }
}
