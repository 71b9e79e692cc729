using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Channels;

/// <summary>A provider's webhooks: the check of their signature, and their receipts.</summary>
public abstract partial class ChannelAdapterConformance
{
    private static readonly byte[][] Garbage =
    [
        [], [0], [0xff, 0xfe, 0x80], .. new[]
        {
            " ", "{", "[", "]", "{}", "[]", "[[]]", "null", "true", "12", "\"\"", "{\"", "{\"a\":", "a=b", "&&=&", "%", "%zz=%", "=", "?",
            "\u0000",
            "{\"entry\":null}", "{\"entry\":[null]}", "{\"entry\":[{\"changes\":[{\"field\":\"messages\",\"value\":7}]}]}",
            "{\"error\":null}", "{\"error\":\"no\"}", "{\"error\":{\"code\":\"x\"}}", "{\"error\":{\"code\":99999999999}}",
            "{\"messages\":[null]}",
            "{\"messages\":[{\"id\":7}]}", "{\"title\":7}", "{\"sid\":{}}", "{\"status\":[]}", "{\"message_uuid\":1}",
            "{\"message_uuid\":\"\\ud800\"}",
            new('[', 200), $"{{\"status\":\"{new string('x', 70_000)}",
        }.Select(Encoding.UTF8.GetBytes),
        [.. "{\"message_uuid\":\""u8, 0xff, .. "\"}"u8],
    ];

    private IReadOnlyList<Receipt> Receipts(ReceiptRequest request) =>
        Adapter().ReadReceipts(request).Should().BeOfType<ReceiptParseResult.Receipts>().Subject.All;

    private ReceiptRequest Delivered(string secret) => Webhook(secret, new Reported(StatusWords.Delivered, A.Reference, Id));

    [Fact]
    public void A_delivered_receipt_names_the_attempt()
    {
        Assert.SkipUnless(ReportsStatuses, "this provider reports nothing");
        var receipt = Receipts(Delivered(Secret)).Should().ContainSingle().Subject;

        receipt.Status.Should().Be(AttemptStatus.Delivered);
        receipt.Reference.Should().Be(Repeated);
        receipt.ProviderId.Should().Be(ReceiptsHaveId ? Id : null);
        receipt.Error.Should().BeNull();
    }

    [Fact]
    public void A_delivered_receipt_without_our_reference_still_names_the_providers_id()
    {
        Assert.SkipUnless(ReceiptsHaveId, "this provider's receipts have no id");
        var receipt = Receipts(
            Webhook(Secret, new Reported(StatusWords.Delivered, null, "provider-id-1"))).Should().ContainSingle().Subject;

        receipt.Reference.Should().BeNull();
        receipt.ProviderId.Should().Be("provider-id-1");
    }

    [Fact]
    public void A_failure_has_a_reason_that_does_not_quote_us()
    {
        Assert.SkipUnless(ReportsFailures, "this provider reports no failures");
        var reason = $"Could not reach {A.Number} (+44 7700 900-123) with {string.Join(" and ", Secrets)}";

        var receipt = Receipts(
            Webhook(Secret, new Reported(StatusWords.Failed, A.Reference, "provider-id-1", reason))).Should().ContainSingle().Subject;

        StatusLadder.IsFailure(receipt.Status).Should().BeTrue();
        receipt.Error.Should().NotBeNull();
        NothingPrivateIn(receipt.Error!.ToString());
    }

    [Fact]
    public void A_bad_signature_changes_nothing() =>
        Adapter().ReadReceipts(Delivered("somebody-elses-secret")).Should().BeOfType<ReceiptParseResult.Unauthentic>();

    [Fact]
    public void A_missing_signature_changes_nothing() =>
        Adapter().ReadReceipts(WithSignature(Delivered(Secret), null)).Should().NotBeOfType<ReceiptParseResult.Receipts>();

    [Fact]
    public void Every_bit_of_the_signature_counts()
    {
        Assert.SkipUnless(ReportsStatuses, "this provider reports nothing");
        var adapter = Adapter();
        var request = Delivered(Secret);
        var signature = SignatureOf(request);
        adapter.ReadReceipts(request).Should().BeOfType<ReceiptParseResult.Receipts>("the signature is right before it is spoilt");

        var believed =
            from at in Enumerable.Range(SignatureHeader.Start, signature.Length - SignatureHeader.Start)
            from bit in Enumerable.Range(0, 8)
            let spoilt = WithSignature(request, Flipped(signature, at, bit))
            where adapter.ReadReceipts(spoilt) is not ReceiptParseResult.Unauthentic
            select (at, bit);

        believed.Should().BeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("x")]
    [InlineData("sha256=")]
    [InlineData("Bearer")]
    [InlineData("Bearer a.b.c")]
    [InlineData("Bearer ..")]
    public void A_signature_of_the_wrong_form_changes_nothing(string signature) =>
        Adapter().ReadReceipts(WithSignature(Delivered(Secret), signature)).Should().NotBeOfType<ReceiptParseResult.Receipts>();

    [Fact]
    public void A_signature_for_another_body_changes_nothing()
    {
        Assert.SkipWhen(AddressIsSigned || !ReportsStatuses, "this provider signs no body");
        var request = Delivered(Secret);

        Adapter().ReadReceipts(WithAnotherBody(request)).Should().BeOfType<ReceiptParseResult.Unauthentic>();
    }

    [Fact]
    public void During_a_change_of_the_secret_both_are_accepted()
    {
        Assert.SkipUnless(ReportsStatuses, "this provider reports nothing");
        Receipts(Delivered(PreviousSecret)).Should().BeEquivalentTo(Receipts(Delivered(Secret)));
    }

    [Fact]
    public void Unknown_statuses_are_left_out()
    {
        Assert.SkipUnless(ReportsStatuses, "this provider reports nothing");
        Receipts(Webhook(Secret, new Reported("somersaulted", A.Reference, "provider-id-1"))).Should().BeEmpty();
    }

    [Theory]
    [InlineData("somersaulted", "provider-id-1", "its status is none that is known")]
    [InlineData("", "provider-id-1", "its status is none that is known")]
    [InlineData(null, "", "it has neither an id nor a reference that can be read")]
    public void Left_out_parts_of_a_webhook_are_reported(string? status, string id, string why)
    {
        Assert.SkipUnless(ReportsStatuses, "this provider reports nothing");
        var result = Adapter().ReadReceipts(Webhook(Secret, new Reported(status ?? StatusWords.Delivered, null, id)));

        result.Should().BeOfType<ReceiptParseResult.Receipts>().Which.LeftOut.Should().Equal(why);
        ((ReceiptParseResult.Receipts)Adapter().ReadReceipts(Delivered(Secret))).LeftOut.Should().BeEmpty();
    }

    [Fact]
    public void Events_about_something_else_are_left_out()
    {
        foreach (var body in OtherEvents)
            Receipts(Webhook(Secret, body)).Should().BeEmpty(body);
    }

    [Fact]
    public void A_batch_is_read_whole()
    {
        Assert.SkipUnless(Batches, "this provider posts one status at a time");
        var statuses = Enumerable.Range(1, 20).Select(step => new Reported(
            step == 7 ? "somersaulted" : StatusWords.Delivered, A.Reference with { Step = step }, $"provider-id-{step}"));

        var receipts = Receipts(Webhook(Secret, [.. statuses]));

        receipts.Select(receipt => receipt.Reference?.Step ?? Step(receipt.ProviderId!))
            .Should().Equal(Enumerable.Range(1, 20).Where(step => step != 7));

        static int Step(string id) => int.Parse(id["provider-id-".Length..], System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Nothing_that_is_posted_makes_the_adapter_throw()
    {
        foreach (var body in Garbage)
        {
            var unsigned = new ReceiptRequest("POST", new Uri("https://us.example/webhooks/acme/main?x=%zz&&="), _ => null, body, A.Time);
            var signed = Webhook(Secret, Encoding.UTF8.GetString(body));
            foreach (var request in (ReceiptRequest[])[unsigned, unsigned with { Method = "GET" }, signed, signed with { Method = "PUT" }])
            {
                var read = () => Adapter().ReadReceipts(request);
                read.Should().NotThrow(Encoding.UTF8.GetString(body))
                    .Which.Should().Match<ReceiptParseResult>(reading => !(reading is ReceiptParseResult.Receipts)
                        || ((ReceiptParseResult.Receipts)reading).All.Count == 0);
            }
        }
    }

    private static string Flipped(string text, int at, int bit)
    {
        var characters = text.ToCharArray();
        characters[at] = (char)(characters[at] ^ (1 << bit));
        return new string(characters);
    }
}
