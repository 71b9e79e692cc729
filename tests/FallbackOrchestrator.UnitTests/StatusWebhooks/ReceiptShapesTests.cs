using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.StatusWebhooks;
using FallbackOrchestrator.UnitTests.Messages.Support;

namespace FallbackOrchestrator.UnitTests.StatusWebhooks;

/// <summary>
/// The receipt of every published state (https://developer.8x8.com/connect/docs/message-status-references), whole, in version 9 and 8: its
/// fields, their order, and none that is empty.
/// </summary>
public class ReceiptShapesTests
{
    private const string Head =
        "\"namespace\":\"ChatApps\",\"eventType\":\"outbound_message_status_changed\",\"description\":\"ChatApps outbound message delivery receipt\"";

    private const string Time = "\"timestamp\":\"2026-03-02T09:00:00.00Z\"";

    private static readonly AttemptError Undeliverable = new(ErrorClass.NotReachable, 1018, "131026", "Message rejected");

    private static Story Calling => Story.Of(A.WhatsApp, A.Sms).Admit();

    private static Story HandedOver => Calling.Accept();

    public static TheoryData<string, Func<MessageChange>, string, string?> States => new()
    {
        { "queued", () => new Story(A.Message(A.WhatsApp, A.Sms), A.Start, A.Rules).ChangeAfter(), $$"""{"state":"queued",{{Time}}}""", null },
        { "accepted", () => Ended(Calling, new CallResult.Accepted("id")), $$"""{"state":"sent",{{Time}}}""", null },
        { "taken, perhaps", () => Ended(Calling, new CallResult.Unknown("no answer within 8 s")), $$"""{"state":"sent",{{Time}}}""", null },
        { "sent", () => Came(AttemptStatus.Sent), $$"""{"state":"delivered","detail":"delivered_to_operator",{{Time}}}""", null },
        { "delivered", () => Came(AttemptStatus.Delivered), $$"""{"state":"delivered","detail":"delivered_to_recipient",{{Time}}}""", null },
        { "read", () => Came(AttemptStatus.Read), $$"""{"state":"read",{{Time}}}""", null },
        { "refused by the call", () => Ended(Calling, new CallResult.Rejected(Undeliverable)),
            $$"""{"state":"undelivered","detail":"rejected_by_operator",{{Time}},"errorCode":1018,"errorMessage":"Message rejected"}""", "131026" },
        { "undelivered", () => Came(AttemptStatus.Undelivered, Undeliverable),
            $$"""{"state":"undelivered","detail":"undelivered_to_recipient",{{Time}},"errorCode":1018,"errorMessage":"Message rejected"}""", "131026" },
        { "its lifetime is over", () => Came(AttemptStatus.LifetimeOver, AttemptError.Of(ErrorClass.Expired)),
            $$"""{"state":"undelivered","detail":"undelivered_to_recipient",{{Time}},"errorCode":36,"errorMessage":"The message expired at the channel"}""", null },
        { "recalled", () => Came(AttemptStatus.Recalled, AttemptError.Of(ErrorClass.Recalled)),
            $$"""{"state":"undelivered","detail":"undelivered_to_recipient",{{Time}},"errorCode":20,"errorMessage":"The message was recalled"}""", null },
        { "not taken in its patience", () => Ended(Calling, new CallResult.Deferred(A.Throttled, TimeSpan.FromHours(1))),
            $$"""{"state":"rejected",{{Time}},"errorCode":50,"errorMessage":"The channel did not take the message in time"}""", "429" },
        { "broken before it left",
            () => Ended(
                Story.Of(A.Message(A.WhatsApp, A.Sms), A.Rules with { MaxBrokenCalls = 1 }).Admit(), new CallResult.Broken("a bug")),
            $$"""{"state":"rejected",{{Time}},"errorCode":14,"errorMessage":"a bug"}""", null },
        { "cancelled before it left", () => Story.Of(A.WhatsApp, A.Sms).ChangeAfter(new Fact.CancelRequested()),
            $$"""{"state":"rejected",{{Time}},"errorCode":20,"errorMessage":"cancelled"}""", null },
        { "expired before it left",
            () => Story.Of(A.Message(A.WhatsApp, A.Sms) with { ExpiresAt = A.Start.AddSeconds(30) }).Unattended(30).ChangeAfter(),
            """{"state":"rejected","timestamp":"2026-03-02T09:00:30.00Z","errorCode":36,"errorMessage":"expired"}""", null },
    };

    [Theory]
    [MemberData(nameof(States), DisableDiscoveryEnumeration = true)]
    public void Every_receipt_is_whole_and_as_published(string what, Func<MessageChange> change, string status, string? providerCode)
    {
        var whatsapp = providerCode is null ? "" : $$""","whatsapp":{"providerErrorCode":"{{providerCode}}"}""";

        BodyOf(change(), WebhookFormat.Receipt9).Should().Be(
            $$$"""{"version":9,{{{Head}}},"payload":{"umid":"0195f000-0000-7000-8000-000000000001","clientMessageId":"order-7781","subAccountId":"acme","channel":"whatsapp","user":{"msisdn":"+6591234567"},"status":{{{status}}}{{{whatsapp}}}}}""",
            what);
        BodyOf(change(), WebhookFormat.Receipt8).Should().Be(
            $$$"""{{{{Head}}},"payload":{"umid":"0195f000-0000-7000-8000-000000000001","clientMessageId":"order-7781","subAccountId":"acme","channel":"whatsapp","user":{"msisdn":"+6591234567","channelUserId":"6591234567"},"status":{{{status}}}{{{whatsapp}}}}}""",
            what);
    }

    [Fact]
    public void A_message_of_a_batch_names_it()
    {
        var batched = Came(
            AttemptStatus.Delivered) with { Batch = new Batch(Guid.Parse("0195f000-0000-7000-8000-0000000000ba"), "promo-12") };

        BodyOf(batched, WebhookFormat.Receipt9).Should().Contain(
            "\"umid\":\"0195f000-0000-7000-8000-000000000001\",\"batchId\":\"0195f000-0000-7000-8000-0000000000ba\",\"clientBatchId\":\"promo-12\",\"clientMessageId\"");
    }

    [Theory]
    [InlineData(AttemptStatus.Sent, false)]
    [InlineData(AttemptStatus.Delivered, true)]
    [InlineData(AttemptStatus.Read, true)]
    [InlineData(AttemptStatus.Undelivered, true)]
    public void Only_statuses_that_WhatsApp_reported_contain_WhatsApps_id_of_a_person(AttemptStatus reported, bool stands)
    {
        var toUserId = Came(
            reported, reported == AttemptStatus.Undelivered ? Undeliverable : null) with { Recipient = new Recipient(null, "US.1349") };

        BodyOf(toUserId, WebhookFormat.Receipt9).Should().Contain(stands ? "\"user\":{\"channelUserId\":\"US.1349\"}" : "\"user\":{}");
        BodyOf(toUserId, WebhookFormat.Receipt8).Should().Contain("\"user\":{\"channelUserId\":\"US.1349\"}");
    }

    private static MessageChange Ended(Story story, CallResult result) => story.ChangeAfter(story.Ended(result));

    private static MessageChange Came(AttemptStatus reported, AttemptError? error = null) =>
        HandedOver.ChangeAfter(A.Receipt(HandedOver.Message, 1, reported, A.Start, error));

    // A failure starts the next step, of which there is nothing to tell yet.
    private static string BodyOf(MessageChange change, string format) =>
        PublishedReceipts.Write(PublishedReceipts.Of(change).Should().ContainSingle().Subject, change, format);
}
