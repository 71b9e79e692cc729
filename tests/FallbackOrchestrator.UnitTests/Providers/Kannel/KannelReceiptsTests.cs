using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Providers.Kannel;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Kannel;

public sealed class KannelReceiptsTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 28, 0, 44, 2, TimeSpan.Zero);

    private static ReceiptParseResult Read(ReceiptRequest request) => new KannelProvider()
        .CreateAdapter(A.Settings(Channel.Sms.Name, KannelConformance.Account))
        .ReadReceipts(request);

    private static ReceiptRequest Report(string filledIn) => KannelConformance.Called("receipt-secret-1", A.Reference.ToString(), filledIn);

    private static Receipt Receipt(string filledIn) =>
        Read(Report(filledIn)).Should().BeOfType<ReceiptParseResult.Receipts>().Subject.All.Should().ContainSingle().Subject;

    private static Receipt Failure(string type, string reply) => Receipt($"type={type}&at=1795826642&id=&reply={Uri.EscapeDataString(reply)}");

    // As Kannel 1.4.5 called, with its fake operator.
    [Fact]
    public void What_a_Kannel_reported_is_read_whole()
    {
        Receipt("type=8&at=1795826642&id=&reply=ACK%2F").Should().Be(new Receipt(A.Reference, null, AttemptStatus.Sent, At));
        Receipt("type=1&at=1795826642&id=a312ddf7-f1a0-4a73-9f98-95a461b49739&reply=").Should().Be(
            new Receipt(A.Reference, "a312ddf7-f1a0-4a73-9f98-95a461b49739", AttemptStatus.Delivered, At));
    }

    [Theory]
    [InlineData("1", AttemptStatus.Delivered)]
    [InlineData("2", AttemptStatus.Undelivered)]
    [InlineData("4", AttemptStatus.Sent)]
    [InlineData("8", AttemptStatus.Sent)]
    [InlineData("16", AttemptStatus.Rejected)]
    [InlineData("32", AttemptStatus.Sent)]
    [InlineData("36", AttemptStatus.Sent)]
    [InlineData("12", AttemptStatus.Sent)]
    [InlineData("9", AttemptStatus.Delivered)]
    [InlineData("3", AttemptStatus.Delivered)]
    [InlineData("10", AttemptStatus.Undelivered)]
    [InlineData("18", AttemptStatus.Undelivered)]
    [InlineData("24", AttemptStatus.Rejected)]
    [InlineData("63", AttemptStatus.Delivered)]
    public void A_type_means_its_highest_bit(string type, AttemptStatus status) => Receipt($"type={type}").Status.Should().Be(status);

    [Theory]
    [InlineData("0")]
    [InlineData("64")]
    [InlineData("-1")]
    [InlineData("1.0")]
    [InlineData("%d")]
    public void Another_type_is_left_out(string type) =>
        Read(Report($"type={type}")).Should().BeOfType<ReceiptParseResult.Receipts>().Which.All.Should().BeEmpty();

    [Theory]
    [InlineData("NACK/0x0000000b/Invalid Destination Address", ErrorClass.NotReachable, "0x0B", "Invalid Destination Address")]
    [InlineData("NACK/0x0000000a/Invalid Source Address", ErrorClass.Configuration, "0x0A", "Invalid Source Address")]
    [InlineData("NACK/0x00000058/Throttling error", ErrorClass.Throttled, "0x58", "Throttling error")]
    [InlineData("NACK/0x00000400/Vendor-specific error", ErrorClass.Other, "0x400", "Vendor-specific error")]
    [InlineData("NACK/0xffffffff/Odd", ErrorClass.Other, "0xFFFFFFFF", "Odd")]
    [InlineData("NACK/0x0000000b", ErrorClass.NotReachable, "0x0B", null)]
    [InlineData("NACK/no SMSC", ErrorClass.Configuration, null, "no SMSC")]
    [InlineData("NACK/Retries Exceeded", ErrorClass.Unavailable, null, "Retries Exceeded")]
    [InlineData("NACK/REJECTED", ErrorClass.Other, null, "REJECTED")]
    [InlineData("NACK/", ErrorClass.Other, null, null)]
    public void A_refusal_of_the_operator_has_its_reason(string reply, ErrorClass @class, string? code, string? text)
    {
        var receipt = Failure("16", reply);

        receipt.Status.Should().Be(AttemptStatus.Rejected);
        receipt.Error.Should().Be(AttemptError.Of(@class, code, text));
    }

    [Theory]
    [InlineData("id:1 sub:001 dlvrd:000 submit date:2611231000 done date:2611231005 stat:UNDELIV err:012 text:Your parcel waits", "012", "UNDELIV")]
    [InlineData("id:1 sub:001 dlvrd:000 submit date:2611231000 done date:2611231005 stat:REJECTD err:0A1 Text:stat:EXPIRED err:1", "0A1", "REJECTD")]
    [InlineData("id:1 stat:DELETED", null, "DELETED")]
    [InlineData("id:1 stat:UNKNOWN err: text:", null, "UNKNOWN")]
    [InlineData("Your parcel waits", null, null)]
    [InlineData("", null, null)]
    public void An_undelivered_message_has_the_operators_state_and_error_and_nothing_of_the_text(string reply, string? code, string? text)
    {
        var receipt = Failure("2", reply);

        receipt.Status.Should().Be(AttemptStatus.Undelivered);
        receipt.Error.Should().Be(AttemptError.Of(ErrorClass.Other, code, text));
    }

    [Theory]
    [InlineData("16", "NACK/validity expired")]
    [InlineData("2", "id:1 sub:001 dlvrd:000 submit date:2611231000 done date:2611231005 stat:EXPIRED err:000 text:Your")]
    public void A_lifetime_that_is_over_is_told_apart(string type, string reply)
    {
        var receipt = Failure(type, reply);

        receipt.Status.Should().Be(AttemptStatus.LifetimeOver);
        receipt.Error!.Class.Should().Be(ErrorClass.Expired);
    }

    [Fact]
    public void A_signature_for_another_message_changes_nothing()
    {
        var ours = KannelConformance.Called("receipt-secret-1", A.Reference.ToString(), "type=1").Url.OriginalString;
        var theirs = ours.Replace($"{A.Reference}", $"{A.Reference with { Step = 1 }}", StringComparison.Ordinal);

        Read(Report("type=1") with { Url = new Uri(ours) }).Should().BeOfType<ReceiptParseResult.Receipts>();
        Read(Report("type=1") with { Url = new Uri(theirs) }).Should().BeOfType<ReceiptParseResult.Unauthentic>();
    }

    [Theory]
    [InlineData("&ref=0193b1c2d3e47f508a6b1c2d3e4f5061-1")]
    [InlineData("&sig=x")]
    [InlineData("&SIG=x")]
    public void What_is_signed_cannot_be_written_twice(string more)
    {
        var report = Report("type=1");

        Read(report with { Url = new Uri(report.Url.OriginalString + more) }).Should().BeOfType<ReceiptParseResult.Unauthentic>();
    }

    [Fact]
    public void The_address_that_the_call_contained_is_the_one_that_is_accepted()
    {
        using var call = new KannelProvider().CreateAdapter(A.Settings(Channel.Sms.Name, KannelConformance.Account)).WriteCall(A.Handover);
        var address = call.Headers.GetValues("X-Kannel-DLR-Url").Single().Replace("%d", "1", StringComparison.Ordinal);

        Read(Report("") with { Url = new Uri(address) }).Should().BeOfType<ReceiptParseResult.Receipts>()
            .Which.All.Should().ContainSingle().Which.Reference.Should().Be(A.Reference);
    }

    [Fact]
    public void No_error_about_a_person_or_a_content_is_evidence_against_an_account() =>
        KannelErrors.Smpp.Known.Values.Where(known => known.Class is not ErrorClass.Configuration)
            .Should().OnlyContain(known => known.About == ErrorSubject.Message);
}
