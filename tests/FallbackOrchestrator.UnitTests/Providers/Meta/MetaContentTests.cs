using System.Text.Json;
using System.Text.Json.Nodes;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Providers.Meta;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Meta;

/// <summary>Every body that WhatsApp carries, in Meta's wire: the type and the member that is named by it.</summary>
public sealed class MetaContentTests
{
    private static readonly IChannelAdapter Adapter = new MetaProvider().CreateAdapter(
        A.Settings(Channel.WhatsApp.Name, MetaConformance.Account));

    private static readonly Uri Url = new("https://cdn.example/menu.pdf");

    public static TheoryData<string, ContentBody, string> Media => new()
    {
        { "image", new ContentBody.Image(Url) { Caption = "Look" }, """{"link":"https://cdn.example/menu.pdf","caption":"Look"}""" },
        { "audio", new ContentBody.Audio(Url) { Caption = "Listen" }, """{"link":"https://cdn.example/menu.pdf"}""" },
        { "video", new ContentBody.Video(Url) { Caption = "Look" }, """{"link":"https://cdn.example/menu.pdf","caption":"Look"}""" },
        { "document", new ContentBody.File(Url) { Caption = "Read" }, """{"link":"https://cdn.example/menu.pdf","caption":"Read","filename":"menu.pdf"}""" },
        { "location", new ContentBody.Location(new Place(1.5, 103.25, "Shop", "1 Main Street")), """{"latitude":1.5,"longitude":103.25,"name":"Shop","address":"1 Main Street"}""" },
    };

    public static TheoryData<string, InteractiveAction, string> Actions => new()
    {
        { "button", new InteractiveAction.ReplyButtons([new("y", "Yes"), new("n", "No")]), """{"buttons":[{"type":"reply","reply":{"id":"y","title":"Yes"}},{"type":"reply","reply":{"id":"n","title":"No"}}]}""" },
        { "list", new InteractiveAction.List("Choose", [new("Main", [new("1", "Fish", "with rice")]), new("Sweet", [new("2", "Cake", null)])]), """{"button":"Choose","sections":[{"title":"Main","rows":[{"id":"1","title":"Fish","description":"with rice"}]},{"title":"Sweet","rows":[{"id":"2","title":"Cake"}]}]}""" },
        { "product", new InteractiveAction.Product("c", "p"), """{"catalog_id":"c","product_retailer_id":"p"}""" },
        { "product_list", new InteractiveAction.ProductList("c", null, [new("Shirts", ["a", "b"])]), """{"sections":[{"title":"Shirts","product_items":[{"product_retailer_id":"a"},{"product_retailer_id":"b"}]}],"catalog_id":"c"}""" },
        { "cta_url", new InteractiveAction.OpenUrl("Open", Url), """{"name":"cta_url","parameters":{"display_text":"Open","url":"https://cdn.example/menu.pdf"}}""" },
        { "flow", new InteractiveAction.Flow("7", "Tell us"), """{"name":"flow","parameters":{"flow_message_version":"3","flow_id":"7","flow_cta":"Tell us","flow_action":"navigate"}}""" },
        { "flow", new InteractiveAction.Flow("7", "Tell us", Screen: "ONE", Data: JsonDocument.Parse("""{"a":1}""").RootElement), """{"name":"flow","parameters":{"flow_message_version":"3","flow_id":"7","flow_cta":"Tell us","flow_action":"navigate","flow_action_payload":{"screen":"ONE","data":{"a":1}}}}""" },
        { "flow", new InteractiveAction.Flow("7", "Tell us", FlowAction.DataExchange), """{"name":"flow","parameters":{"flow_message_version":"3","flow_id":"7","flow_cta":"Tell us","flow_action":"data_exchange"}}""" },
        { "flow", new InteractiveAction.Flow("7", "Tell us", Token: "order-7", Mode: FlowMode.Draft), """{"name":"flow","parameters":{"flow_message_version":"3","flow_token":"order-7","flow_id":"7","flow_cta":"Tell us","mode":"draft","flow_action":"navigate"}}""" },
        { "flow", new InteractiveAction.Flow("7", "Tell us", Mode: FlowMode.Published), """{"name":"flow","parameters":{"flow_message_version":"3","flow_id":"7","flow_cta":"Tell us","mode":"published","flow_action":"navigate"}}""" },
        { "voice_call", new InteractiveAction.VoiceCall("Call", 10, "x"), """{"name":"voice_call","parameters":{"display_text":"Call","ttl_minutes":10,"payload":"x"}}""" },
        { "voice_call", new InteractiveAction.VoiceCall(null, null, null), """{"name":"voice_call"}""" },
        { "location_request_message", new InteractiveAction.LocationRequest(), """{"name":"send_location"}""" },
        { "call_permission_request", new InteractiveAction.CallPermissionRequest(), """{"name":"call_permission_request"}""" },
        { "request_contact_info", new InteractiveAction.ContactInfoRequest(), """{"name":"request_contact_info"}""" },
    };

    public static TheoryData<TemplateComponent, string> Components => new()
    {
        { new TemplateComponent.Header([new TemplateParameter.Media(TemplateMedium.Image, Url)]), """{"type":"header","parameters":[{"type":"image","image":{"link":"https://cdn.example/menu.pdf"}}]}""" },
        { new TemplateComponent.Header([new TemplateParameter.Media(TemplateMedium.Gif, Url)]), """{"type":"header","parameters":[{"type":"gif","gif":{"link":"https://cdn.example/menu.pdf"}}]}""" },
        { new TemplateComponent.Header([new TemplateParameter.Media(TemplateMedium.Video, Url)]), """{"type":"header","parameters":[{"type":"video","video":{"link":"https://cdn.example/menu.pdf"}}]}""" },
        { new TemplateComponent.Header([new TemplateParameter.Media(TemplateMedium.Document, Url)]), """{"type":"header","parameters":[{"type":"document","document":{"link":"https://cdn.example/menu.pdf","filename":"menu.pdf"}}]}""" },
        { new TemplateComponent.Header([new TemplateParameter.Location(new Place(1, 2, "Shop"))]), """{"type":"header","parameters":[{"type":"location","location":{"latitude":1,"longitude":2,"name":"Shop"}}]}""" },
        { new TemplateComponent.Body([new TemplateParameter.Text("Ann"), new TemplateParameter.Text("7", "order")]), """{"type":"body","parameters":[{"type":"text","text":"Ann"},{"type":"text","parameter_name":"order","text":"7"}]}""" },
        { new TemplateComponent.Footer([]), """{"type":"footer"}""" },
        { new TemplateComponent.Button(TemplateButton.QuickReply, 1, [new TemplateParameter.Payload("x")]), """{"type":"button","sub_type":"quick_reply","index":"1","parameters":[{"type":"payload","payload":"x"}]}""" },
        { new TemplateComponent.Button(TemplateButton.Url, 0, [new TemplateParameter.Text("7")]), """{"type":"button","sub_type":"url","index":"0","parameters":[{"type":"text","text":"7"}]}""" },
        { new TemplateComponent.Button(TemplateButton.CopyCode, 0, [new TemplateParameter.CouponCode("25OFF")]), """{"type":"button","sub_type":"copy_code","index":"0","parameters":[{"type":"coupon_code","coupon_code":"25OFF"}]}""" },
        { new TemplateComponent.Button(TemplateButton.Flow, 0, [new TemplateParameter.Action(null, JsonDocument.Parse("""{"a":1}""").RootElement)]), """{"type":"button","sub_type":"flow","index":"0","parameters":[{"type":"action","action":{"flow_action_data":{"a":1}}}]}""" },
        { new TemplateComponent.Button(TemplateButton.Flow, 0, [new TemplateParameter.Action(null, null)]), """{"type":"button","sub_type":"flow","index":"0","parameters":[{"type":"action","action":{}}]}""" },
        { new TemplateComponent.Button(TemplateButton.VoiceCall, 0, [new TemplateParameter.Ttl(1440)]), """{"type":"button","sub_type":"voice_call","index":"0","parameters":[{"type":"ttl_minutes","ttl_minutes":1440}]}""" },
        { new TemplateComponent.Carousel([new TemplateCard(0, [new TemplateComponent.Body([])])]), """{"type":"carousel","cards":[{"card_index":0,"components":[{"type":"body"}]}]}""" },
        { new TemplateComponent.CallPermissionRequest(), """{"type":"call_permission_request"}""" },
        { new TemplateComponent.ContactInfoRequest(), """{"type":"request_contact_info"}""" },
    };

    [Theory, MemberData(nameof(Media))]
    public void Media_and_places_are_written_as_Meta_wants_them(string type, ContentBody body, string expected) =>
        Json(Written(body, type)).Should().Be(Json(JsonNode.Parse(expected)));

    [Theory, MemberData(nameof(Actions))]
    public void Actions_are_written_as_Meta_wants_them(string type, InteractiveAction action, string expected)
    {
        var written = Written(new ContentBody.Interactive(action, "Words"), "interactive")!;

        written["type"]!.GetValue<string>().Should().Be(type);
        written["body"]!["text"]!.GetValue<string>().Should().Be("Words");
        Json(written["action"]).Should().Be(Json(JsonNode.Parse(expected)));
    }

    [Theory, MemberData(nameof(Components))]
    public void Components_are_written_as_Meta_wants_them(TemplateComponent component, string expected) =>
        Json(Written(new ContentBody.Template("n", "en", [component]), "template")!["components"]![0]).Should().Be(
            Json(JsonNode.Parse(expected)));

    [Fact]
    public void A_template_without_placeholders_has_no_components() =>
        Json(Written(new ContentBody.Template("order_update", "en_GB", []), "template"))
        .Should().Be("""{"name":"order_update","language":{"code":"en_GB"}}""");

    [Fact]
    public void Headers_and_footers_surround_the_text()
    {
        static string Header(InteractiveHeader header) =>
            Json(Written(new ContentBody.Interactive(new InteractiveAction.LocationRequest(), "Words", header, "Below"),
                "interactive")!["header"]);

        Header(new InteractiveHeader.Text("Above")).Should().Be("""{"type":"text","text":"Above"}""");
        Header(new InteractiveHeader.Media(HeaderMedium.Image, Url, null, null)).Should().Be("""{"type":"image","image":{"link":"https://cdn.example/menu.pdf"}}""");
        Header(new InteractiveHeader.Media(HeaderMedium.Video, null, "42", null)).Should().Be("""{"type":"video","video":{"id":"42"}}""");
        Header(new InteractiveHeader.Media(HeaderMedium.Document, Url, null, "today.pdf")).Should().Be(
            """{"type":"document","document":{"link":"https://cdn.example/menu.pdf","filename":"today.pdf"}}""");
        Header(new InteractiveHeader.Media(HeaderMedium.Document, Url, null, null)).Should().Be(
            """{"type":"document","document":{"link":"https://cdn.example/menu.pdf","filename":"menu.pdf"}}""");
        Header(new InteractiveHeader.Media(HeaderMedium.Document, null, "42", null)).Should().Be("""{"type":"document","document":{"id":"42"}}""");
    }

    [Fact]
    public void Direct_Send_is_requested_beside_the_text()
    {
        var written = JsonNode.Parse(Body(A.Handover with { DirectSend = new DirectSend(600) }))!;

        written["category"]!.GetValue<string>().Should().Be("utility");
        written["ttl_seconds"]!.GetValue<int>().Should().Be(600);
    }

    public static TheoryData<ContentBody, bool> OfDirectSend => new()
    {
        { new ContentBody.Interactive(new InteractiveAction.OpenUrl("Open", Url), "Words"), true },
        { new ContentBody.Interactive(new InteractiveAction.ReplyButtons([new("y", "Yes")]), "Words"), true },
        { new ContentBody.Interactive(new InteractiveAction.VoiceCall(null, null, null), "Words"), true },
        { new ContentBody.Interactive(new InteractiveAction.LocationRequest(), "Words"), false },
        { new ContentBody.Image(Url), false },
        { new ContentBody.Template("n", "en", []), false },
    };

    [Theory, MemberData(nameof(OfDirectSend))]
    public void Direct_send_is_asked_for_only_where_Meta_takes_it(ContentBody body, bool asked)
    {
        var written = JsonNode.Parse(Body(A.Handover with { Body = body, DirectSend = new DirectSend(600) }))!;

        (written["category"] is not null).Should().Be(asked);
        (written["ttl_seconds"] is not null).Should().Be(asked);
    }

    [Fact]
    public void A_content_that_WhatsApp_does_not_carry_is_not_written()
    {
        var write = () => Body(A.Handover with { Body = new ContentBody.Buttons("Words") });

        write.Should().Throw<NotSupportedException>();
    }

    private static JsonNode? Written(ContentBody body, string type)
    {
        var written = JsonNode.Parse(Body(A.Handover with { Body = body }))!;
        written["type"]!.GetValue<string>().Should().Be(type);
        return written[type];
    }

    private static string Json(JsonNode? node) => node!.ToJsonString();

    private static string Body(Handover handover)
    {
        using var request = Adapter.WriteCall(handover);
        using var reader = new StreamReader(request.Content!.ReadAsStream());
        return reader.ReadToEnd();
    }
}
