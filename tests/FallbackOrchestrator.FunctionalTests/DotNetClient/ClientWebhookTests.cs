using System.Text;
using FallbackOrchestrator.Client;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.DotNetClient;

/// <summary>The .NET client's webhooks: what the service posts is verified and read.</summary>
public sealed class ClientWebhookTests(WebhookService service) : IClassFixture<WebhookService>
{
    private readonly FallbackClient _client = new(
        service.Http,
        new FallbackClientOptions { BaseAddress = service.Http.BaseAddress!, ApiKey = "dev-demo-key", Subaccount = "demo" });

    [Fact]
    public async Task Every_event_of_a_message_is_verified_and_read()
    {
        await service.RegisterAsync("/client-events", new { format = "events-v1" });
        var verifier = new WebhookVerifier((await _client.Webhooks.RotateSecretAsync(new WebhookTarget("demo"))).Secret);

        var umid = await service.SendAsync("+9990003", null, new { channel = "SMS" });
        var posted = await service.Customer.WaitAsync("/client-events", all => all.Any(one => one.Body.Contains("message.messageCompleted")));

        var events = posted.Select(one => verifier.Read(Bytes(one), one.Headers.GetValueOrDefault)).Cast<MessageEvent>().ToList();
        events.Select(one => one.Id).Should().Equal(posted.Select(one => one.Id));
        events.Select(one => one.Data.Sequence).Should().Equal(Enumerable.Range(1, events.Count));
        events.Should().OnlyContain(one => one.Data.Umid == new Guid(umid) && one.Data.Cause != Cause.Unrecognized);
        events[^1].Data.Detail!.Outcome.Should().Be(Outcome.Succeeded);
        events[^1].Data.Status.Should().Be(DeliveryStatus.Delivered);
    }

    [Fact]
    public async Task A_receipt_is_verified_and_read()
    {
        await service.RegisterAsync("/client-receipts");
        var verifier = new WebhookVerifier((await _client.Webhooks.RotateSecretAsync(new WebhookTarget("demo"))).Secret);

        await service.SendAsync("+9990003", null, new { channel = "SMS" });
        var posted = await service.Customer.WaitAsync("/client-receipts", all => all.Any(one => one.Body.Contains("delivered_to_recipient")));

        var receipts = posted.Select(one => verifier.Read(Bytes(one), one.Headers.GetValueOrDefault)).Cast<DeliveryReceipt>().ToList();
        receipts.Should().OnlyContain(receipt => receipt.Version == 9 && receipt.Payload.Channel == Channel.Sms);
        receipts[^1].Payload.Status.State.Should().Be(DeliveryStatus.Delivered);
        receipts[^1].Payload.ClientMessageId.Should().Be("order-7781");
    }

    [Fact]
    public async Task What_was_changed_or_signed_with_another_secret_is_refused_and_a_rotation_lets_both_secrets_in()
    {
        await service.RegisterAsync("/client-signed");
        var first = (await _client.Webhooks.RotateSecretAsync(new WebhookTarget("demo"))).Secret;
        var second = (await _client.Webhooks.RotateSecretAsync(new WebhookTarget("demo"))).Secret;

        (await _client.Webhooks.PingAsync(new WebhookTarget("demo"))).Should().BeEquivalentTo(
            new { Delivered = true, Result = WebhookCallResult.Delivered, Status = 200 });
        var ping = service.Customer.PostedTo("/client-signed")[^1];

        Read(ping, first).Should().BeOfType<Ping>();
        Read(ping, second).Should().BeOfType<Ping>();
        FluentActions.Invoking(() => Read(ping with { Body = ping.Body + " " }, second)).Should().Throw<WebhookVerificationException>();
        FluentActions.Invoking(() => Read(ping, "whsec_" + Convert.ToBase64String(new byte[32]))).Should().Throw<WebhookVerificationException>();

        static StatusUpdate Read(Posted posted, string secret) =>
            new WebhookVerifier(secret).Read(Bytes(posted), posted.Headers.GetValueOrDefault);
    }

    [Fact]
    public async Task Webhooks_are_put_listed_and_deleted_and_a_delivery_is_made_again()
    {
        await service.UnregisterAsync();

        var warnings = await _client.Webhooks.PutAsync(
        [
            new Webhook
            {
                SubAccountId = "demo",
                Type = WebhookType.DeliveryReceipts,
                Url = service.Customer.At("/client-put").AbsoluteUri,
                Format = WebhookFormat.Receipts8,
                HttpAuthorization = "Bearer s3cret",
            },
            new Webhook { SubAccountId = "*", Type = WebhookType.InboundMessages, Url = "https://shop.example/inbound" },
        ]);
        var listed = await _client.Webhooks.ListAsync();
        await service.SendAsync("+9990003", null, new { channel = "SMS" });
        await service.Customer.WaitAsync("/client-put", all => all.Any(one => one.Body.Contains("delivered_to_recipient")));
        var delivery = (await Until.TrueAsync(
            () => _client.Webhooks.ListDeliveriesAsync([DeliveryState.Delivered]),
            all => all.Any(one => one.Format == WebhookFormat.Receipts8)))[0];
        await _client.Webhooks.ReplayAsync(delivery.Id);
        await service.Customer.WaitAsync("/client-put", all => all.Count(one => one.Id == delivery.Id.ToString()) == 2);
        await _client.Webhooks.DeleteAsync([new WebhookTarget("demo"), new WebhookTarget("*", WebhookType.InboundMessages)]);

        warnings.Should().BeEmpty();
        listed.Select(one => (one.SubAccountId, one.Type, one.Format, one.HttpAuthorization, one.Status)).Should().Equal(
            ("*", WebhookType.InboundMessages, WebhookFormat.Inbound3, null, WebhookStatus.Active),
            ("demo", WebhookType.DeliveryReceipts, WebhookFormat.Receipts8, "***", WebhookStatus.Active));
        (await _client.Webhooks.ListAsync()).Should().BeEmpty();
    }

    private static byte[] Bytes(Posted posted) => Encoding.UTF8.GetBytes(posted.Body);
}
