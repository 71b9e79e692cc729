using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Inbound;
using FallbackOrchestrator.Providers.Line;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Line;

/// <summary>What people write to a LINE Official Account, in the form of LINE's published samples.</summary>
public sealed class LineInboundTests
{
    private const string User = "\"source\":{\"type\":\"user\",\"userId\":\"U4af4980629000000000000000000000a\"}";

    private static IReadOnlyList<InboundMessage> Read(string one) =>
        new LineProvider().CreateAdapter(A.Settings(Channel.Line.Name, LineConformance.Account))
            .ReadReceipts(LineConformance.Signed(
                LineConformance.Account["ChannelSecret"]!, $$"""{"destination":"U0","events":[{{{one}}}]}"""))
            .Should().BeOfType<ReceiptParseResult.Receipts>().Subject.Inbound;

    private static InboundMessage One(string message) => Read(
        $$"""
        "type":"message","mode":"active","timestamp":1462629479859,"replyToken":"r","webhookEventId":"01FZ",{{User}},"message":{{{message}}}
        """).Should().ContainSingle().Subject;

    [Fact]
    public void A_text_has_its_sender_and_its_time()
    {
        var read = One("""
            "id":"444573844083572737","type":"text","quoteToken":"q","text":"Good Morning!"
            """);

        read.ProviderId.Should().Be("444573844083572737");
        read.From.Should().Be(new InboundSender(null, "U4af4980629000000000000000000000a"));
        read.Content.Should().Be(new InboundContent.Text("Good Morning!"));
        read.At.Should().Be(DateTimeOffset.FromUnixTimeMilliseconds(1_462_629_479_859));
    }

    [Fact]
    public void A_quotation_names_the_message() =>
        One("""
            "id":"1","type":"text","text":"Yes","quotedMessageId":"468789577898262530"
            """).RepliesTo.Should().Be("468789577898262530");

    [Theory]
    [InlineData("\"contentProvider\":{\"type\":\"line\"}", "https://api-data.line.me/v2/bot/message/354718705033693859/content")]
    [InlineData("\"contentProvider\":{\"type\":\"external\",\"originalContentUrl\":\"https://shop.example/1.jpg\"}", "https://shop.example/1.jpg")]
    public void A_medium_has_an_address(string provider, string url) =>
        One($$"""
            "id":"354718705033693859","type":"image",{{provider}}
            """).Content.Should().Be(new InboundContent.Media(InboundMediaKind.Image, url));

    [Fact]
    public void A_place_has_its_degrees() =>
        One("""
            "id":"1","type":"location","title":"my location","address":"Tokyo","latitude":35.67966,"longitude":139.73669
            """).Content.Should().Be(new InboundContent.Location(35.67966m, 139.73669m));

    [Fact]
    public void A_button_has_its_data() =>
        Read($$"""
            "type":"postback","mode":"active","timestamp":1462629479859,"webhookEventId":"01FZ",{{User}},"postback":{"data":"action=buy"}
            """).Should().ContainSingle().Which.Content.Should().Be(new InboundContent.Choice(IsOfList: false, "action=buy", Title: null));

    [Fact]
    public void What_is_said_in_a_group_is_left_out() =>
        Read("""
            "type":"message","source":{"type":"group","groupId":"C1","userId":"U1"},"message":{"id":"1","type":"text","text":"Hi"}
            """).Should().BeEmpty();
}
