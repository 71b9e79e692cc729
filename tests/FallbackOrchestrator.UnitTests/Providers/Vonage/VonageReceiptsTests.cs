using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Providers.Vonage;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Vonage;

public sealed class VonageReceiptsTests
{
    private const string Secret = "signature-secret-1-at-least-32-bytes-long!!";
    private const string Body = """{"message_uuid":"aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab","status":"delivered"}""";

    private const string Published =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpYXQiOjE3MDAwMDAwMDAsImp0aSI6ImM1YmE4ZjI0LTFhMTQtNGMxMC1iZmRmLTNmYmU4Y2U1MTFiNSIsImlzcyI6IlZvbmFnZSIsInBheWxvYWRfaGFzaCI6ImQ1ZWNiYzdhYjc3YjM3NmIyY2Y2MzVhNjg2OWQ0ZGJiMTUzMjIxNzVmOTViNWMxOTI2MGEyN2Y2MjE3ZTRlZmYiLCJhcGlfa2V5IjoiYTFiMmMzZCIsImFwcGxpY2F0aW9uX2lkIjoiYWFhYWFhYWEtYmJiYi00Y2NjLThkZGQtMDAwMDAwMDAwMDAwIn0.l9t4MF7PmhnGlyv37-H5gfemqpT1Qy3_RBrrNP6sguo";

    private static ReceiptParseResult Read(ReceiptRequest request) =>
        new VonageProvider().CreateAdapter(A.Settings(Channel.Viber.Name, VonageConformance.Account)).ReadReceipts(request);

    private static Receipt Receipt(string body) =>
        Read(VonageConformance.Signed(Secret,
            body)).Should().BeOfType<ReceiptParseResult.Receipts>().Subject.All.Should().ContainSingle().Subject;

    [Fact]
    public void The_published_token_is_accepted_for_its_body()
    {
        var request = VonageConformance.Request(
            $"Bearer {Published}", Encoding.UTF8.GetBytes(Body), DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));

        Read(request).Should().BeOfType<ReceiptParseResult.Receipts>()
            .Which.All.Should().ContainSingle().Which.ProviderId.Should().Be("aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab");
    }

    [Fact]
    public void The_published_token_is_not_accepted_for_another_body() =>
        Read(VonageConformance.Request($"Bearer {Published}", Encoding.UTF8.GetBytes(Body + " "),
            DateTimeOffset.FromUnixTimeSeconds(1_700_000_000)))
            .Should().Be(new ReceiptParseResult.Unauthentic("the token is for another body"));

    [Theory]
    [InlineData(-25 * 60, true)]
    [InlineData(-25 * 60 - 1, false)]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void A_token_is_accepted_for_25_hours_and_from_a_clock_5_minutes_ahead(int minutes, bool believed)
    {
        var reading = Read(VonageConformance.Signed(Secret, Body, A.Time.AddMinutes(minutes)));

        (reading is ReceiptParseResult.Receipts).Should().Be(believed);
    }

    [Fact]
    public void An_unsigned_webhook_is_requested_again() =>
        Read(VonageConformance.Request(null, Encoding.UTF8.GetBytes(Body), A.Time)).Should().BeOfType<ReceiptParseResult.AskAgain>();

    [Theory]
    [InlineData("none")]
    [InlineData("HS512")]
    [InlineData("RS256")]
    [InlineData("hs256")]
    public void Another_algorithm_is_rejected_even_if_the_signature_is_right(string algorithm) =>
        Read(VonageConformance.Signed(Secret, Body, algorithm: algorithm)).Should().BeOfType<ReceiptParseResult.Unauthentic>();

    [Theory]
    [InlineData("Basic YTpi")]
    [InlineData("Bearer")]
    [InlineData("Bearer a.b")]
    [InlineData("Bearer a.b.c.d")]
    [InlineData("Bearer e30.e30.")]
    [InlineData("Bearer !!.!!.!!")]
    public void Anything_else_is_refused(string authorization) =>
        Read(VonageConformance.Request(authorization, Encoding.UTF8.GetBytes(Body),
            A.Time)).Should().BeOfType<ReceiptParseResult.Unauthentic>();

    [Theory]
    [InlineData("""{"title":"1300","detail":"Not a user"}""", "Not a user")]
    [InlineData("""{"title":1300,"detail":" "}""", null)]
    [InlineData("""{"title":"1300"}""", null)]
    [InlineData("""{"type":"https://developer.vonage.com/api-errors/messages#1300","title":"Not a user","detail":""}""", "Not a user")]
    public void A_failure_is_told_in_words_and_not_by_its_code_alone(string error, string? words)
    {
        var failure = Receipt($$"""{"message_uuid":"aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab","status":"rejected","error":{{error}}}""").Error!;

        (failure.ProviderCode, failure.Text).Should().Be(("1300", words));
    }

    [Theory]
    [InlineData("submitted", AttemptStatus.Sent)]
    [InlineData("delivered", AttemptStatus.Delivered)]
    [InlineData("read", AttemptStatus.Read)]
    [InlineData("rejected", AttemptStatus.Undelivered)]
    [InlineData("undeliverable", AttemptStatus.Undelivered)]
    public void A_status_has_its_meaning(string status, AttemptStatus expected) =>
        Receipt($$"""{"message_uuid":"u","status":"{{status}}"}""").Status.Should().Be(expected);

    [Fact]
    public void A_failure_carries_8x8s_code_and_Vonages_reason() => Receipt("""
        {"message_uuid":"u","status":"rejected","timestamp":"2026-11-23T10:00:05Z",
         "error":{"type":"https://developer.vonage.com/api-errors/messages#1310","title":"1310","detail":"No suitable device"}}
        """).Should().Be(new Receipt(
            null, "u", AttemptStatus.Undelivered, A.Time.AddSeconds(5),
                new AttemptError(ErrorClass.NotReachable, 2009, "1310", "No suitable device")));

    [Fact]
    public void The_end_of_a_lifetime_is_recognised()
    {
        var receipt = Receipt("""{"message_uuid":"u","status":"undeliverable","error":{"title":"1360","detail":"TTL"}}""");

        receipt.Status.Should().Be(AttemptStatus.LifetimeOver);
        receipt.Error!.Class.Should().Be(ErrorClass.Expired);
    }

    [Theory]
    [InlineData("\"2026-11-23T12:00:05+02:00\"", 5)]
    [InlineData("\"2026-11-23T10:00:05.000Z\"", 5)]
    [InlineData("\"2026-11-23 10:00:05 +0000\"", 5)]
    [InlineData("1795428005", 5)]
    [InlineData("\"1795428005.000\"", 5)]
    [InlineData("1795428005000", 5)]
    [InlineData("\"2026-11-23T10:00:05\"", null)]
    [InlineData("\"10:00:05Z\"", null)]
    [InlineData("\"yesterday\"", null)]
    [InlineData("null", null)]
    public void The_time_is_Vonages_if_it_has_a_zone(string timestamp, int? seconds) =>
        Receipt($$"""{"message_uuid":"u","status":"read","timestamp":{{timestamp}}}""").At.Should().Be(seconds is { } after ? A.Time.AddSeconds(after) : null);

    [Theory]
    [InlineData("""{"type":"https://developer.nexmo.com/api-errors/messages-olympus#1300","title":1300,"detail":"why"}""")]
    [InlineData("""{"type":"https://developer.nexmo.com/api-errors/messages-olympus#1300","title":{},"detail":"why"}""")]
    [InlineData("""{"code":1300,"reason":"why"}""")]
    [InlineData("""{"code":"1300","reason":"why"}""")]
    [InlineData("""{"error":{"title":"1300","detail":"why"}}""")]
    [InlineData("""[{"title":"1300","detail":"why"}]""")]
    public void The_reason_of_a_failure_is_read_in_every_form_of_Vonage(string error) =>
        Receipt($$"""{"message_uuid":"u","status":"undeliverable","error":{{error}}}""").Error
            .Should().Be(new AttemptError(ErrorClass.NotReachable, 2008, "1300", "why") { NotOnChannel = true });

    [Theory]
    [InlineData("""{"pricing":{"category":"utility"},"recipient":{"user_id":"US.1349"}}""", "utility", "US.1349")]
    [InlineData("""{"pricing":{"type":"regular","pricing_model":"PMP","category":"marketing"}}""", "marketing", null)]
    [InlineData("""{"recipient":{"user_id":"US.1349","wa_id":"447700900123"}}""", null, "US.1349")]
    public void WhatsApps_price_and_user_id_are_kept(string whatsApp, string? category, string? userId) =>
        Receipt($$"""{"message_uuid":"u","status":"delivered","channel":"whatsapp","whatsapp":{{whatsApp}}}""").Details
            .Should().Be(new ReceiptDetails(category, userId));

    [Theory]
    [InlineData("")]
    [InlineData(""","whatsapp":{}""")]
    [InlineData(""","whatsapp":{"pricing":7,"recipient":[]}""")]
    [InlineData(""","whatsapp":"no" """)]
    public void Without_them_there_is_nothing_to_keep(string more) =>
        Receipt($$"""{"message_uuid":"u","status":"delivered"{{more}}}""").Details.Should().BeNull();

    [Theory]
    [InlineData(1320)]
    [InlineData(1331)]
    [InlineData(1490)]
    public void What_may_be_delivered_is_no_failure(int code)
    {
        var receipt = Receipt($$$"""{"message_uuid":"u","status":"undeliverable","error":{"title":"{{{code}}}"}}""");

        (receipt.Status, receipt.Error).Should().Be((AttemptStatus.Accepted, null));
    }

    [Fact]
    public void What_is_signed_but_not_JSON_is_malformed() =>
        Read(VonageConformance.Signed(Secret, "hello")).Should().BeOfType<ReceiptParseResult.Malformed>();
}
