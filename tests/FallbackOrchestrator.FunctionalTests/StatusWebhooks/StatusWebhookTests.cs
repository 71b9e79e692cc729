using FallbackOrchestrator.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;

namespace FallbackOrchestrator.FunctionalTests.StatusWebhooks;

/// <summary>The status updates that customers receive.</summary>
public sealed class StatusWebhookTests(WebhookService service) : IClassFixture<WebhookService>
{
    private static readonly object[] ThreeChannels =
    [
        new { channel = "WhatsApp", fallbackAfter = 600, successStatus = "Read" },
        new { channel = "Viber", fallbackAfter = 600, successStatus = "Delivered" },
        new { channel = "SMS" },
    ];

    private CustomerServer Customer => service.Customer;

    [Fact]
    public async Task A_fallback_over_three_channels_is_reported_in_order_under_one_umid()
    {
        await service.RegisterAsync("/fallback", new { httpAuthorization = "Bearer s3cret" });

        var umid = await service.SendAsync("+9990223", null, ThreeChannels);
        await FallBackTwiceAsync(umid);
        var updates = await Customer.WaitAsync("/fallback", all => all.Any(posted => posted.Body.Contains("delivered_to_recipient")));

        var payloads = updates.Select(posted => posted.Json["payload"]!).ToList();
        payloads.Select(payload => (string)payload["umid"]!).Should().AllBe(umid);
        payloads.Select(payload => (string)payload["clientMessageId"]!).Should().AllBe("order-7781");
        // Statuses that were received together are reported as one, the highest. A loaded machine reports fewer, and never in another
        // order.
        string[] every =
        [
            "whatsapp queued", "whatsapp sent", "whatsapp delivered_to_operator",
            "viber sent", "viber delivered_to_operator",
            "sms sent", "sms delivered_to_operator", "sms delivered_to_recipient",
        ];
        var statuses = payloads.ConvertAll(
            payload => $"{payload["channel"]} {payload["status"]!["detail"] ?? payload["status"]!["state"]}");
        every.Should().ContainInOrder(statuses);
        statuses.Should().Contain(["whatsapp queued", "whatsapp delivered_to_operator", "viber delivered_to_operator", "sms delivered_to_recipient"]);
        updates.Select(posted => (int)posted.Json["version"]!).Should().AllBeEquivalentTo(9);
        updates.Select(posted => posted.Headers["Authorization"]).Should().AllBe("Bearer s3cret");
        updates.Select(posted => posted.Id).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task WhatsApps_data_about_the_price_and_the_person_come_with_its_receipts()
    {
        await service.RegisterAsync("/price");

        await service.SendAsync("+9990443", null, [new { channel = "WhatsApp", successStatus = "Read" }]);
        await service.AdvanceAsync(TimeSpan.FromSeconds(30));
        var updates = await Customer.WaitAsync("/price", all => all.Any(posted => posted.Body.Contains("\"read\"")));

        var read = updates[^1].Json["payload"]!;
        ((string?)read["whatsapp"]!["pricingCategory"]).Should().Be("utility");
        ((string?)read["user"]!["channelUserId"]).Should().Be("US.19990443");
        ((string?)updates[0].Json["payload"]!["status"]!["state"]).Should().Be("queued");
        updates[0].Json["payload"]!["user"]!["channelUserId"].Should().BeNull();
    }

    [Fact]
    public async Task Our_own_format_reports_every_event_without_gaps_up_to_the_completion()
    {
        await service.RegisterAsync("/events", new { format = "events-v1" });

        await FallBackTwiceAsync(await service.SendAsync("+9990223", null, ThreeChannels));
        var updates = await Customer.WaitAsync("/events", all => all.Any(posted => posted.Body.Contains("message.messageCompleted")));

        var data = updates.Select(posted => posted.Json["data"]!).ToList();
        data.Select(one => (int)one["sequence"]!).Should().Equal(Enumerable.Range(1, data.Count));
        data.Where(one => one["next"]?["deadline"] is not null).Should().NotBeEmpty();
        updates[^1].Json["data"]!["detail"]!["outcome"]!.GetValue<string>().Should().Be("succeeded");
        updates.Should().Contain(posted => (string)posted.Json["type"]! == "message.attemptTimedOut");
    }

    [Fact]
    public async Task A_webhook_that_cannot_be_read_does_not_keep_others_from_their_updates()
    {
        await service.ExecuteAsync( // failing_since is later than .NET's last day
            """
            INSERT INTO webhooks (id, customer_account_id, subaccount_id, type, url, enabled, format, secret, failing_since, created_at)
            VALUES (gen_random_uuid(), gen_random_uuid(), '*', 'CADR', 'https://odd.example', true, '8x8-v9', 'whsec_b2Rk', '20000-01-01', now())
            """);
        await service.RegisterAsync("/sound");

        await service.SendAsync();

        await Customer.WaitAsync("/sound", all => all.Count > 0);
        await service.ExecuteAsync("DELETE FROM webhooks WHERE url = 'https://odd.example'");
    }

    [Fact]
    public async Task Nothing_is_stored_without_an_endpoint()
    {
        await service.UnregisterAsync();

        var umid = await service.SendAsync();
        await UntilAsync(async () => await service.ExecuteAsync($"SELECT state FROM messages WHERE id = '{umid}'") is "completed");

        (await service.ExecuteAsync($"SELECT count(*) FROM status_updates WHERE message_id = '{umid}'")).Should().Be(0L);
    }

    [Fact]
    public async Task An_access_token_is_fetched_once_and_again_when_it_is_refused()
    {
        await service.RegisterAsync("/guarded", new
        {
            oauth = new { url = Customer.At("/token").AbsoluteUri, clientId = "me", clientSecret = "s3cret", credentialsLocation = "body",
                scope = "dlr" },
        });
        var accepted = "token-1";
        Customer.Respond = async (posted, http) =>
        {
            if (posted.Path == "/token")
                await http.Response.WriteAsJsonAsync(
                    new { access_token = $"token-{Customer.PostedTo("/token").Count}", expires_in = 3600 });
            else if (posted.Headers.GetValueOrDefault("Authorization") != $"Bearer {accepted}")
                http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        };

        await service.SendAsync();
        await Customer.WaitAsync("/guarded", all => all.Any(posted => posted.Body.Contains("delivered_to_recipient")));
        Customer.PostedTo("/token").Should().ContainSingle();
        accepted = "token-2";
        await service.SendAsync();
        await Customer.WaitAsync("/guarded", all => all.Count(posted => posted.Body.Contains("delivered_to_recipient")) > 1);

        Customer.PostedTo("/token").Should().HaveCount(2);
        var form = await CustomerServer.FormAsync(Customer.PostedTo("/token")[0]);
        form.Should().Contain("grant_type", "client_credentials").And.Contain("client_secret", "s3cret").And.Contain("scope", "dlr");
    }

    // WhatsApp and Viber get as far as Sent; then their windows end.
    private async Task FallBackTwiceAsync(string umid)
    {
        for (var step = 1; step <= 2; step++)
        {
            await UntilAsync(
                async () => await service.ExecuteAsync(
                    $"SELECT best_status FROM attempts WHERE message_id = '{umid}' AND step = {step}") is "sent");
            await service.AdvanceAsync(TimeSpan.FromMinutes(10));
        }
    }

    private static Task UntilAsync(Func<Task<bool>> holds) => Eventually.HoldsAsync(holds);
}
