namespace FallbackOrchestrator.UnitTests.Sending;

/// <summary>A content that is refused: the published code, and the field.</summary>
public class ContentRefusalTests
{
    private const string Body = "\"body\":{\"text\":\"Hello\"}";

    [Theory]
    [InlineData("sticker", "{}", 3010, "type")]
    [InlineData("", "{}", 3010, "type")]
    [InlineData("0", "{}", 3010, "type")]
    [InlineData("text,image", """{"text":"Hello"}""", 3010, "type")]
    [InlineData("text", "null", 3004, "content")]
    [InlineData("text", "{}", 3005, "content.text")]
    [InlineData("buttons", "{}", 3005, "content.text")]
    [InlineData("image", "{}", 3007, "content.url")]
    [InlineData("audio", """{"url":" "}""", 3007, "content.url")]
    [InlineData("video", """{"url":"ftp://cdn.example/1.mp4"}""", 3008, "content.url")]
    [InlineData("file", """{"url":"not an address"}""", 3008, "content.url")]
    [InlineData("file", """{"url":"nowhere"}""", 3008, "content.url")]
    [InlineData("file", """{"url":"https://user:password@cdn.example/1.pdf"}""", 3008, "content.url")]
    [InlineData("image", """{"url":"https://cdn.example/1","image":{"thumbnail":"x y"}}""", 3008, "content.image.thumbnail")]
    [InlineData("video", """{"url":"https://cdn.example/1","video":{"filesize":"large"}}""", 1000, "content.video.filesize")]
    [InlineData("audio", """{"url":"https://cdn.example/1","audio":{"duration":-1}}""", 1000, "content.audio.duration")]
    [InlineData("buttons", """{"text":"Hello","button":{"caption":"Open"}}""", 1000, "content.button.action")]
    [InlineData("buttons", """{"text":"Hello","button":{"action":"https://shop.example"}}""", 1000, "content.button.caption")]
    [InlineData("location", "{}", 3021, "content.location")]
    [InlineData("location", """{"location":{"latitude":"x","longitude":1}}""", 3021, "content.location")]
    [InlineData("location", """{"location":{"latitude":91,"longitude":1}}""", 3021, "content.location")]
    [InlineData("text", """{"text":"Hello","sms":{"encoding":"UTF8"}}""", 1003, "content.sms.encoding")]
    [InlineData("text", """{"text":"Hello","sms":{"source":"12345678901234567"}}""", 3011, "content.sms.source")]
    [InlineData("text", """{"text":"Hello","whatsApp":{"directSend":{"category":"marketing"}}}""", 1000, "content.whatsApp.directSend.category")]
    [InlineData("text", """{"text":"Hello","whatsApp":{"directSend":{"category":"utility","ttlSeconds":29}}}""", 1010, "content.whatsApp.directSend.ttlSeconds")]
    [InlineData("text", """{"text":"Hello","suggestions":[{}]}""", 1000, "content.suggestions[0]")]
    [InlineData("text", """{"text":"Hello","suggestions":[{"reply":{"text":"abcdefghijklmnopqrstuvwxyz","postbackData":"x"}}]}""", 3006, "content.suggestions[0].reply.text")]
    [InlineData("text", """{"text":"Hello","suggestions":[{"action":{"text":"Go","postbackData":"x"}}]}""", 1000, "content.suggestions[0].action")]
    [InlineData("richCard", "{}", 3004, "content.richCard")]
    [InlineData("richCard", """{"richCard":{"cardOrientation":"round"}}""", 1000, "content.richCard.cardOrientation")]
    [InlineData("richCard", """{"richCard":{"cardOrientation":"vertical"}}""", 3007, "content.richCard.media.contentInfo.fileUrl")]
    [InlineData("carousel", """{"carousel":{"cardWidth":"small","cards":[{}]}}""", 1010, "content.carousel.cards")]
    public void A_content_is_refused(string type, string content, int code, string field) => Refused(type, content, code, field);

    [Theory]
    [InlineData("null", 3030, "")]
    [InlineData("{}", 3032, ".name")]
    [InlineData("""{"name":"n"}""", 3036, ".language")]
    [InlineData("""{"name":"n","language":"a very long language"}""", 0, "")]
    [InlineData("""{"name":"n","language":"a very long language!"}""", 3037, ".language")]
    public void A_template_needs_a_name_and_a_language(string template, int code, string field) =>
        Refused("template", $$"""{"template":{{template}},"fallbackText":"Hi"}""", code, $"content.template{field}");

    [Theory]
    [InlineData("""{"type":"hat"}""", 3039, "[0].type")]
    [InlineData("null", 3039, "[0].type")]
    [InlineData("""{"type":"body"},{"type":"Body"}""", 3034, "[1]")]
    [InlineData("""{"type":"header","parameters":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}""", 3033, "[0].parameters")]
    [InlineData("""{"type":"body","parameters":[{"type":"word"}]}""", 3042, "[0].parameters[0].type")]
    [InlineData("""{"type":"body","parameters":[null]}""", 3042, "[0].parameters[0].type")]
    [InlineData("""{"type":"body","parameters":[{"type":"text","text":""}]}""", 3041, "[0].parameters[0].text")]
    [InlineData("""{"type":"body","parameters":[{"type":"image","url":"https://cdn.example/1"}]}""", 3045, "[0].parameters[0].type")]
    [InlineData("""{"type":"header","parameters":[{"type":"video","url":"here"}]}""", 3046, "[0].parameters[0].url")]
    [InlineData("""{"type":"header","parameters":[{"type":"location","location":{}}]}""", 3044, "[0].parameters[0].location")]
    [InlineData("""{"type":"button","index":0}""", 3052, "[0].subType")]
    [InlineData("""{"type":"button","index":0,"subType":"Shake"}""", 3052, "[0].subType")]
    [InlineData("""{"type":"button","index":10,"subType":"Url"}""", 3053, "[0].index")]
    [InlineData("""{"type":"button","index":"one","subType":"Url"}""", 3053, "[0].index")]
    [InlineData("""{"type":"button","subType":"Url"}""", 3040, "[0].parameters")]
    [InlineData("""{"type":"button","subType":"Url","parameters":[{"type":"payload","payload":"x"}]}""", 3049, "[0].parameters[0].type")]
    [InlineData("""{"type":"button","subType":"VoiceCall","parameters":[{"type":"ttlMinutes","ttlMinutes":0}]}""", 3041, "[0].parameters[0].ttlMinutes")]
    [InlineData("""{"type":"button","subType":"Flow","parameters":[{"type":"action","flowActionData":{"data":7}}]}""", 3041, "[0].parameters[0].flowActionData.data")]
    [InlineData("""{"type":"carousel"}""", 3040, "[0].cards")]
    [InlineData("""{"type":"carousel","cards":[{"cardIndex":10}]}""", 3053, "[0].cards[0].cardIndex")]
    [InlineData("""{"type":"carousel","cards":[{"components":[{"type":"footer"}]}]}""", 3039, "[0].cards[0].components[0].type")]
    public void A_template_with_a_wrong_component_is_refused(string components, int code, string field) => Refused(
        "template", $$$"""{"template":{"name":"n","language":"en","components":[{{{components}}}]}}""", code, $"content.template.components{field}");

    [Fact]
    public void Long_texts_are_refused()
    {
        var text = new string('a', 35_001);

        Refused("text", $$"""{"text":"{{text}}"}""", 3006, "content.text");
        Refused("text", $$"""{"text":"a","fallbackText":"{{text}}"}""", 3017, "content.fallbackText");
        Refused("template", $$$"""{"template":{"name":"{{{text}}}","language":"en"}}""", 3031, "content.template.name");
        Refused(
            "template",
            $$$"""{"template":{"name":"n","language":"en","components":[{"parameters":[{"type":"text","text":"{{{text}}}"}]}]}}""",
            3043,
            "content.template.components[0].parameters[0].text");
    }

    [Theory]
    [InlineData("null", 3004, "")]
    [InlineData("{}", 1000, ".type")]
    [InlineData("""{"type":"dance"}""", 1000, ".type")]
    [InlineData("""{"type":"button",""" + Body + "}", 1000, ".action")]
    [InlineData("""{"type":"button","action":{"buttons":[]},""" + Body + "}", 1010, ".action.buttons")]
    [InlineData("""{"type":"button","action":{"buttons":[{"reply":{"id":"1"}}]},""" + Body + "}", 1000, ".action.buttons[0].reply.title")]
    [InlineData("""{"type":"button","action":{"buttons":[{"reply":{"id":"1","title":"a title that is too long"}}]},""" + Body + "}", 3006, ".action.buttons[0].reply.title")]
    [InlineData("""{"type":"list","action":{"button":"Go"},""" + Body + "}", 1010, ".action.sections")]
    [InlineData("""{"type":"list","action":{"button":"Go","sections":[{"rows":[{"id":"1","title":"x"}]},{"title":"2"}]},""" + Body + "}", 1000, ".action.sections[0].title")]
    [InlineData("""{"type":"product","action":{"catalog_id":"1"},""" + Body + "}", 1000, ".action.product_retailer_id")]
    [InlineData("""{"type":"cta_url","action":{"parameters":{"display_text":"Go","url":"nowhere"}},""" + Body + "}", 1000, ".action.parameters.url")]
    [InlineData("""{"type":"flow","action":{"parameters":{"flowId":"1"}},""" + Body + "}", 1000, ".action.parameters.flowCta")]
    [InlineData("""{"type":"flow","action":{"parameters":{"flowId":"1","flowCta":"Go","flowAction":"jump"}},""" + Body + "}", 1000, ".action.parameters.flowAction")]
    [InlineData("""{"type":"flow","action":{"parameters":{"flowId":"1","flowCta":"Go","mode":"secret"}},""" + Body + "}", 1000, ".action.parameters.mode")]
    [InlineData("""{"type":"flow","action":{"parameters":{"flowId":"1","flowCta":"Go","flowActionPayload":{"data":7}}},""" + Body + "}", 1000, ".action.parameters.flowActionPayload.data")]
    [InlineData("""{"type":"flow","action":{"parameters":{"flowId":"1","flowCta":"Go","flowActionData":{"data":7}}},""" + Body + "}", 1000, ".action.parameters.flowActionData.data")]
    [InlineData("""{"type":"voice_call","action":{"parameters":{"ttlMinutes":43201}},""" + Body + "}", 1010, ".action.parameters.ttlMinutes")]
    [InlineData("""{"type":"location_request_message"}""", 3005, ".body.text")]
    [InlineData("""{"type":"location_request_message","header":{"type":"image"},""" + Body + "}", 3007, ".header.image.link")]
    [InlineData("""{"type":"location_request_message","header":{"type":"text"},""" + Body + "}", 1000, ".header.text")]
    public void An_interactive_message_is_refused(string interactive, int code, string field) =>
        Refused("interactive", $$"""{"interactive":{{interactive}},"fallbackText":"Hi"}""", code, $"content.interactive{field}");

    private static void Refused(string type, string content, int code, string field)
    {
        var problem = SendingWorld.ReadContent(type, content).Problem;
        if (code == 0)
        {
            problem.Should().BeNull();
            return;
        }
        problem.Should().NotBeNull();
        problem!.Code.Should().Be(code);
        problem.Message.Should().Contain($"'{field}'");
        problem.Status.Should().Be(400);
    }
}
