using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Providers.EightByEight;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.EightByEight;

public sealed class EightByEightReceiptsTests
{
    private static Receipt Receipt(string status) => new EightByEightProvider()
        .CreateAdapter(A.Settings(Channel.Sms.Name, EightByEightConformance.Account))
        .ReadReceipts(EightByEightConformance.Posted(
            "receipt-secret-1", A.Reference.ToString(),
            $$$"""{"namespace":"SMS","eventType":"outbound_message_status_changed","payload":{"umid":"u-1","clientMessageId":"another","status":{{{status}}}}}"""))
        .Should().BeOfType<ReceiptParseResult.Receipts>().Subject.All.Should().ContainSingle().Subject;

    [Fact]
    public void A_receipt_is_read_whole_and_its_address_says_whose_it_is() =>
        Receipt("""{"state":"delivered","detail":"delivered_to_recipient","timestamp":"2026-11-23T10:00:05.12Z"}""").Should().Be(
            new Receipt(A.Reference, "u-1", AttemptStatus.Delivered, new DateTimeOffset(2026, 11, 23, 10, 0, 5, 120, TimeSpan.Zero)));

    [Theory]
    [InlineData("queued", "", AttemptStatus.Accepted)]
    [InlineData("sent", "", AttemptStatus.Sent)]
    [InlineData("sent", "delivered_to_operator", AttemptStatus.Sent)]
    [InlineData("delivered", "delivered_to_operator", AttemptStatus.Sent)]
    [InlineData("delivered", "delivered_to_carrier", AttemptStatus.Sent)]
    [InlineData("delivered", "delivered_to_recipient", AttemptStatus.Delivered)]
    [InlineData("delivered", "", AttemptStatus.Delivered)]
    [InlineData("read", "", AttemptStatus.Read)]
    [InlineData("undelivered", "rejected_by_operator", AttemptStatus.Rejected)]
    [InlineData("undelivered", "undelivered_to_recipient", AttemptStatus.Undelivered)]
    [InlineData("rejected", "", AttemptStatus.Rejected)]
    [InlineData("failed", "", AttemptStatus.Rejected)]
    [InlineData("Delivered", "Delivered_To_Operator", AttemptStatus.Sent)]
    public void A_state_and_its_detail_have_a_status(string state, string detail, AttemptStatus status) =>
        Receipt($$"""{"state":"{{state}}","detail":"{{detail}}"}""").Status.Should().Be(status);

    public static TheoryData<int> Codes => [.. Enumerable.Range(0, 62).Where(code => code != 6)];

    [Theory, MemberData(nameof(Codes))]
    public void Each_code_that_8x8_publishes_for_SMS_is_known_and_passed_on_as_it_is(int code)
    {
        var receipt = Receipt($$"""{"state":"undelivered","detail":"undelivered_to_recipient","errorCode":{{code}},"errorMessage":"Some words"}""");

        receipt.Error!.Code.Should().Be(code);
        receipt.Error.Text.Should().Be("Some words");
        receipt.Status.Should().Be(code == 36 ? AttemptStatus.LifetimeOver : AttemptStatus.Undelivered);
        EightByEightErrors.Receipts.Known.Should().ContainKey(code);
    }

    [Theory]
    [InlineData(1, ErrorClass.NotReachable)]
    [InlineData(15, ErrorClass.NotReachable)]
    [InlineData(26, ErrorClass.RecipientRefused)]
    [InlineData(36, ErrorClass.Expired)]
    [InlineData(42, ErrorClass.Configuration)]
    [InlineData(43, ErrorClass.BadRequest)]
    [InlineData(50, ErrorClass.Throttled)]
    [InlineData(57, ErrorClass.Other)]
    public void A_code_has_its_class(int code, ErrorClass @class) =>
        Receipt($$"""{"state":"undelivered","errorCode":{{code}}}""").Error!.Class.Should().Be(@class);

    [Theory]
    [InlineData("\"state\":\"delivered\",\"detail\":\"delivered_to_recipient\"", AttemptStatus.Delivered, null)]
    [InlineData("\"state\":\"queued\"", AttemptStatus.Accepted, null)]
    [InlineData("\"state\":\"undelivered\",\"errorCode\":36", AttemptStatus.LifetimeOver, 36)]
    public void L6_A_status_that_is_asked_for_is_read_as_a_receipt_is(string status, AttemptStatus expected, int? code)
    {
        var adapter = new EightByEightProvider().CreateAdapter(A.Settings(Channel.Sms.Name, EightByEightConformance.Account));
        var body = System.Text.Encoding.UTF8.GetBytes($$$"""{"umid":"u-1","status":{"timestamp":"2026-11-23T10:00:05Z",{{{status}}}}}""");

        using var request = adapter.WriteStatusQuery(new StatusQuery(A.Reference, "u-1"));
        var found = adapter.ReadStatus(new StatusQuery(A.Reference, "u-1"), new ProviderResponse(200, body, RetryAfter: null));

        request!.RequestUri.Should().Be("https://sms.8x8.com/api/v1/subaccounts/shop_main/messages/u-1");
        found.Should().BeOfType<StatusQueryResult.Found>().Which.Should().Match<StatusQueryResult.Found>(
            one => one.Status == expected && one.At != null && one.ProviderId == "u-1");
        ((StatusQueryResult.Found)found).Error?.Code.Should().Be(code);
    }

    [Fact]
    public void A_failure_with_a_code_that_nobody_knows_has_the_code_for_an_unknown_error() =>
        Receipt("""{"state":"undelivered","errorCode":777}""").Error.Should().Be(new AttemptError(ErrorClass.Other, 57, "777"));
}
