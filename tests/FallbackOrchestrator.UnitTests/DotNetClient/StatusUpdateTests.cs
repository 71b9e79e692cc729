using System.Text;
using System.Text.Json;
using FallbackOrchestrator.Client;

namespace FallbackOrchestrator.UnitTests.DotNetClient;

/// <summary>What the client reads of a status update, of this service and of a newer one.</summary>
public sealed class StatusUpdateTests
{
    [Fact]
    public void An_event_is_read_with_its_step_and_the_next_one()
    {
        var read = Parse("""
            {"type":"message.attemptTimedOut","timestamp":"2026-11-23T09:01:00+00:00","data":{"umid":"0195f000-0000-7000-8000-000000000001",
             "subAccountId":"shop_main","sequence":4,"step":1,"channel":"WhatsApp","channelId":"whatsapp-main","status":"sent","cause":"deadline",
             "state":"inProgress","next":{"step":2,"channel":"Viber","thenChannel":"SMS"}}}
            """).Should().BeOfType<MessageEvent>().Which;

        read.Id.Should().Be("an-id");
        read.Type.Should().Be("message.attemptTimedOut");
        read.Data.Should().BeEquivalentTo(new
        {
            Sequence = 4,
            Step = 1,
            Channel = Channel.WhatsApp,
            Status = DeliveryStatus.Sent,
            Cause = Cause.Deadline,
            State = MessageState.InProgress,
            Next = new { Step = 2, Channel = Channel.Viber, ThenChannel = Channel.Sms },
        });
    }

    [Theory]
    [InlineData("\"version\":9,", 9)]
    [InlineData("", null)]
    public void A_receipt_is_read_in_both_versions(string version, int? expected)
    {
        var read = Parse("{" + version + """
            "namespace":"ChatApps","eventType":"outbound_message_status_changed","description":"ChatApps outbound message delivery receipt",
             "payload":{"umid":"0195f000-0000-7000-8000-000000000001","subAccountId":"shop","channel":"whatsapp","user":{"msisdn":"+6591234567"},
             "status":{"state":"undelivered","timestamp":"2026-11-23T09:01:00.00Z","errorCode":1018,"errorMessage":"not reachable"},
             "whatsapp":{"pricingCategory":"utility"}}}
            """).Should().BeOfType<DeliveryReceipt>().Which;

        read.Version.Should().Be(expected);
        read.Payload.Channel.Should().Be(Channel.WhatsApp);
        read.Payload.Status.State.Should().Be(DeliveryStatus.Undelivered);
        read.Payload.Status.ErrorCode.Should().Be(1018);
        read.Payload.Whatsapp!.PricingCategory.Should().Be("utility");
    }

    [Fact]
    public void An_inbound_message_is_read_with_what_was_chosen()
    {
        var read = Parse("""
            {"version":3,"namespace":"ChatApps","eventType":"inbound_message_received","description":"ChatApps inbound message",
             "payload":{"umid":"0195f000-0000-7000-8000-000000000002","subAccountId":"shop","timestamp":"2026-11-28T09:01:00.00Z",
             "user":{"msisdn":"+6591234567","name":"Ada"},"recipient":{"channel":"whatsapp","channelId":"whatsapp-main"},"type":"Interactive",
             "content":{"payload":"yes","interactive":{"type":"button_reply","button_reply":{"id":"yes","title":"Yes"}}},
             "replyToUmid":"0195f000-0000-7000-8000-000000000001"}}
            """).Should().BeOfType<InboundMessage>().Which;

        read.Payload.Should().BeEquivalentTo(new
        {
            Umid = Guid.Parse("0195f000-0000-7000-8000-000000000002"),
            User = new { Msisdn = "+6591234567", Name = "Ada" },
            Recipient = new { Channel = Channel.WhatsApp, ChannelId = "whatsapp-main" },
            Type = InboundType.Interactive,
            Content = new { Payload = "yes", Interactive = new { Type = "button_reply", ButtonReply = new { Id = "yes", Title = "Yes" } } },
            ReplyToUmid = Guid.Parse("0195f000-0000-7000-8000-000000000001"),
        });
    }

    [Fact]
    public void An_operational_event_is_read_with_its_updates()
    {
        var read = Parse("""
            {"type":"message.exhausted","timestamp":"2026-11-28T09:01:00+00:00","data":{"subAccountId":"shop_main","server":"https://shop.example",
             "since":"2026-11-28T09:00:00+00:00","count":312,"updates":[{"id":"0195f000-0000-7000-8000-0000000000a1",
             "umid":"0195f000-0000-7000-8000-000000000001","subAccountId":"shop_main","tries":14,"lastResult":"refused","lastStatus":503}]}}
            """).Should().BeOfType<OperationalEvent>().Which;

        read.Type.Should().Be(OperationalEventType.MessageExhausted);
        read.Data.Should().BeEquivalentTo(new { SubAccountId = "shop_main", Server = "https://shop.example", Count = 312 });
        read.Data.Updates.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Tries = 14, LastResult = WebhookCallResult.Refused, LastStatus = 503 });
    }

    [Theory]
    [InlineData("endpoint.disabled", OperationalEventType.EndpointDisabled)]
    [InlineData("endpoint.enabled", OperationalEventType.EndpointEnabled)]
    [InlineData("endpoint.painted", OperationalEventType.Unrecognized)]
    public void What_happened_to_a_webhook_is_read_of_a_newer_service_too(string type, OperationalEventType expected)
    {
        var read = Parse("{\"type\":\"" + type + """
            ","timestamp":"2026-11-28T09:01:00+00:00","data":{"subAccountId":"*","server":"https://shop.example","reason":"gone",
             "since":"2026-11-27T09:01:00+00:00"}}
            """).Should().BeOfType<OperationalEvent>().Which;

        (read.Type, read.Data.Reason).Should().Be((expected, WebhookStatus.Gone));
    }

    [Fact]
    public void Names_and_fields_of_a_newer_service_are_no_errors()
    {
        var read = Parse("""
            {"type":"message.attemptPaused","timestamp":"2026-11-23T09:01:00+00:00","newer":true,"data":{"umid":"0195f000-0000-7000-8000-000000000001",
             "subAccountId":"shop","sequence":4,"channel":"Pigeon","status":"resting","cause":"weather","state":"asleep","wind":{"from":"west"}}}
            """).Should().BeOfType<MessageEvent>().Which;

        read.Data.Channel.Should().Be(Channel.Unrecognized);
        read.Data.Status.Should().Be(DeliveryStatus.Unrecognized);
        read.Data.Cause.Should().Be(Cause.Unrecognized);
        read.Data.State.Should().Be(MessageState.Unrecognized);
        read.Body.GetProperty("data").GetProperty("wind").GetProperty("from").GetString().Should().Be("west");
    }

    [Theory]
    [InlineData("""{"type":"account.closed"}""")]
    [InlineData("""{"type":7}""")]
    [InlineData("""{"type":"message.attemptPaused","data":"in another form"}""")]
    [InlineData("""{"type":"message.attemptPaused","timestamp":"2026-11-23T09:01:00+00:00","data":{}}""")]
    [InlineData("""{"eventType":"outbound_message_status_changed"}""")]
    [InlineData("[]")]
    [InlineData("null")]
    public void What_has_another_form_is_kept_as_it_came(string body)
    {
        var read = Parse(body);

        read.Should().BeOfType<OtherUpdate>();
        read.Body.GetRawText().Should().Be(body);
    }

    [Fact]
    public void What_is_not_JSON_is_an_error() => FluentActions.Invoking(() => Parse("<html>")).Should().Throw<JsonException>();

    private static StatusUpdate Parse(string body) => StatusUpdate.Parse("an-id", Encoding.UTF8.GetBytes(body));
}
