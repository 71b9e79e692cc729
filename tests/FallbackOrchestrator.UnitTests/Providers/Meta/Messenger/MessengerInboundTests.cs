using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Inbound;
using FallbackOrchestrator.Providers.Meta.Messenger;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Meta.Messenger;

/// <summary>What people write to a Page, in the form of Meta's published samples.</summary>
public sealed class MessengerInboundTests
{
    private static IReadOnlyList<InboundMessage> Read(string one, string events = "messaging") =>
        new MessengerProvider().CreateAdapter(A.Settings(Channel.Facebook.Name, MessengerConformance.Account))
            .ReadReceipts(MessengerConformance.Signed(
                MessengerConformance.Account["AppSecret"]!,
                $$$"""
                {"object":"page","entry":[{"id":"123456789012345","time":1458692752478,"{{{events}}}":[
                  {"sender":{"id":"2011234567890123"},"recipient":{"id":"123456789012345"},"timestamp":1458692752478,{{{one}}}}]}]}
                """))
            .Should().BeOfType<ReceiptParseResult.Receipts>().Subject.Inbound;

    [Fact]
    public void A_text_has_its_sender_its_time_and_its_Page() =>
        Read("""
            "message":{"mid":"m_1457764197618:41d102a3e1ae206a38","text":"hello, world!"}
            """).Should().Equal(new InboundMessage(
                "m_1457764197618:41d102a3e1ae206a38", new InboundSender(null, "2011234567890123"), new InboundContent.Text("hello, world!"),
                DateTimeOffset.FromUnixTimeMilliseconds(1_458_692_752_478))
            {
                AccountName = "123456789012345",
            });

    [Fact]
    public void A_reply_names_the_message_that_it_replies_to() =>
        Read("""
            "message":{"mid":"m_2","text":"Yes","reply_to":{"mid":"m_1"}}
            """).Single().RepliesTo.Should().Be("m_1");

    [Fact]
    public void A_medium_has_Metas_address() =>
        Read("""
            "message":{"mid":"m_2","attachments":[{"type":"image","payload":{"url":"https://scontent.example/1.png"}}]}
            """).Single().Content.Should().Be(new InboundContent.Media(InboundMediaKind.Image, "https://scontent.example/1.png"));

    [Theory]
    [InlineData("\"message\":{\"mid\":\"m_2\",\"text\":\"Red\",\"quick_reply\":{\"payload\":\"PICK_RED\"}}", "PICK_RED", "Red")]
    [InlineData("\"postback\":{\"mid\":\"m_2\",\"title\":\"Get started\",\"payload\":\"START\"}", "START", "Get started")]
    public void A_button_has_its_payload_and_its_words(string one, string payload, string title) =>
        Read(one).Single().Content.Should().Be(new InboundContent.Choice(IsOfList: false, payload, title));

    [Theory]
    [InlineData("\"message\":{\"mid\":\"m_2\",\"is_echo\":true,\"text\":\"ours\"}", "messaging")]
    [InlineData("\"message\":{\"mid\":\"m_2\",\"is_deleted\":true}", "messaging")]
    [InlineData("\"message\":{\"mid\":\"m_2\",\"text\":\"to another app\"}", "standby")]
    public void Echoes_deletions_and_what_another_app_has_in_hand_are_left_out(string one, string events) =>
        Read(one, events).Should().BeEmpty();
}
