using System.Net;
using FallbackOrchestrator.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>How receipts find their attempts, and which are believed.</summary>
public sealed class ReceiptTests(PostgresServer server)
{
    [Fact]
    public async Task A_receipt_that_arrives_before_the_response_and_names_only_the_providers_id_waits_for_it()
    {
        await using var provider = await StubProvider.StartAsync();
        await using var world = await new World(server).With("whatsapp-demo", provider).StartAsync();
        var umid = await world.SendAsync("+9990433", WhatsApp(60, "Read"), Viber(60, "Delivered"), Sms());
        await world.SettleAsync();

        using var response = await world.PostMetaStatusAsync(Status("failed", "wamid.early", reference: null));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await world.QueryAsync<long>("SELECT count(*) FROM parked_receipts")).Should().Be(1);
        (await world.TimelineAsync(umid)).Attempts[0].Outcome.Should().Be("open");

        provider.Respond(Results.Json(new { messages = new[] { new { id = "wamid.early" } } }));
        await world.AdvanceAsync(TimeSpan.FromSeconds(5));

        var message = await world.TimelineAsync(umid);
        message.Attempts[0].Status.Should().Be("undelivered");
        message.SucceededStep.Should().Be(2);
        (await world.QueryAsync<long>("SELECT count(*) FROM parked_receipts")).Should().Be(0);
    }

    [Fact]
    public async Task A_receipt_that_waited_for_its_attempt_has_lost_none_of_its_data()
    {
        await using var provider = await StubProvider.StartAsync();
        await using var world = await new World(server).With("whatsapp-demo", provider).StartAsync();
        await world.SendJsonAsync(
            """
            { "user": { "msisdn": "+9990434" }, "type": "text", "content": { "text": "a" }, "dlrCallbackUrl": "http://127.0.0.1:9/",
              "channels": [ { "channel": "WhatsApp", "fallbackAfter": 60, "successStatus": "Read" }, { "channel": "SMS" } ] }
            """);
        await world.SettleAsync();
        using var response = await world.PostMetaStatusAsync(
            """
            {"entry":[{"changes":[{"field":"messages","value":{"statuses":[{"id":"wamid.early","status":"delivered",
            "timestamp":"1795000000","recipient_user_id":"US.1349","pricing":{"category":"marketing"}}]}}]}]}
            """);

        provider.Respond(Results.Json(new { messages = new[] { new { id = "wamid.early" } } }));
        await world.AdvanceAsync(TimeSpan.FromSeconds(5));

        (await world.QueryAsync<string>("SELECT body FROM status_updates WHERE body LIKE '%delivered_to_recipient%'"))
            .Should().Contain("\"channelUserId\":\"US.1349\"").And.Contain("\"pricingCategory\":\"marketing\"");
    }

    [Fact]
    public async Task A_receipt_at_another_accounts_webhook_changes_nothing_although_it_names_our_attempt()
    {
        await using var world = await new World(server)
            .With("ChannelAccounts:whatsapp-other:Provider", "Meta")
            .With("ChannelAccounts:whatsapp-other:Channel", "WhatsApp")
            .With("ChannelAccounts:whatsapp-other:Settings:PhoneNumberId", "1")
            .With("ChannelAccounts:whatsapp-other:Settings:AccessToken", "other-token")
            .With("ChannelAccounts:whatsapp-other:Settings:AppSecret", "other-secret")
            .With("ChannelAccounts:whatsapp-other:Settings:VerifyToken", "other-verify-token")
            .StartAsync();
        var umid = await world.SendAsync("+9990133", WhatsApp(60, "Read"), Sms());
        await world.SettleAsync();
        var before = await world.TimelineAsync(umid);

        using var others = await world.PostMetaStatusAsync(Status("read", "wamid.others", umid), "whatsapp-other", "other-secret");

        others.StatusCode.Should().Be(HttpStatusCode.OK, "its provider would jam on anything else");
        (await world.TimelineAsync(umid)).Should().BeEquivalentTo(before);

        using var ours = await world.PostMetaStatusAsync(Status("read", "wamid.ours", umid));

        ours.StatusCode.Should().Be(HttpStatusCode.OK);
        (await world.TimelineAsync(umid)).SucceededStep.Should().Be(1);
    }

    [Fact]
    public async Task A_receipt_with_a_wrong_signature_is_refused_and_changes_nothing()
    {
        await using var world = await new World(server).StartAsync();
        var umid = await world.SendAsync("+9990133", WhatsApp(60, "Read"), Sms());

        using var response = await world.PostMetaStatusAsync(Status("read", "wamid.forged", umid), secret: "a-guess");

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await world.TimelineAsync(umid)).Outcome.Should().BeNull();
    }

    private static string Status(string status, string id, Guid? reference)
    {
        var echoed = reference is { } umid ? $"\"{umid:N}-1\"" : "null";
        return $$$"""
            {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messaging_product":"whatsapp",
            "statuses":[{"id":"{{{id}}}","status":"{{{status}}}","timestamp":"1795000000","biz_opaque_callback_data":{{{echoed}}}}]}}]}]}
            """;
    }
}
