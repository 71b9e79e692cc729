namespace FallbackOrchestrator.UnitTests.Sending;

/// <summary>A content that 8x8's schema allows and a provider will refuse is accepted with a warning that names the field.</summary>
public class ProviderRefusalsTests
{
    private const string Yes = """{"reply":{"id":"y","title":"Yes"}}""";
    private const string Header = """ "header":{"type":"text","text":"Above"}, """;
    private const string Picture = """ "header":{"type":"image","image":{"link":"https://cdn.example/1.jpg"}}, """;
    private const string Rows = """ "action":{"button":"Go","sections":[{"rows":[{"id":"1","title":"a"}]}]} """;
    private const string Products = """ "action":{"catalog_id":"c","sections":[{"product_items":[{"product_retailer_id":"a"}]}]} """;
    private const string Only4Spaces = "WhatsApp refuses line breaks, tabs and more than 4 spaces in a row here";
    private const string Nothing = "WhatsApp refuses a text that shows nothing";

    [Theory]
    [InlineData("""{"type":"button","action":{"buttons":[""" + Yes + """,{"reply":{"id":"y","title":"No"}}]},"body":{"text":"Well?"}}""", "WhatsApp refuses two reply buttons with the same id")]
    [InlineData("""{"type":"button","action":{"buttons":[""" + Yes + """,{"reply":{"id":"n","title":"Yes"}}]},"body":{"text":"Well?"}}""", "WhatsApp refuses two reply buttons with the same title")]
    [InlineData("""{"type":"button","action":{"buttons":[""" + Yes + """,{"reply":{"id":"n","title":"No"}}]},"body":{"text":"Well?"}}""", null)]
    [InlineData("""{"type":"button","action":{"buttons":[""" + Yes + """]},"body":{"text":"\u200b"}}""", "interactive.body: " + Nothing)]
    [InlineData("""{"type":"list","action":{"button":"Go","sections":[{"title":"A","rows":[{"id":"1","title":"a"}]},{"title":"B","rows":[{"id":"1","title":"b"}]}]},"body":{"text":"Well?"}}""", "WhatsApp refuses two rows of a list with the same id")]
    [InlineData("{" + Rows + ""","type":"list","body":{"text":"Well?"},"header":{"type":"text","text":"\u2060"}}""", "interactive.header: " + Nothing)]
    [InlineData("{" + Rows + ""","type":"list","body":{"text":"Well?"},"footer":{"text":"\ufe0f"}}""", "interactive.footer: " + Nothing)]
    [InlineData("""{"type":"button","action":{"buttons":[""" + Yes + """,{"reply":{"id":"n","title":"\u200b"}}]},"body":{"text":"Well?"}}""", "interactive.action.buttons[1]: " + Nothing)]
    [InlineData("""{"type":"list","action":{"button":"Go","sections":[{"rows":[{"id":"1","title":"a"},{"id":"2","title":"\u1160"}]}]},"body":{"text":"Well?"}}""", "interactive.action.sections[0].rows[1]: " + Nothing)]
    [InlineData("""{"type":"cta_url","action":{"parameters":{"display_text":"\u200d","url":"https://shop.example"}},"body":{"text":"Well?"}}""", "interactive.action.parameters: " + Nothing)]
    [InlineData("{" + Picture + Rows + ""","type":"list","body":{"text":"Well?"}}""", "WhatsApp refuses a list whose header is not a text")]
    [InlineData("{" + Header + Rows + ""","type":"list","body":{"text":"Well?"}}""", null)]
    [InlineData("{" + Header + """ "type":"product","action":{"catalog_id":"c","product_retailer_id":"p"}}""", "WhatsApp refuses a product with a header")]
    [InlineData("{" + Products + ""","type":"product_list","body":{"text":"Shirts"}}""", "WhatsApp refuses a product_list without a header of type text")]
    [InlineData("{" + Header + Products + ""","type":"product_list","body":{"text":"Shirts"}}""", null)]
    [InlineData("{" + Header + """ "type":"location_request_message","body":{"text":"Where?"}}""", "WhatsApp refuses a location_request_message with a header or a footer")]
    [InlineData("""{"type":"location_request_message","body":{"text":"Where?"},"footer":{"text":"Below"}}""", "WhatsApp refuses a location_request_message with a header or a footer")]
    [InlineData("""{"type":"flow","action":{"parameters":{"flowId":"1","flowCta":"Tell us what you want"}},"body":{"text":"Well?"}}""", "WhatsApp may refuse a flowCta of more than 20 characters")]
    [InlineData("""{"type":"cta_url","header":{"type":"image","image":{"link":"https://cdn.example/1.gif"}},"action":{"parameters":{"display_text":"Go","url":"https://shop.example"}},"body":{"text":"Well?"}}""", "interactive.header: the address ends in .gif, and the channel takes jpg, jpeg, png only")]
    public void An_interactive_message(string interactive, string? warning) =>
        Warned("WhatsApp", "interactive", $$"""{"interactive":{{interactive}}}""", warning);

    [Theory]
    [InlineData("en-US", "template.language: WhatsApp writes languages like en or en_GB: write en_US")]
    [InlineData("EN_us", "template.language: WhatsApp writes languages like en or en_GB: write en_US")]
    [InlineData("english", "template.language: WhatsApp writes languages like en or en_GB")]
    [InlineData("en\u200b", "template.language: WhatsApp writes languages like en or en_GB")]
    [InlineData("pt_BR", null)]
    [InlineData("fil", null)]
    public void A_templates_language(string language, string? warning) =>
        Warned("WhatsApp", "template", $$$"""{"template":{"name":"n","language":"{{{language}}}"}}""", warning);

    [Theory]
    [InlineData("order_update_2", null)]
    [InlineData("Order update", "template.name: names of templates have small letters, digits and underscores only at WhatsApp")]
    [InlineData("order\u200b", "template.name: names of templates have small letters, digits and underscores only at WhatsApp")]
    public void A_templates_name(string name, string? warning) =>
        Warned("WhatsApp", "template", $$$"""{"template":{"name":"{{{name}}}","language":"en"}}""", warning);

    [Theory]
    [InlineData("""{"type":"body","parameters":[{"type":"text","text":"a"},{"type":"text","text":"b\nc"}]}""", "template.components[0].parameters[1]: " + Only4Spaces)]
    [InlineData("""{"type":"body","parameters":[{"type":"text","text":"a\tb"}]}""", "template.components[0].parameters[0]: " + Only4Spaces)]
    [InlineData("""{"type":"body","parameters":[{"type":"text","text":"a     b"}]}""", "template.components[0].parameters[0]: " + Only4Spaces)]
    [InlineData("""{"type":"body","parameters":[{"type":"text","text":"a    b"}]}""", null)]
    [InlineData("""{"type":"body","parameters":[{"type":"text","text":" "}]}""", "template.components[0].parameters[0]: " + Nothing)]
    [InlineData("""{"type":"body","parameters":[{"type":"text","text":"\u200b\u2800"}]}""", "template.components[0].parameters[0]: " + Nothing)]
    [InlineData("""{"type":"body"},{"type":"button","subType":"Url","parameters":[{"type":"text","text":"a\nb"}]}""", "template.components[1].parameters[0]: " + Only4Spaces)]
    [InlineData("""{"type":"header","parameters":[{"type":"text","text":"0123456789012345678901234567890123456789012345678901234567890"}]}""", "template.components[0].parameters[0]: WhatsApp takes at most 60 characters here")]
    [InlineData("""{"type":"header","parameters":[{"type":"image","url":"https://cdn.example/1.webp"}]}""", "template.components[0].parameters[0]: the address ends in .webp, and the channel takes jpg, jpeg, png only")]
    [InlineData("""{"type":"header","parameters":[{"type":"document","url":"https://cdn.example/1.zip"}]}""", null)]
    [InlineData("""{"type":"body","parameters":[{"type":"text","text":"a","name":"who"},{"type":"text","text":"b"}]}""", "WhatsApp refuses a template of whose parameters some have a name and some have none")]
    [InlineData("""{"type":"body","parameters":[{"type":"text","text":"a","name":"who"}]},{"type":"button","subType":"Url","parameters":[{"type":"text","text":"7"}]}""", null)]
    [InlineData("""{"type":"body","parameters":[{"type":"text","text":"a","name":"who"},{"type":"text","text":"b","name":"who"}]}""", "WhatsApp refuses two parameters of a component with the same name")]
    [InlineData("""{"type":"header","parameters":[{"type":"text","text":"a","name":"who"}]},{"type":"body","parameters":[{"type":"text","text":"a","name":"who"}]}""", null)]
    [InlineData("""{"type":"footer","parameters":[{"type":"text","text":"a"}]}""", "template.components[0].parameters: WhatsApp's footers have no placeholders")]
    [InlineData("""{"type":"footer"}""", null)]
    [InlineData("""{"type":"carousel","cards":[{"cardIndex":1},{"cardIndex":1}]}""", "template.components[0].cards: WhatsApp refuses two cards with the same cardIndex")]
    [InlineData("""{"type":"carousel","cards":[{"components":[{"type":"body"}]}]}""", "template.components[0].cards: WhatsApp refuses a carousel of fewer than 2 cards")]
    [InlineData("""{"type":"carousel","cards":[{},{"components":[{"type":"body","parameters":[{"type":"text","text":"a\nb"}]}]}]}""", "template.components[0].cards[1].components[0].parameters[0]: " + Only4Spaces)]
    public void A_templates_components(string components, string? warning) =>
        Warned("WhatsApp", "template", $$$"""{"template":{"name":"n","language":"en","components":[{{{components}}}]}}""", warning);

    [Theory]
    [InlineData("WhatsApp", "image", "1.gif", "the address ends in .gif, and the channel takes jpg, jpeg, png only")]
    [InlineData("WhatsApp", "image", "1.JPG?size=.gif", null)]
    [InlineData("WhatsApp", "image", "picture.php", null)]
    [InlineData("WhatsApp", "image", "picture", null)]
    [InlineData("WhatsApp", "video", "1.mov", "the address ends in .mov, and the channel takes mp4, 3gp, 3gpp only")]
    [InlineData("WhatsApp", "audio", "1.wav", "the address ends in .wav, and the channel takes aac, amr, mp3, m4a, mp4, ogg, opus only")]
    [InlineData("WhatsApp", "file", "1.zip", null)]
    [InlineData("Viber", "image", "1.gif", "the address ends in .gif, and the channel takes jpg, jpeg, png only")]
    [InlineData("Viber", "file", "1.zip", "the address ends in .zip, and the channel takes doc, docx, rtf, dot, dotx, odt, odf, fodt, txt, info, pdf, xps, pdax, eps, xls, xlsx, ods, fods, csv, xlsm, xltx only")]
    [InlineData("Viber", "file", "1.pdf", null)]
    [InlineData("Viber", "file", "get?id=7", "the address ends in no name with an extension, so the file is sent without a name: handsets may not open it")]
    [InlineData("Viber", "file", "A-rather-long-file-name-of-an-invoice-2026.pdf", "the file's name is longer than the channel's 25 characters and is cut")]
    public void A_medium(string channel, string type, string address, string? warning) =>
        Warned(channel, type, $$"""{"url":"https://cdn.example/{{address}}"}""", warning);

    [Theory]
    [InlineData("WhatsApp")]
    [InlineData("Viber")]
    [InlineData("SMS")]
    public void A_text_that_shows_nothing(string channel) =>
        Warned(channel, "text", """{"text":" \n\u200b\u3164"}""", "the text shows nothing, and providers refuse such texts");

    [Theory]
    [InlineData("buttons", """ "text":"\u200b","button":{"caption":"Go","action":"https://shop.example"} """, "the text shows nothing, and providers refuse such texts")]
    [InlineData("buttons", """ "text":"Look","button":{"caption":"\u2800","action":"https://shop.example"} """, "the button's caption shows nothing, and providers refuse such texts")]
    [InlineData("image", """ "url":"https://cdn.example/1.jpg","text":"\u034f" """, "the text shows nothing, and providers refuse such texts")]
    [InlineData("text", """ "text":"\u200b." """, null)]
    public void A_content_for_Viber_part_of_which_shows_nothing(string type, string content, string? warning) =>
        Warned("Viber", type, $"{{{content}}}", warning);

    [Theory]
    [InlineData("text", """ "text":"Hello" """, null)]
    [InlineData("interactive", """ "interactive":{"type":"button","action":{"buttons":[""" + Yes + """]},"body":{"text":"Well?"}} """, null)]
    [InlineData("interactive", """ "interactive":{"type":"voice_call","body":{"text":"Call us"}} """, null)]
    [InlineData("interactive", """ "interactive":{"type":"location_request_message","body":{"text":"Where?"}} """, "whatsApp.directSend is not used: WhatsApp takes it with text, and with interactive content of type button, cta_url or voice_call only")]
    [InlineData("image", """ "url":"https://cdn.example/1.jpg" """, "whatsApp.directSend is not used: WhatsApp takes it with text, and with interactive content of type button, cta_url or voice_call only")]
    public void A_Direct_Send(string type, string content, string? warning) =>
        Warned("WhatsApp", type, $$$"""{ {{{content}}},"whatsApp":{"directSend":{"category":"utility"} } }""", warning);

    [Fact]
    public void A_Direct_Send_of_a_long_text() => Warned(
        "WhatsApp", "text", $$$"""{"text":"{{{new string('a', 1025)}}}","whatsApp":{"directSend":{"category":"utility"} } }""",
        "with whatsApp.directSend WhatsApp takes texts of at most 1024 characters");

    [Theory]
    [InlineData("""{"thumbnail":"https://cdn.example/1.jpg","duration":600,"filesize":209715200}""", null)]
    [InlineData("null", "the channel takes a video only with its video.thumbnail, video.duration and video.filesize")]
    [InlineData("""{"thumbnail":"https://cdn.example/1.jpg","duration":0,"filesize":2700}""", "the channel takes a video only with its video.thumbnail, video.duration and video.filesize")]
    [InlineData("""{"thumbnail":"https://cdn.example/1.jpg","duration":600.5,"filesize":2700}""", "the video is longer than the channel's 600 seconds")]
    [InlineData("""{"thumbnail":"https://cdn.example/1.jpg","duration":60,"filesize":209715201}""", "the video is larger than the channel's 200 MB")]
    public void A_video_that_Viber_does_not_take_is_sent_as_its_text(string video, string? why)
    {
        var content = $$$"""{"url":"https://cdn.example/1.mp4","text":"Look","video":{{{video}}}}""";

        Warned("Viber", "video", content, why is null ? null : $"{why}; only its text, caption or link is sent");
        Warned("Viber", "video", content.Replace("\"text\"", "\"fallbackText\":\"See\",\"text\"", StringComparison.Ordinal),
            why is null ? "content.fallbackText is used by SMS, and by channels that cannot carry the content; no step is one"
                : $"{why}; fallbackText is sent");
        Warned("WhatsApp", "video", content, null);
    }

    [Fact]
    public void Rules_of_other_channels_cause_no_warning() =>
        Warned("SMS", "template", """{"template":{"name":"A name","language":"en-US"},"fallbackText":"Hi"}""", null);

    private static void Warned(string channel, string type, string content, string? warning)
    {
        var read = SendingWorld.Read(
            $$"""{"user":{"msisdn":"+6591234567"},"type":"{{type}}","content":{{content}},"channels":[{"channel":"{{channel}}"}]}""");

        read.Problem.Should().BeNull();
        var sentence = warning is null || warning.StartsWith("content.", StringComparison.Ordinal)
            ? warning : $"channels[0] ({channel}): {warning}";
        read.Warnings.Should().Equal(sentence is null ? [] : [sentence]);
    }
}
