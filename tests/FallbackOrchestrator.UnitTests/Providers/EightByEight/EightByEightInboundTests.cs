using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Inbound;
using FallbackOrchestrator.Providers.EightByEight;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.EightByEight;

/// <summary>What comes to the webhook of the account at 8x8, in the form of 8x8's page.</summary>
public sealed class EightByEightInboundTests
{
    private const string Sms = """
        {"namespace":"SMS","eventType":"inbound_message_received","description":"SMS inbound message","payload":{
         "umid":"9e09ac86-bd74-5465-851d-1eb5a5fdbb9a","subAccountId":"SubAccount-1","timestamp":"2016-01-01T14:34:56.017Z",
         "source":"+6581968289","destination":"+4534735477","body":"Test MO message","encoding":"GSM7","smsCount":2,
         "price":{"total":0.0446592,"perSms":0.0446592,"currency":"EUR"}}}
        """;

    private static readonly IChannelAdapter Adapter =
        new EightByEightProvider().CreateAdapter(A.Settings(Channel.Sms.Name, EightByEightConformance.Account));

    private static ReceiptRequest Posted(string? authorization, string body) => new(
        "POST", new Uri("https://us.example/webhooks/8x8/main"), name => name == "Authorization" ? authorization : null,
        Encoding.UTF8.GetBytes(body), A.Time);

    [Fact]
    public void An_SMS_has_its_sender_its_text_and_its_time()
    {
        var read = Adapter.ReadReceipts(Posted("Bearer webhook-secret-1", Sms))
            .Should().BeOfType<ReceiptParseResult.Receipts>().Subject.Inbound.Should().ContainSingle().Subject;

        read.ProviderId.Should().Be("9e09ac86-bd74-5465-851d-1eb5a5fdbb9a");
        read.From.Msisdn!.Value.Value.Should().Be("+6581968289");
        read.Content.Should().Be(new InboundContent.Text("Test MO message"));
        read.At.Should().Be(new DateTimeOffset(2016, 1, 1, 14, 34, 56, 17, TimeSpan.Zero));
    }

    [Fact]
    public void A_receipt_that_comes_there_names_its_attempt_itself() =>
        Adapter.ReadReceipts(Posted(
            "Bearer webhook-secret-1",
            $$"""{"eventType":"outbound_message_status_changed","payload":{"umid":"u","clientMessageId":"{{A.Reference}}","status":{"state":"sent"} } }"""))
            .Should().BeOfType<ReceiptParseResult.Receipts>().Which.All.Should().ContainSingle().Which.Reference.Should().Be(A.Reference);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer ")]
    [InlineData("Bearer webhook-secret-2")]
    [InlineData("webhook-secret-1")]
    [InlineData("Bearer receipt-secret-1")]
    public void Without_the_secret_of_the_webhook_nothing_is_believed(string? authorization) =>
        Adapter.ReadReceipts(Posted(authorization, Sms)).Should().BeOfType<ReceiptParseResult.Unauthentic>();

    [Fact]
    public void Who_knows_the_address_of_one_message_cannot_write_as_anybody() =>
        Adapter.ReadReceipts(EightByEightConformance.Posted("receipt-secret-1", A.Reference.ToString(), Sms))
            .Should().BeOfType<ReceiptParseResult.Receipts>().Which.Inbound.Should().BeEmpty();
}
