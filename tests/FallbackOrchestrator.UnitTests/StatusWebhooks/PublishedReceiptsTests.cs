using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.StatusWebhooks;
using FallbackOrchestrator.UnitTests.Messages.Support;

namespace FallbackOrchestrator.UnitTests.StatusWebhooks;

public class PublishedReceiptsTests
{
    private static Story HandedOver => Story.Of(A.WhatsApp, A.Viber, A.Sms).HandOver();

    private static readonly AttemptError Undeliverable = new(ErrorClass.NotReachable, 1018, "131026", "Message rejected");

    [Fact]
    public void The_receipt_of_a_failure_is_byte_for_byte_as_published_in_version_9() =>
        Bodies(HandedOver.ChangeAfter(Failed()), WebhookFormat.Receipt9).Should().Equal(
            """{"version":9,"namespace":"ChatApps","eventType":"outbound_message_status_changed","description":"ChatApps outbound message delivery receipt","payload":{"umid":"0195f000-0000-7000-8000-000000000001","clientMessageId":"order-7781","subAccountId":"acme","channel":"whatsapp","user":{"msisdn":"+6591234567"},"status":{"state":"undelivered","detail":"undelivered_to_recipient","timestamp":"2026-03-02T09:00:00.00Z","errorCode":1018,"errorMessage":"Message rejected"},"whatsapp":{"providerErrorCode":"131026"}}}""");

    [Fact]
    public void Version_8_has_no_version_and_always_a_channel_user_id() =>
        Bodies(HandedOver.ChangeAfter(Failed()), WebhookFormat.Receipt8).Should().Equal(
            """{"namespace":"ChatApps","eventType":"outbound_message_status_changed","description":"ChatApps outbound message delivery receipt","payload":{"umid":"0195f000-0000-7000-8000-000000000001","clientMessageId":"order-7781","subAccountId":"acme","channel":"whatsapp","user":{"msisdn":"+6591234567","channelUserId":"6591234567"},"status":{"state":"undelivered","detail":"undelivered_to_recipient","timestamp":"2026-03-02T09:00:00.00Z","errorCode":1018,"errorMessage":"Message rejected"},"whatsapp":{"providerErrorCode":"131026"}}}""");

    [Theory]
    [InlineData(AttemptStatus.Sent, "\"state\":\"delivered\",\"detail\":\"delivered_to_operator\",\"timestamp\"")]
    [InlineData(AttemptStatus.Delivered, "\"state\":\"delivered\",\"detail\":\"delivered_to_recipient\",\"timestamp\"")]
    [InlineData(AttemptStatus.Read, "\"state\":\"read\",\"timestamp\"")]
    [InlineData(AttemptStatus.Rejected, "\"state\":\"undelivered\",\"detail\":\"rejected_by_operator\",\"timestamp\"")]
    [InlineData(AttemptStatus.LifetimeOver, "\"state\":\"undelivered\",\"detail\":\"undelivered_to_recipient\",\"timestamp\"")]
    public void Each_status_has_its_published_name(AttemptStatus reported, string status) =>
        Bodies(HandedOver.ChangeAfter(HandedOver.Came(1, reported))).Should().ContainSingle().Which.Should().Contain(status);

    [Fact]
    public void Acceptance_is_reported_as_sent_on_the_channel_that_accepted()
    {
        var calling = Story.Of(A.WhatsApp, A.Viber, A.Sms).Admit();

        Bodies(calling.ChangeAfter(calling.Ended(new CallResult.Accepted("id")))).Should().ContainSingle()
            .Which.Should().Contain("\"state\":\"sent\"").And.Contain("\"channel\":\"whatsapp\"");
    }

    [Fact]
    public void The_receipt_of_a_new_message_is_queued_byte_for_byte_as_published_in_version_9() =>
        Bodies(New(A.Message(A.WhatsApp, A.Viber, A.Sms)).ChangeAfter(), WebhookFormat.Receipt9).Should().Equal(
            """{"version":9,"namespace":"ChatApps","eventType":"outbound_message_status_changed","description":"ChatApps outbound message delivery receipt","payload":{"umid":"0195f000-0000-7000-8000-000000000001","clientMessageId":"order-7781","subAccountId":"acme","channel":"whatsapp","user":{"msisdn":"+6591234567"},"status":{"state":"queued","timestamp":"2026-03-02T09:00:00.00Z"}}}""");

    [Fact]
    public void A_scheduled_message_is_reported_as_queued_when_its_time_has_come()
    {
        var scheduled = A.Scheduled(30, A.WhatsApp, A.Sms);

        Bodies(New(scheduled).ChangeAfter()).Should().BeEmpty();
        Bodies(Story.Of(scheduled).Unattended(30).ChangeAfter()).Should().ContainSingle().Which.Should().Contain("\"state\":\"queued\"");
    }

    [Fact]
    public void A_new_message_whose_first_channel_cannot_carry_it_is_reported_as_rejected_and_not_as_queued()
    {
        var step = A.WhatsApp with { CannotApply = AttemptError.Of(ErrorClass.BadRequest) };

        Bodies(New(A.Message(step, A.Sms)).ChangeAfter()).Should().ContainSingle().Which.Should().Contain("\"state\":\"rejected\"");
    }

    [Fact]
    public void A_later_channels_queueing_and_a_time_out_cause_no_receipt()
    {
        var late = HandedOver.Unattended(60).ChangeAfter();

        late.Decision.Timeline.Select(entry => entry.Event).Should().ContainItemsAssignableTo<MessageEvent>()
            .And.Contain(what => what is MessageEvent.AttemptTimedOut);
        PublishedReceipts.Of(late).Should().BeEmpty();
    }

    [Fact]
    public void A_more_precise_reason_causes_another_receipt()
    {
        var failed = HandedOver.Decide(
            A.Receipt(HandedOver.Message, 1, AttemptStatus.Undelivered, A.Start, AttemptError.Of(ErrorClass.Other)));

        Bodies(failed.ChangeAfter(Failed())).Should().ContainSingle().Which.Should().Contain("\"errorCode\":1018");
        PublishedReceipts.Of(failed.Decide(Failed()).ChangeAfter(Failed())).Should().BeEmpty();
    }

    [Fact]
    public void A_status_that_changes_nothing_causes_no_other_receipt()
    {
        var delivered = HandedOver.Receipt(1, AttemptStatus.Delivered);

        PublishedReceipts.Of(
            delivered.ChangeAfter(delivered.Came(1, AttemptStatus.Delivered), delivered.Came(1, AttemptStatus.Sent))).Should().BeEmpty();
    }

    [Fact]
    public void A_late_status_of_a_step_that_was_left_is_reported_on_its_own_channel()
    {
        var onViber = HandedOver.After(60).HandOver("second");

        var receipts = PublishedReceipts.Of(
            onViber.ChangeAfter(onViber.Came(1, AttemptStatus.Delivered), onViber.Came(2, AttemptStatus.Sent))).ToList();

        receipts.Select(receipt => (receipt.Step, receipt.Status.Detail))
            .Should().Equal((1, "delivered_to_recipient"), (2, "delivered_to_operator"));
        receipts.Select(receipt => receipt.Seq).Should().BeInAscendingOrder();
    }

    [Fact]
    public void A_message_that_is_cancelled_before_its_first_call_is_reported_once_as_rejected()
    {
        var queued = Story.Of(A.WhatsApp, A.Viber, A.Sms);

        Bodies(queued.ChangeAfter(new Fact.CancelRequested())).Should().ContainSingle()
            .Which.Should().Contain("\"channel\":\"whatsapp\"").And.Contain("\"state\":\"rejected\"").And.Contain("\"errorCode\":20");
    }

    [Fact]
    public void A_message_that_expires_before_its_first_call_is_reported_once_as_expired()
    {
        var message = A.Message(A.WhatsApp, A.Sms) with { ExpiresAt = A.Start.AddSeconds(30) };

        Bodies(Story.Of(message).Unattended(30).ChangeAfter()).Should().ContainSingle()
            .Which.Should().Contain("\"state\":\"rejected\"").And.Contain("\"errorCode\":36");
    }

    [Fact]
    public void A_cancelled_message_that_a_provider_has_is_not_reported_as_rejected() =>
        PublishedReceipts.Of(HandedOver.ChangeAfter(new Fact.CancelRequested())).Should().BeEmpty();

    [Theory]
    [InlineData(AttemptStatus.Sent, "\"user\":{\"msisdn\":\"+6591234567\"},")]
    [InlineData(AttemptStatus.Delivered, "\"user\":{\"msisdn\":\"+6591234567\",\"channelUserId\":\"US.1349\"},")]
    [InlineData(AttemptStatus.Read, "\"user\":{\"msisdn\":\"+6591234567\",\"channelUserId\":\"US.1349\"},")]
    public void WhatsApps_data_about_the_person_and_the_price_are_passed_on(AttemptStatus status, string user)
    {
        var change = HandedOver.ChangeAfter(HandedOver.Came(1, status) with { Details = new ReceiptDetails("marketing", "US.1349") });

        Bodies(change, WebhookFormat.Receipt9).Should().ContainSingle()
            .Which.Should().Contain(user).And.EndWith("\"whatsapp\":{\"pricingCategory\":\"marketing\"}}}");
        Bodies(change, WebhookFormat.Receipt8).Should().ContainSingle()
            .Which.Should().Contain("\"channelUserId\":\"6591234567\"").And.EndWith("\"whatsapp\":{\"pricingCategory\":\"marketing\"}}}");
    }

    [Theory]
    [InlineData("K917PBuvPZmhKfb8Vw3b2Q==", true)]
    [InlineData("US.13491208655302741918", false)] // of WhatsApp
    [InlineData("4215879168499214", false)] // of Messenger
    public void A_receipt_of_a_channel_names_no_user_id_of_another(string userId, bool named)
    {
        var onViber = HandedOver.After(60).HandOver("second");
        var change = onViber.ChangeAfter(onViber.Came(2, AttemptStatus.Delivered)) with
        {
            Recipient = new Recipient(Msisdn.Stored("+6591234567"), userId),
        };

        Bodies(change).Should().ContainSingle().Which.Contains("channelUserId", StringComparison.Ordinal).Should().Be(named);
    }

    [Fact]
    public void No_detail_is_lost_if_several_receipts_arrive_together()
    {
        var change = HandedOver.ChangeAfter(
            HandedOver.Came(1, AttemptStatus.Sent) with { Details = new ReceiptDetails("utility", null) },
            HandedOver.Came(1, AttemptStatus.Delivered) with { Details = new ReceiptDetails(null, "US.1349") });

        Bodies(change).Should().ContainSingle().Which.Should().Contain("\"pricingCategory\":\"utility\"")
            .And.Contain("\"channelUserId\":\"US.1349\"");
    }

    [Fact]
    public void Details_stay_with_their_own_step_and_account()
    {
        var onViber = HandedOver.After(60).HandOver("second");
        var foreign = new ReceiptDetails("marketing", "US.1349");

        Bodies(onViber.ChangeAfter(
            onViber.Came(1, AttemptStatus.Delivered),
            onViber.Came(1, AttemptStatus.Sent) with { Account = new ChannelAccountId("another"), Details = foreign },
            onViber.Came(2, AttemptStatus.Sent) with { Details = foreign })).Should().HaveCount(2)
            .And.OnlyContain(body => !body.Contains("pricingCategory") && !body.Contains("US.1349"));
    }

    private static Story New(Message message) => new(message, A.Start, A.Rules);

    private static Fact.ReceiptCame Failed() => A.Receipt(HandedOver.Message, 1, AttemptStatus.Undelivered, A.Start, Undeliverable);

    private static IEnumerable<string> Bodies(MessageChange change, string format = WebhookFormat.Receipt9) =>
        PublishedReceipts.Of(change).Select(receipt => PublishedReceipts.Write(receipt, change, format));
}
