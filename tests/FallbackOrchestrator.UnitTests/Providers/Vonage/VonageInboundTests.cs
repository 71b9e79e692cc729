using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Inbound;
using FallbackOrchestrator.Providers.Vonage;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Vonage;

/// <summary>What people write, in the form of Vonage's published samples.</summary>
public sealed class VonageInboundTests
{
    private static InboundMessage Read(string content, Channel? channel = null)
    {
        var body =
            $$"""
            {"channel":"whatsapp","message_uuid":"aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab","to":"447700900001","from":"447700900000",
             "timestamp":"2026-11-23T10:00:00Z",{{content}}}
            """;
        var read = new VonageProvider().CreateAdapter(A.Settings((channel ?? Channel.WhatsApp).Name, VonageConformance.Account))
            .ReadReceipts(VonageConformance.Signed(VonageConformance.Account["SignatureSecret"]!, body))
            .Should().BeOfType<ReceiptParseResult.Receipts>().Subject;
        read.All.Should().BeEmpty("it is no status");
        return read.Inbound.Should().ContainSingle().Subject;
    }

    [Fact]
    public void A_text_has_its_sender_and_its_time() =>
        Read("""
            "profile":{"name":"Jane Smith"},"context_status":"none","message_type":"text","text":"Hello From Vonage!"
            """).Should().Be(new InboundMessage(
                "aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab",
                new InboundSender(Msisdn.Stored("+447700900000"), ChannelUserId: null, "Jane Smith"),
                new InboundContent.Text("Hello From Vonage!"),
                new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero)));

    [Theory]
    [InlineData("whatsapp", "447700900001", "WhatsApp", "447700900001", true)]
    [InlineData("whatsapp", "447700900001", "WhatsApp", "+447700900001", true)]
    [InlineData("whatsapp", "447700900001", "WhatsApp", "447700900002", false)]
    [InlineData("sms", "447700900001", "WhatsApp", "447700900001", false)]
    [InlineData("sms", "447700900001", "SMS", "ACME", true)]
    [InlineData("viber_service", "1234", "Viber", "ACME", true)]
    [InlineData("rcs", "ACME", "SMS", "447700900001", false)]
    [InlineData("a_new_one", "447700900001", "SMS", "447700900001", true)]
    public void A_message_to_another_sender_of_the_application_is_not_the_accounts(
        string on, string to, string channel, string from, bool isOurs)
    {
        var account = new Dictionary<string, string?>(VonageConformance.Account) { ["From"] = from };
        var body = $$"""{"channel":"{{on}}","message_uuid":"a1","to":"{{to}}","from":"447700900000","message_type":"text","text":"Hello"}""";

        var read = new VonageProvider().CreateAdapter(A.Settings(new ChannelName(channel), account))
            .ReadReceipts(VonageConformance.Signed(account["SignatureSecret"]!, body))
            .Should().BeOfType<ReceiptParseResult.Receipts>().Subject.Inbound.Single();

        (read.AccountName is null).Should().Be(isOurs);
    }

    [Fact]
    public void A_reply_names_the_message_that_it_replies_to() =>
        Read("""
            "context_status":"available","context":{"message_uuid":"dddddddd-bbbb-4ccc-8ddd-0123456789ab","message_from":"447700900001"},
            "message_type":"text","text":"Yes"
            """).RepliesTo.Should().Be("dddddddd-bbbb-4ccc-8ddd-0123456789ab");

    [Theory]
    [InlineData("image", InboundMediaKind.Image)]
    [InlineData("sticker", InboundMediaKind.Image)]
    [InlineData("video", InboundMediaKind.Video)]
    [InlineData("audio", InboundMediaKind.Audio)]
    [InlineData("file", InboundMediaKind.File)]
    public void A_medium_has_Vonages_address(string type, InboundMediaKind kind) =>
        Read($$"""
            "message_type":"{{type}}","{{type}}":{"url":"https://api-us.nexmo.com/v3/media/1b456509","name":"x","caption":"Look"}
            """).Content.Should().Be(new InboundContent.Media(kind, "https://api-us.nexmo.com/v3/media/1b456509", "Look"));

    [Theory]
    [InlineData("\"lat\":40.34772,\"long\":-74.18847")]
    [InlineData("\"latitude\":\"40.34772\",\"longitude\":\"-74.18847\"")]
    public void A_place_has_its_degrees(string degrees) =>
        Read($$"""
            "message_type":"location","location":{{{degrees}},"name":"Vonage","address":"23 Main St"}
            """).Content.Should().Be(new InboundContent.Location(40.34772m, -74.18847m));

    [Theory]
    [InlineData("\"message_type\":\"reply\",\"reply\":{\"id\":\"slot-1\",\"title\":\"9am\",\"description\":\"Tomorrow\"}", true, "slot-1", "9am", "Tomorrow")]
    [InlineData("\"message_type\":\"reply\",\"reply\":{\"id\":\"yes\",\"title\":\"Yes\"}", false, "yes", "Yes", null)]
    [InlineData("\"message_type\":\"button\",\"button\":{\"payload\":\"p\",\"text\":\"Stop\"}", false, "p", "Stop", null)]
    public void What_was_chosen_has_its_id_and_its_words(string content, bool isOfList, string id, string title, string? description) =>
        Read(content).Content.Should().Be(new InboundContent.Choice(isOfList, id, title, description));

    [Fact]
    public async Task A_message_of_WhatsApp_is_marked_as_read_and_no_other()
    {
        using var call = Adapter(Channel.WhatsApp).WriteReadMark("aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab")!;

        call.Method.Should().Be(HttpMethod.Patch);
        call.RequestUri!.AbsolutePath.Should().Be("/v1/messages/aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab");
        (await call.Content!.ReadAsStringAsync()).Should().Be("""{"status":"read"}""");
        Adapter(Channel.Sms).WriteReadMark("1").Should().BeNull();
    }

    private static IChannelAdapter Adapter(Channel channel) =>
        new VonageProvider().CreateAdapter(A.Settings(channel.Name, VonageConformance.Account));

    [Fact]
    public void All_channels_have_the_same_form() =>
        Read("""
            "message_type":"text","text":"STOP","sms":{"num_messages":"1","keyword":"STOP"}
            """, Channel.Sms).Content.Should().Be(new InboundContent.Text("STOP"));

    [Theory]
    [InlineData("\"message_type\":\"order\",\"order\":{}")]
    [InlineData("\"message_type\":\"unsupported\"")]
    [InlineData("\"message_type\":\"image\",\"image\":7")]
    public void Anything_else_is_told_without_content(string content) => Read(content).Content.Should().Be(new InboundContent.Other());
}
