using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Providers.Meta.Messenger;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Meta.Messenger;

/// <summary>The events of Meta's "Webhook Events Reference" for Messenger (18 March 2026) and of its page on Instagram's webhooks.</summary>
public sealed class MessengerReceiptsTests
{
    private static readonly DateTimeOffset Watermark = DateTimeOffset.FromUnixTimeMilliseconds(1458668856253);

    private static ReceiptParseResult.Receipts Read(string body) => new MessengerProvider()
        .CreateAdapter(A.Settings(Channel.Facebook.Name, MessengerConformance.Account))
        .ReadReceipts(MessengerConformance.Signed("app-secret-1", body)).Should().BeOfType<ReceiptParseResult.Receipts>().Subject;

    private static string Page(string one, string events = "messaging") =>
        $$"""{"object":"page","entry":[{"id":"1906385232743451","time":1458668856463,"{{events}}":[{{one}}]}]}""";

    private static Receipt Of(AttemptReference? reference, string id, AttemptStatus status, DateTimeOffset at, string account = "1906385232743451") =>
        new(reference, id, status, at) { AccountName = account };

    [Fact]
    public void A_delivery_names_each_of_its_messages_and_its_Page() => Read(Page(
        """{"sender":{"id":"2"},"recipient":{"id":"1"},"delivery":{"mids":["mid.1458668856218:ed81099e15d3f4f233","m_2"],"watermark":1458668856253}}"""))
        .All.Should().Equal(
            Of(null, "mid.1458668856218:ed81099e15d3f4f233", AttemptStatus.Delivered, Watermark),
            Of(null, "m_2", AttemptStatus.Delivered, Watermark));

    [Theory]
    [InlineData("""{"delivery":{"watermark":1458668856253}}""")]
    [InlineData("""{"delivery":{"mids":[],"watermark":1458668856253}}""")]
    [InlineData("""{"delivery":{"mids":[7],"watermark":1458668856253}}""")]
    public void A_delivery_without_ids_leaves_a_trace(string one) =>
        Read(Page(one)).Should().Match<ReceiptParseResult.Receipts>(read => read.All.Count == 0 && read.LeftOut.Count == 1);

    [Fact]
    public void On_Messenger_a_Read_names_no_message_and_leaves_no_trace() =>
        Read(Page("""{"timestamp":1458668856463,"read":{"watermark":1458668856253}}"""))
            .Should().Match<ReceiptParseResult.Receipts>(read => read.All.Count == 0 && read.LeftOut.Count == 0);

    [Fact]
    public void On_Instagram_a_Read_names_its_message() => Read(
        """{"object":"instagram","entry":[{"id":"17841405822304914","time":1458668856463,"messaging":[{"sender":{"id":"2"},"recipient":{"id":"1"},"timestamp":1458668856253,"read":{"mid":"aWdfZAG1"}}]}]}""")
        .All.Should().Equal(Of(null, "aWdfZAG1", AttemptStatus.Read, Watermark, "17841405822304914"));

    [Theory]
    [InlineData("messaging")]
    [InlineData("standby")]
    public void An_echo_with_our_reference_tells_the_id_of_a_message(string events) => Read(Page(
        $$$"""{"sender":{"id":"1"},"recipient":{"id":"2"},"timestamp":1458668856253,"message":{"is_echo":true,"app_id":1517776481860111,"metadata":"{{{A.Reference}}}","mid":"m_1","text":"Hello"}}""",
        events))
        .All.Should().Equal(Of(A.Reference, "m_1", AttemptStatus.Sent, Watermark));

    [Fact]
    public void Messages_of_people_and_of_the_inbox_leave_no_trace_but_an_event_that_nobody_knows_does()
    {
        Read(Page("""{"sender":{"id":"1"},"message":{"mid":"m_1","text":"Hello"}},{"message":{"mid":"m_2","is_echo":true}},{"postback":{}}""")).LeftOut
            .Should().BeEmpty();
        Read(Page("""{"somersault":{}}""")).LeftOut.Should().Equal("its status is none that is known");
    }

    [Theory]
    [InlineData("verify-token-1", typeof(ReceiptParseResult.Challenge))]
    [InlineData("another", typeof(ReceiptParseResult.Unauthentic))]
    public void The_check_of_the_address_is_answered_to_whoever_knows_the_token(string token, Type result) => new MessengerProvider()
        .CreateAdapter(A.Settings(Channel.Instagram.Name, MessengerConformance.Account))
        .ReadReceipts(new ReceiptRequest(
            "GET", new Uri($"https://us.example/webhooks/messenger/main?hub.mode=subscribe&hub.challenge=17&hub.verify_token={token}"),
            _ => null, ReadOnlyMemory<byte>.Empty, A.Time))
        .Should().BeOfType(result);
}
