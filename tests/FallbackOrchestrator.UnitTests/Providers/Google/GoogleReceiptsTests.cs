using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Providers.Google;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Google;

public sealed class GoogleReceiptsTests
{
    // Signed with Python, not by this code.
    private const string Delivered =
        """{"senderPhoneNumber":"+447700900123","eventType":"DELIVERED","eventId":"EVT1","messageId":"3f7c9f2e-7f0a-4c57-8f0b-3a2f2d0c1a11","agentId":"acme_agent","sendTime":"2026-01-02T15:04:05.000Z"}""";

    private const string ItsSignature = "YLjjHIdf+NaQCuW46EUEvjfaqw3VU8I1bCuOOnjDqhyrt00j5cXZXCGrEMGjMrFORNNBbILZCSAEGQqn/ZiMbA==";

    private static readonly IChannelAdapter Adapter =
        new GoogleProvider().CreateAdapter(A.Settings(Channel.Rcs.Name, GoogleConformance.Account));

    private static Receipt Read(string data) => Adapter.ReadReceipts(GoogleConformance.Signed("SJENCPGJESMGUFPY", Encoding.UTF8.GetBytes(data)))
        .Should().BeOfType<ReceiptParseResult.Receipts>().Which.All.Should().ContainSingle().Subject;

    private static ReceiptParseResult SetUp(string body) =>
        Adapter.ReadReceipts(GoogleConformance.Posted(Encoding.UTF8.GetBytes(body), null));

    [Fact]
    public void A_signature_that_was_made_elsewhere_is_accepted()
    {
        var request = GoogleConformance.Posted(GoogleConformance.Envelope(Encoding.UTF8.GetBytes(Delivered)), ItsSignature);

        var receipt = Adapter.ReadReceipts(request).Should().BeOfType<ReceiptParseResult.Receipts>().Which.All.Single();

        receipt.Should().Be(new Receipt(
            null, "3f7c9f2e-7f0a-4c57-8f0b-3a2f2d0c1a11", AttemptStatus.Delivered, new DateTimeOffset(2026, 1, 2, 15, 4, 5, TimeSpan.Zero))
        {
            AccountName = "acme_agent",
        });
    }

    [Theory]
    [InlineData("DELIVERED", AttemptStatus.Delivered)]
    [InlineData("READ", AttemptStatus.Read)]
    [InlineData("read", AttemptStatus.Read)]
    public void What_a_person_does_with_a_message_is_its_status(string type, AttemptStatus status) =>
        Read(Delivered.Replace("DELIVERED", type, StringComparison.Ordinal)).Status.Should().Be(status);

    [Fact]
    public void A_message_that_withdrew_itself_is_over()
    {
        var receipt = Read(Delivered.Replace("DELIVERED", "TTL_EXPIRATION_REVOKED", StringComparison.Ordinal)
            .Replace("senderPhoneNumber", "phoneNumber", StringComparison.Ordinal));

        receipt.Status.Should().Be(AttemptStatus.LifetimeOver);
        receipt.Error.Should().Be(new AttemptError(ErrorClass.Expired, ErrorCodes.Expired, "TTL_EXPIRATION_REVOKED"));
    }

    [Theory]
    [InlineData("acme_agent", "acme_agent")]
    [InlineData("acme_agent@rbm.goog", "acme_agent")]
    [InlineData("other_agent", "other_agent")]
    public void The_agent_of_the_event_is_the_account_whatever_the_address_is(string agent, string account)
    {
        Read(Delivered.Replace("acme_agent", agent, StringComparison.Ordinal)).AccountName.Should().Be(account);
        Adapter.Traits.AccountName.Should().Be("acme_agent");
    }

    [Theory]
    [InlineData("SJENCPGJESMGUFPY")]
    [InlineData("client-token-before")]
    public void The_request_that_sets_the_webhook_up_gets_its_secret_back(string token) =>
        SetUp($$"""{"clientToken":"{{token}}","secret":"1234567890"}""").Should().Be(new ReceiptParseResult.Challenge("1234567890"));

    [Theory]
    [InlineData("""{"clientToken":"SJENCPGJESMGUFPX","secret":"1234567890"}""")]
    [InlineData("""{"secret":"1234567890"}""")]
    [InlineData("""{"clientToken":"SJENCPGJESMGUFPY"}""")]
    [InlineData("""{"clientToken":"","secret":"1234567890"}""")]
    [InlineData("")]
    public void Without_the_client_token_no_webhook_is_set_up(string body) =>
        SetUp(body).Should().BeOfType<ReceiptParseResult.Unauthentic>();

    [Fact]
    public void What_Google_signed_and_nobody_can_read_is_taken_because_Google_would_hold_back_all_that_follows()
    {
        var read = Adapter.ReadReceipts(GoogleConformance.Signed("SJENCPGJESMGUFPY", "no JSON"u8.ToArray()));

        read.Should().BeOfType<ReceiptParseResult.Receipts>().Which.LeftOut.Should().Equal("it is no event of Google's form");
    }

    [Theory]
    [InlineData(1, "1193b1c2-d3e4-7f50-8a6b-1c2d3e4f5061")]
    [InlineData(2, "2193b1c2-d3e4-7f50-8a6b-1c2d3e4f5061")]
    [InlineData(10, "a193b1c2-d3e4-7f50-8a6b-1c2d3e4f5061")]
    [InlineData(15, "f193b1c2-d3e4-7f50-8a6b-1c2d3e4f5061")]
    public void Our_reference_is_a_UUID_and_can_be_read_back(int step, string id)
    {
        var reference = A.Reference with { Step = step };

        GoogleMessageId.Of(reference).Should().Be(id);
        GoogleMessageId.ReferenceIn(id).Should().Be(reference);
        GoogleMessageId.ReferenceIn(id.ToUpperInvariant()).Should().Be(reference);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("provider-id-1")]
    [InlineData("0193b1c2-d3e4-7f50-8a6b-1c2d3e4f5061")] // No step.
    [InlineData("3f7c9f2e-7f0a-4c57-8f0b-3a2f2d0c1a11")] // A random one.
    public void Another_id_is_no_reference_of_ours(string? id) => GoogleMessageId.ReferenceIn(id).Should().BeNull();

    [Fact]
    public void An_id_that_has_no_room_for_the_step_is_never_sent()
    {
        var far = new Umid(Guid.CreateVersion7(new DateTimeOffset(2600, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        var write = () => GoogleMessageId.Of(new AttemptReference(far, 1));

        write.Should().Throw<InvalidOperationException>();
    }
}
