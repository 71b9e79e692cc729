using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Providers.Line;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Line;

public sealed class LineReceiptsTests
{
    private static ReceiptParseResult Read(ReceiptRequest request) =>
        new LineProvider().CreateAdapter(A.Settings(Channel.Line.Name, LineConformance.Account)).ReadReceipts(request);

    // Computed by another program, from LINE's description.
    [Fact]
    public void The_signature_is_the_one_that_LINE_describes() => Read(LineConformance.Request(
        "Ggs7JO4k4ZTTVwU1dMJvmSUaxniBBADvSnaRLVZlVmY=",
        Encoding.UTF8.GetBytes("""{"destination":"U00000000000000000000000000000000","events":[]}""")))
        .Should().BeOfType<ReceiptParseResult.Receipts>().Which.All.Should().BeEmpty();

    [Fact]
    public void A_delivery_belongs_to_the_accounts_that_share_the_channels_secret()
    {
        var adapter = new LineProvider().CreateAdapter(A.Settings(Channel.Line.Name, LineConformance.Account));
        var body = $$$"""{"events":[{"type":"delivery","timestamp":1767366245000,"delivery":{"data":"{{{A.Reference}}}"}}]}""";

        Read(LineConformance.Signed("channel-secret-1", body)).Should().BeOfType<ReceiptParseResult.Receipts>().Which.All.Should().Equal(
            new Receipt(A.Reference, null, AttemptStatus.Delivered, DateTimeOffset.FromUnixTimeSeconds(1_767_366_245))
            {
                AccountName = adapter.Traits.AccountName,
            });
    }

    [Fact]
    public void Messages_of_people_leave_no_trace_but_an_event_that_nobody_knows_does()
    {
        static IReadOnlyList<string> LeftOut(string type) => ((ReceiptParseResult.Receipts)Read(LineConformance.Signed(
            "channel-secret-1", $$"""{"events":[{"type":"{{type}}"}]}"""))).LeftOut;

        LeftOut("unsend").Should().BeEmpty();
        LeftOut("follow").Should().BeEmpty();
        LeftOut("somersault").Should().Equal("its status is none that is known");
    }

    [Fact]
    public void What_is_signed_but_not_JSON_is_malformed() =>
        Read(LineConformance.Signed("channel-secret-1", "hello")).Should().BeOfType<ReceiptParseResult.Malformed>();
}
