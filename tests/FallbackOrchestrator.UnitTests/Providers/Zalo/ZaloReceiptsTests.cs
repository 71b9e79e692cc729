using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Providers.Zalo;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Zalo;

public sealed class ZaloReceiptsTests
{
    // Zalo's own example, with our reference as its tracking_id.
    private static readonly string Delivered = $$$"""
        {"sender":{"id":"2893352839501541173"},"recipient":{"id":"84123456789"},"event_name":"user_received_message","message":{"delivery_time":"1602960467432","msg_id":"15a0cc0bbb13bd4ce403","tracking_id":"{{{A.Reference}}}"},"app_id":"123456789","timestamp":"1602560967477"}
        """;

    private static ReceiptParseResult Read(ReceiptRequest request) =>
        new ZaloProvider().CreateAdapter(A.Settings(Channel.Zalo.Name, ZaloConformance.Account)).ReadReceipts(request);

    private static ReceiptParseResult.Receipts Authentic(string body) =>
        Read(ZaloConformance.Signed("oa-secret-key-1", body)).Should().BeOfType<ReceiptParseResult.Receipts>().Subject;

    // Computed by another program, from Zalo's description.
    [Fact]
    public void The_signature_is_the_one_that_Zalo_describes() => ZaloReceipts.Sign(
        Encoding.UTF8.GetBytes("oa-secret"), "123456789", """{"event_name":"user_received_message"}"""u8, "1602652984000")
        .Should().Be("f7b4d0d0d729b795615dafb2567e95b89c88f6a7ad6a0d8546eca83abcb16487");

    [Fact]
    public void A_delivery_is_read_with_the_time_of_the_handset() => Authentic(Delivered).All.Should().Equal(
        new Receipt(
            A.Reference, "15a0cc0bbb13bd4ce403", AttemptStatus.Delivered, DateTimeOffset.FromUnixTimeMilliseconds(1_602_960_467_432)));

    [Fact]
    public void The_signature_counts_with_and_without_its_mark()
    {
        var signature = ZaloReceipts.Sign(
            Encoding.UTF8.GetBytes("oa-secret-key-1"), "123456789", Encoding.UTF8.GetBytes(Delivered), "1602560967477");

        foreach (var written in (string[])[signature, $"mac={signature}"])
        {
            Read(ZaloConformance.Request(written, Encoding.UTF8.GetBytes(Delivered)))
                .Should().BeOfType<ReceiptParseResult.Receipts>(written).Which.All.Should().ContainSingle();
        }
    }

    [Fact]
    public void The_same_event_of_a_message_to_a_follower_is_no_receipt()
    {
        var read = Authentic("""{"event_name":"user_received_message","message":{"msg_id":"m"},"timestamp":"1"}""");

        (read.All.Count, read.LeftOut.Count).Should().Be((0, 0));
    }

    [Fact]
    public void An_event_that_nobody_knows_leaves_a_trace() =>
        Authentic("""{"event_name":"somersault","timestamp":"1"}""").LeftOut.Should().Equal("its status is none that is known");

    [Fact]
    public void Nothing_of_a_strangers_body_is_noted()
    {
        var request = ZaloConformance.Request("mac=x", Encoding.UTF8.GetBytes("""{"timestamp":[]}"""));

        Read(request).Should().BeOfType<ReceiptParseResult.Unauthentic>();
        request.Unexpected.Names.Should().BeEmpty();
    }

    [Fact]
    public void What_is_signed_but_not_JSON_is_malformed() =>
        Read(ZaloConformance.Signed("oa-secret-key-1", "hello")).Should().BeOfType<ReceiptParseResult.Malformed>();
}
