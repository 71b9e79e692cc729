using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Channels;

/// <summary>Only id, reference and status decide. Whatever else a provider writes in another form than documented is left out.</summary>
public abstract partial class ChannelAdapterConformance
{
    /// <summary>A status with every member that the provider documents, decorations and all.</summary>
    protected abstract string GenuineReceipt(Reported reported);

    /// <summary>The paths of the members of <see cref="GenuineReceipt"/> that decide.</summary>
    protected abstract IReadOnlyCollection<string> DecidingInReceipts { get; }

    /// <summary>A response that accepts the message, with every member that the provider documents.</summary>
    protected abstract (int Status, string Body) GenuineAcceptance(string providerId);

    /// <summary>The path of the id in <see cref="GenuineAcceptance"/>; empty if it has none.</summary>
    protected abstract string IdInResponses { get; }

    /// <summary>A response that refuses the message for good, with every member that the provider documents.</summary>
    protected abstract (int Status, string Body) GenuineRefusal { get; }

    /// <summary>The paths of the code in <see cref="GenuineRefusal"/>.</summary>
    protected abstract IReadOnlyCollection<string> CodeInResponses { get; }

    /// <summary>
    /// A response with one thing that is not as documented, in every way; JSON unless the provider responds with something else.
    /// </summary>
    protected virtual IEnumerable<(string What, string Body)> OddResponses(string genuine, IReadOnlyCollection<string> deciding) =>
        JsonVariants.Of(genuine, deciding);

    /// <summary>A receipt with one thing that is not as documented, in every way; JSON unless the provider posts something else.</summary>
    protected virtual IEnumerable<(string What, string Body)> OddReceipts(string genuine) => JsonVariants.Of(genuine, DecidingInReceipts);

    [Fact]
    public void A_status_counts_whatever_its_other_members_are()
    {
        Assert.SkipUnless(ReportsStatuses, "this provider reports nothing");
        foreach (var status in (string[])[StatusWords.Delivered, .. ReportsFailures ? new[] { StatusWords.Failed } : []])
        {
            var reported = new Reported(status, A.Reference, Id, "Some words");
            foreach (var (what, body) in OddReceipts(GenuineReceipt(reported)))
            {
                var read = Adapter().ReadReceipts(ReferringTo(A.Reference, Webhook(Secret, body), body));
                var all = read.Should().BeOfType<ReceiptParseResult.Receipts>(what).Subject.All;

                var receipt = all.Should().ContainSingle(what).Subject;
                StatusLadder.IsFailure(receipt.Status).Should().Be(status == StatusWords.Failed, what);
                (receipt.Status == AttemptStatus.Delivered).Should().Be(status == StatusWords.Delivered, what);
                receipt.ProviderId.Should().Be(ReceiptsHaveId ? Id : null, what);
                receipt.Reference.Should().Be(Repeated, what);
                receipt.Error?.Text.Should().NotContain("\0", what);
            }
        }
    }

    [Fact]
    public void A_documented_failure_has_a_reason_and_nothing_is_left_out()
    {
        Assert.SkipUnless(ReportsFailures, "this provider reports no failures");
        var reported = new Reported(StatusWords.Failed, A.Reference, Id, "Some words");
        var request = ReferringTo(A.Reference, Webhook(Secret, GenuineReceipt(reported)), GenuineReceipt(reported));

        var receipt = Receipts(request).Should().ContainSingle().Subject;

        if (FailuresHaveWords)
            receipt.Error!.Text.Should().Be("Some words");
        if (FailuresHaveClass)
            receipt.Error!.Class.Should().NotBe(ErrorClass.Other);
        request.Unexpected.Names.Should().BeEmpty();
    }

    [Fact]
    public void Nothing_is_left_out_of_documented_responses()
    {
        foreach (
            var (status, body) in new[] { GenuineAcceptance("provider-id-1"), GenuineRefusal, Accepting("provider-id-1"),
                Refusing("Some words") })
        {
            var response = new ProviderResponse(status, Encoding.UTF8.GetBytes(body), RetryAfter: null);
            Adapter().ReadResponse(response);
            response.Unexpected.Names.Should().BeEmpty(body);
        }
    }

    [Fact]
    public void An_acceptance_is_understood_whatever_its_other_members_are()
    {
        var (status, genuine) = GenuineAcceptance("provider-id-1");
        foreach (var (what, body) in OddResponses(genuine, [IdInResponses]))
        {
            ResultOf(status, body).Should().BeOfType<CallResult.Accepted>(what)
                .Which.ProviderId.Should().Be(RespondsWithId ? "provider-id-1" : null, what);
        }
    }

    [Fact]
    public void A_rejection_is_understood_whatever_its_other_members_are()
    {
        var (status, genuine) = GenuineRefusal;
        var meant = ResultOf(status, genuine).Should().BeOfType<CallResult.Rejected>().Subject;
        meant.Error.Class.Should().NotBe(ErrorClass.BadRequest, "else an unknown code would be read the same");
        foreach (var (what, body) in OddResponses(genuine, CodeInResponses))
        {
            var read = ResultOf(status, body).Should().BeOfType<CallResult.Rejected>(what).Subject;

            (read.Error.Class, read.Error.Code, read.Error.ProviderCode).Should().Be(
                (meant.Error.Class, meant.Error.Code, meant.Error.ProviderCode), what);
        }
    }

    [Fact]
    public void A_wrong_entry_does_not_affect_the_others_of_a_batch()
    {
        Assert.SkipUnless(Batches, "this provider posts one status at a time");
        var genuine = GenuineReceipt(new Reported(StatusWords.Delivered, A.Reference, "provider-id-1"));

        var spoilt = JsonVariants.WithOddEntries(genuine).ToList();

        spoilt.Should().NotBeEmpty();
        foreach (var (what, body) in spoilt)
            Receipts(Webhook(Secret, body)).Should().ContainSingle(what).Which.Reference.Should().Be(Repeated);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("a\u001fb")]
    [InlineData(null)]
    public async Task An_id_that_cannot_be_stored_is_left_out(string? unusable)
    {
        Assert.SkipUnless(ReceiptsHaveId, "this provider's receipts have no id");
        var id = unusable ?? new string('w', 513);
        var reported = new Reported(StatusWords.Delivered, A.Reference, id);

        if (OwnId(A.Reference) is null && ReceiptsHaveReference)
        {
            Receipts(Webhook(Secret, reported)).Should().ContainSingle()
                .Which.Should().Match<Receipt>(receipt => receipt.ProviderId == null && receipt.Status == AttemptStatus.Delivered);
        }
        Receipts(Webhook(Secret, reported with { Reference = null })).Should().BeEmpty("nothing is left to find its attempt by");
        if (!RespondsWithId)
            return;
        var (status, body) = Accepting(System.Text.Json.JsonEncodedText.Encode(id).Value);
        (await ResultOfAsync(status, body)).Should().BeOfType<CallResult.Unknown>();
    }

    [Fact]
    public void The_longest_id_is_stored()
    {
        Assert.SkipUnless(ReceiptsHaveId, "this provider's receipts have no id");
        Receipts(Webhook(Secret, new Reported(StatusWords.Delivered, null, new string('w', 512)))).Should().ContainSingle();
    }

    [Fact]
    public void Without_its_signatures_header_a_webhook_needs_no_body()
    {
        Adapter().Traits.SignatureHeader.Should().Be(ReadsUnsignedBodies ? null : SignatureHeader.Name);
        var bodiless = WithSignature(Delivered(Secret), null) with { Body = ReadOnlyMemory<byte>.Empty };

        Adapter().ReadReceipts(bodiless).Should().NotBeOfType<ReceiptParseResult.Receipts>();
    }

    [Fact]
    public void One_status_fits_into_the_size_limit() =>
        Encoding.UTF8.GetByteCount(GenuineReceipt(new Reported(ReportsFailures ? StatusWords.Failed : StatusWords.Delivered, A.Reference, "id", new string('x', 2000))))
            .Should().BeLessThan(Adapter().Traits.MaxWebhookBytes);

    /// <summary>The webhook as the provider calls it for an attempt: another address, where the address carries the reference.</summary>
    protected virtual ReceiptRequest ReferringTo(AttemptReference reference, ReceiptRequest request, string body) => request;

    private CallResult ResultOf(int status, string body) =>
        Adapter().ReadResponse(new ProviderResponse(status, Encoding.UTF8.GetBytes(body), RetryAfter: null));
}
