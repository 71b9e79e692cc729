using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Providers.TelegramGateway;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.TelegramGateway;

public sealed class TelegramReceiptsTests
{
    private const string Token = "gateway-token-1";

    private static ReceiptParseResult Read(ReceiptRequest request) =>
        new TelegramProvider().CreateAdapter(A.Settings(Channel.Telegram.Name, TelegramConformance.Account)).ReadReceipts(request);

    private static Receipt Receipt(string body) => Read(TelegramConformance.Signed(Token, body))
        .Should().BeOfType<ReceiptParseResult.Receipts>().Subject.All.Should().ContainSingle().Subject;

    // Computed by another program, from Telegram's description.
    [Fact]
    public void The_signature_is_the_one_that_Telegram_describes()
    {
        const string Body = """{"request_id":"r1","phone_number":"+447700900123","delivery_status":{"status":"delivered","updated_at":1700000000}}""";
        var request = TelegramConformance.Request(
            "1700000001", "178c25129c22f886d177efc139940c11983fe160af192bac64d5ec0df127759a", Encoding.UTF8.GetBytes(Body),
            DateTimeOffset.FromUnixTimeSeconds(1_700_000_002));

        Read(request).Should().BeOfType<ReceiptParseResult.Receipts>().Which.All.Should().Equal(
            new Receipt(null, "r1", AttemptStatus.Delivered, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000)));
    }

    [Theory]
    [InlineData("sent", AttemptStatus.Sent, null)]
    [InlineData("delivered", AttemptStatus.Delivered, null)]
    [InlineData("read", AttemptStatus.Read, null)]
    [InlineData("expired", AttemptStatus.LifetimeOver, ErrorClass.Expired)]
    [InlineData("revoked", AttemptStatus.Recalled, ErrorClass.Recalled)]
    public void A_status_has_its_meaning(string status, AttemptStatus expected, ErrorClass? @class)
    {
        var receipt = Receipt($$$"""{"request_id":"r1","payload":"{{{A.Reference}}}","delivery_status":{"status":"{{{status}}}"}}""");

        receipt.Should().Be(new Receipt(
            A.Reference, "r1", expected, null, @class is { } given ? AttemptError.Of(given) : null));
    }

    [Theory]
    [InlineData(-25 * 60, true)]
    [InlineData(-25 * 60 - 1, false)]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void A_report_is_accepted_for_25_hours_and_from_a_clock_5_minutes_ahead(int minutes, bool believed)
    {
        var reading = Read(TelegramConformance.Signed(
            Token, """{"request_id":"r1","delivery_status":{"status":"read"}}""", A.Time.AddMinutes(minutes)));

        (reading is ReceiptParseResult.Receipts).Should().Be(believed);
    }

    [Fact]
    public void A_report_without_its_time_changes_nothing() =>
        Read(TelegramConformance.Request(null, TelegramReceipts.Sign(Encoding.UTF8.GetBytes(Token), "", "{}"u8), "{}"u8.ToArray(), A.Time))
            .Should().BeOfType<ReceiptParseResult.Unauthentic>();

    [Fact]
    public void What_is_signed_but_not_JSON_is_malformed() =>
        Read(TelegramConformance.Signed(Token, "hello")).Should().BeOfType<ReceiptParseResult.Malformed>();
}
