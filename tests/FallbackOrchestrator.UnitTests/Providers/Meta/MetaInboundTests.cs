using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Inbound;
using FallbackOrchestrator.Providers.Meta;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Meta;

/// <summary>What people write on WhatsApp, in the form of Meta's published samples.</summary>
public sealed class MetaInboundTests
{
    private static readonly IChannelAdapter Adapter =
        new MetaProvider().CreateAdapter(A.Settings(Channel.WhatsApp.Name, MetaConformance.Account));

    private static ReceiptParseResult.Receipts Read(string message, string contact = """{"profile":{"name":"Sheena Nelson"},"wa_id":"16505551234"}""") =>
        Adapter.ReadReceipts(MetaConformance.Signed(
            "app-secret-1",
            $$$"""
            {"object":"whatsapp_business_account","entry":[{"id":"102290129340398","changes":[{"field":"messages","value":{
              "messaging_product":"whatsapp","metadata":{"display_phone_number":"15550783881","phone_number_id":"106540352242922"},
              "contacts":[{{{contact}}}],"messages":[{{{message}}}]}}]}]}
            """)).Should().BeOfType<ReceiptParseResult.Receipts>().Subject;

    private static InboundMessage One(string message) => Read(message).Inbound.Should().ContainSingle().Subject;

    private static string Written(string content) =>
        $$"""{"from":"16505551234","id":"wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA=","timestamp":"1749416383",{{content}}}""";

    [Fact]
    public void A_text_has_its_sender_its_time_and_the_number_that_it_was_written_to()
    {
        var read = Read(Written("""
            "type":"text","text":{"body":"Does it come in another color?"}
            """));

        read.All.Should().BeEmpty();
        read.LeftOut.Should().BeEmpty();
        read.Inbound.Should().Equal(new InboundMessage(
            "wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA=",
            new InboundSender(Msisdn.Stored("+16505551234"), ChannelUserId: null, "Sheena Nelson"),
            new InboundContent.Text("Does it come in another color?"),
            DateTimeOffset.FromUnixTimeSeconds(1_749_416_383))
        {
            AccountName = "106540352242922",
        });
    }

    [Fact]
    public void A_reply_names_the_message_that_it_replies_to() =>
        One(Written("""
            "type":"text","text":{"body":"Yes"},"context":{"from":"15550783881","id":"wamid.of-ours"}
            """)).RepliesTo.Should().Be("wamid.of-ours");

    [Fact]
    public void A_person_who_hides_the_number_is_known_by_an_id()
    {
        var read = Read(
            """{"from_user_id":"US.13491208655302741918","id":"wamid.1","timestamp":"1749416383","type":"text","text":{"body":"Hi"}}""",
            """{"profile":{"name":"Sheena","username":"realsheena"},"user_id":"US.13491208655302741918"}""");

        read.Inbound.Single().From.Should().Be(new InboundSender(null, "US.13491208655302741918", "Sheena", "realsheena"));
    }

    [Fact]
    public void A_number_and_an_id_are_both_kept() =>
        Read(
            """{"from":"16505551234","from_user_id":"US.1","id":"wamid.1","timestamp":"1749416383","type":"text","text":{"body":"Hi"}}""")
            .Inbound.Single().From.Should().Be(new InboundSender(Msisdn.Stored("+16505551234"), "US.1", "Sheena Nelson"));

    [Theory]
    [InlineData("image", InboundMediaKind.Image)]
    [InlineData("sticker", InboundMediaKind.Image)]
    [InlineData("video", InboundMediaKind.Video)]
    [InlineData("audio", InboundMediaKind.Audio)]
    [InlineData("document", InboundMediaKind.File)]
    public void A_medium_is_at_Meta_under_its_id(string type, InboundMediaKind kind) =>
        One(Written($$"""
            "type":"{{type}}","{{type}}":{"caption":"Look","mime_type":"x/y","sha256":"s","id":"1003383421387256"}
            """)).Content.Should().Be(new InboundContent.Media(kind, "https://graph.facebook.com/v26.0/1003383421387256", "Look"));

    [Fact]
    public void The_address_of_a_medium_is_used_if_Meta_names_it() =>
        One(Written("""
            "type":"image","image":{"id":"1","url":"https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1"}
            """)).Content.Should().Be(
                new InboundContent.Media(InboundMediaKind.Image, "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1"));

    [Fact]
    public void A_place_has_its_degrees() =>
        One(Written("""
            "type":"location","location":{"address":"1071 5th Ave","latitude":40.782910059774,"longitude":-73.959075808525,"name":"Museum"}
            """)).Content.Should().Be(new InboundContent.Location(40.782910059774m, -73.959075808525m));

    [Theory]
    [InlineData("\"type\":\"interactive\",\"interactive\":{\"type\":\"button_reply\",\"button_reply\":{\"id\":\"cancel\",\"title\":\"Cancel\"}}", false, "cancel", "Cancel", null)]
    [InlineData("\"type\":\"interactive\",\"interactive\":{\"type\":\"list_reply\",\"list_reply\":{\"id\":\"p\",\"title\":\"Priority\",\"description\":\"Next day\"}}", true, "p", "Priority", "Next day")]
    [InlineData("\"type\":\"button\",\"button\":{\"payload\":\"Unsubscribe\",\"text\":\"Unsubscribe\"}", false, "Unsubscribe", "Unsubscribe", null)]
    public void A_button_or_an_entry_that_was_chosen_has_its_id_and_its_words(
        string content, bool isOfList, string id, string title, string? description) =>
        One(Written(content)).Content.Should().Be(new InboundContent.Choice(isOfList, id, title, description));

    [Fact]
    public void A_form_has_its_answers() =>
        One(Written("""
            "type":"interactive","interactive":{"type":"nfm_reply","nfm_reply":{"name":"flow","body":"Sent","response_json":"{\"a\":1}"}}
            """)).Content.Should().Be(new InboundContent.Form("""{"a":1}"""));

    [Fact]
    public void A_reaction_belongs_to_the_message_that_it_is_about()
    {
        var read = One(Written("""
            "type":"reaction","reaction":{"message_id":"wamid.of-ours","emoji":"👍"}
            """));

        read.Content.Should().Be(new InboundContent.Other());
        read.RepliesTo.Should().Be("wamid.of-ours");
    }

    [Theory]
    [InlineData("\"type\":\"contacts\",\"contacts\":[]")]
    [InlineData("\"type\":\"unsupported\",\"errors\":[{\"code\":131051}]")]
    [InlineData("\"type\":\"text\",\"text\":7")]
    [InlineData("\"type\":\"location\",\"location\":{\"latitude\":\"north\"}")]
    [InlineData("\"kind\":1")]
    public void Anything_else_is_told_without_content(string content) =>
        One(Written(content)).Content.Should().Be(new InboundContent.Other());

    [Fact]
    public void A_changed_number_is_no_message() =>
        Read(Written("""
            "type":"system","system":{"body":"User A changed from 1 to 2","wa_id":"2","type":"user_changed_number"}
            """)).Inbound.Should().BeEmpty();

    [Theory]
    [InlineData("""{"from":"16505551234","type":"text","text":{"body":"Hi"}}""", "an inbound message has no id that can be read")]
    [InlineData("""{"id":"wamid.1","type":"text","text":{"body":"Hi"}}""", "an inbound message has no sender that can be read")]
    public void One_without_an_id_or_a_sender_leaves_only_a_trace(string message, string why)
    {
        var read = Read(message);

        read.Inbound.Should().BeEmpty();
        read.LeftOut.Should().Equal(why);
    }

    [Fact]
    public async Task A_message_is_marked_as_read_by_Metas_call()
    {
        using var call = Adapter.WriteReadMark("wamid.in")!;

        call.Method.Should().Be(HttpMethod.Post);
        call.RequestUri.Should().Be("https://graph.facebook.com/v26.0/106540352242922/messages");
        call.Headers.Authorization!.ToString().Should().Be("Bearer EAAB-access-token");
        (await call.Content!.ReadAsStringAsync()).Should().Be("""{"messaging_product":"whatsapp","status":"read","message_id":"wamid.in"}""");
    }

    [Fact]
    public void A_text_that_cannot_be_stored_is_made_storable() =>
        One(Written("""
            "type":"text","text":{"body":"a\u0000b"}
            """)).Content.Should().Be(new InboundContent.Text("ab"));
}
