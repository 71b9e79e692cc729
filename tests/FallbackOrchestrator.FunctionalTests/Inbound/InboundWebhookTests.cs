using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;

namespace FallbackOrchestrator.FunctionalTests.Inbound;

/// <summary>What people write reaches the customer's webhook of the type <c>MSG</c>.</summary>
public sealed class InboundWebhookTests(WebhookService service) : IClassFixture<WebhookService>
{
    private CustomerServer Customer => service.Customer;

    [Fact]
    public async Task A_reply_arrives_in_8x8s_form_signed_and_names_the_message_that_it_replies_to()
    {
        await service.RegisterAsync("/inbound", new { type = "MSG" });
        var umid = await service.SendAsync("+9990444", null, [new { channel = "WhatsApp" }]);
        var wamid = await WamidAsync(umid);

        using var response = await service.Http.PostWhatsAppAsync("+9990444", "Yes, please", wamid);
        var told = (await Customer.WaitAsync("/inbound", all => all.Count > 0)).Single();

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        var payload = told.Json["payload"]!;
        Guid.TryParse((string?)payload["umid"], out var own).Should().BeTrue();
        own.Should().NotBe(Guid.Parse(umid));
        JsonNode.DeepEquals(told.Json, JsonNode.Parse(
            $$$"""
            {"version":3,"namespace":"ChatApps","eventType":"inbound_message_received","description":"ChatApps inbound message",
             "payload":{"umid":"{{{own}}}","subAccountId":"demo","timestamp":"2026-11-18T11:06:40.00Z","user":{"msisdn":"+9990444","name":"Ada"},
               "recipient":{"channel":"whatsapp","channelId":"whatsapp-demo"},"type":"Text","content":{"text":"Yes, please"},
               "replyToUmid":"{{{umid}}}"}}
            """)).Should().BeTrue(told.Body);
        told.Headers.Should().ContainKey("webhook-signature");
        (await service.ExecuteAsync($"SELECT reply_to FROM inbound_messages WHERE id = '{own}'")).Should().Be(Guid.Parse(umid));
    }

    [Fact]
    public async Task A_message_that_the_provider_posts_again_is_stored_and_told_once()
    {
        await service.RegisterAsync("/once", new { type = "MSG" });

        for (var i = 0; i < 3; i++)
            (await service.Http.PostWhatsAppAsync("+9990445", $"the {i}.", id: "wamid.the-same")).EnsureSuccessStatusCode();
        (await service.Http.PostWhatsAppAsync("+9990445", "the last")).EnsureSuccessStatusCode();
        var told = await Customer.WaitAsync("/once", all => all.Any(posted => posted.Body.Contains("the last")));

        told.Select(posted => (string?)posted.Json["payload"]!["content"]!["text"]).Should().BeEquivalentTo("the 0.", "the last");
        told.Select(posted => posted.Id).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Every_channel_that_carries_replies_tells_them()
    {
        await service.RegisterAsync("/channels", new { type = "MSG" });

        (await service.Http.PostSmsAsync("+9990446", "by SMS")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await service.Http.PostViberAsync("+9990446", "on Viber", DateTimeOffset.UtcNow)).StatusCode.Should().Be(HttpStatusCode.OK);
        var told = await Customer.WaitAsync("/channels", all => all.Count > 1);

        told.Select(posted => posted.Json["payload"]!).Select(one =>
                $"{one["recipient"]!["channel"]} {one["recipient"]!["channelId"]} {one["user"]!["msisdn"]} {one["content"]!["text"]}")
            .Should().BeEquivalentTo("sms sms-demo +9990446 by SMS", "viber viber-demo +9990446 on Viber");
    }

    [Fact]
    public async Task Webhooks_are_told_only_of_what_they_are_registered_for()
    {
        await service.RegisterAsync("/receipts");
        using var added = await service.Http.PostAsJsonAsync(
            WebhookService.Webhooks,
            new[]
            {
                new { subAccountId = "demo", type = "MSG", url = Customer.At("/own").AbsoluteUri },
                new { subAccountId = "*", type = "MSG", url = Customer.At("/all").AbsoluteUri },
            });
        added.EnsureSuccessStatusCode();
        added.Headers.Contains("X-Warnings").Should().BeFalse("inbound messages are told");

        await service.Http.PostWhatsAppAsync("+9990447", "Hello");
        await service.SendAsync();
        await Customer.WaitAsync("/own", all => all.Count > 0);
        await Customer.WaitAsync("/all", all => all.Count > 0);
        await Customer.WaitAsync("/receipts", all => all.Any(posted => posted.Body.Contains("delivered_to_recipient")));

        Customer.PostedTo("/own").Concat(Customer.PostedTo("/all")).Select(posted => (string?)posted.Json["eventType"])
            .Should().Equal("inbound_message_received", "inbound_message_received");
        Customer.PostedTo("/receipts").Select(posted => (string?)posted.Json["eventType"])
            .Should().AllBe("outbound_message_status_changed");
    }

    [Fact]
    public async Task A_message_that_the_endpoint_refuses_is_delivered_again_and_listed()
    {
        await service.RegisterAsync("/refusing", new { type = "MSG" });
        Customer.Respond = (_, http) =>
        {
            http.Response.StatusCode = Customer.PostedTo("/refusing").Count > 1 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        };

        await service.Http.PostWhatsAppAsync("+9990448", "Hello");
        await Customer.WaitAsync("/refusing", all => all.Count > 0);
        var told = await Customer.WaitAsync("/refusing", all => all.Count > 1);

        told.Select(posted => posted.Id).Distinct().Should().ContainSingle("it is the same update");
        var umid = (string?)told[0].Json["payload"]!["umid"];
        var listed = await Until.TrueAsync(
            async () => (await service.Http.GetFromJsonAsync<JsonArray>(
                $"{WebhookService.Webhooks}/deliveries?state=delivered&umid={umid}"))!.SingleOrDefault(),
            found => found is not null);
        ((string?)listed!["format"]).Should().Be("8x8-v3");
        ((int?)listed["tries"]).Should().Be(2);
    }

    [Fact]
    public async Task What_cannot_be_stored_is_not_acknowledged_and_arrives_when_it_is_posted_again()
    {
        await service.RegisterAsync("/later", new { type = "MSG" });
        await service.ExecuteAsync("ALTER TABLE inbound_messages RENAME TO elsewhere");

        using var refused = await service.Http.PostWhatsAppAsync("+9990449", "Hello", id: "wamid.later");
        await service.ExecuteAsync("ALTER TABLE elsewhere RENAME TO inbound_messages");
        using var accepted = await service.Http.PostWhatsAppAsync("+9990449", "Hello", id: "wamid.later");

        ((int)refused.StatusCode).Should().BeGreaterThanOrEqualTo(500);
        accepted.StatusCode.Should().Be(HttpStatusCode.OK);
        (await Customer.WaitAsync("/later", all => all.Count > 0)).Should().ContainSingle();
    }

    [Theory]
    [InlineData("WhatsApp", "whatsapp")]
    [InlineData("Viber", "viber")]
    [InlineData("SMS", "sms")]
    public async Task Simulated_people_reply_to_what_they_got(string channel, string told)
    {
        await service.RegisterAsync($"/simulated-{told}", new { type = "MSG" });
        var umid = await service.SendAsync("+9990444888", null, [new { channel }]);
        await WamidAsync(umid); // It was accepted.

        using var response = await service.Http.PostAsJsonAsync(
            "/simulator/replies", new { from = "+9990444888", channel, text = "Thank you" });
        var payload = (await Customer.WaitAsync($"/simulated-{told}", all => all.Count > 0)).Single().Json["payload"]!;

        (await response.Content.ReadAsStringAsync()).Should().Be("""{"service":200}""");
        ((string?)payload["recipient"]!["channel"]).Should().Be(told);
        ((string?)payload["user"]!["msisdn"]).Should().Be("+9990444888");
        ((string?)payload["content"]!["text"]).Should().Be("Thank you");
        ((string?)payload["replyToUmid"]).Should().Be(channel == "WhatsApp" ? umid : null);
    }

    [Theory]
    [InlineData("+9990444889", "WhatsApp", "Hi", 404, "no message on this channel")]
    [InlineData("+9990444889", "Pigeon", "Hi", 400, "channel must be one of")]
    [InlineData("+9990444889", "WhatsApp", "", 400, "text must not be empty")]
    public async Task The_simulator_says_why_a_person_cannot_reply(string from, string channel, string text, int status, string why)
    {
        using var response = await service.Http.PostAsJsonAsync("/simulator/replies", new { from, channel, text });

        ((int)response.StatusCode).Should().Be(status);
        (await response.Content.ReadAsStringAsync()).Should().Contain(why);
    }

    [Fact]
    public async Task A_wrong_signature_stores_nothing()
    {
        using var content = new StringContent("""{"entry":[{"changes":[{"value":{"messages":[{"id":"wamid.forged","from":"1"}]}}]}]}""");
        content.Headers.Add("X-Hub-Signature-256", "sha256=00");

        using var response = await service.Http.PostAsync("/webhooks/meta/whatsapp-demo", content);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await service.ExecuteAsync("SELECT count(*) FROM inbound_messages WHERE provider_id = 'wamid.forged'")).Should().Be(0L);
    }

    [Fact]
    public async Task A_webhook_of_inbound_messages_has_their_format_and_no_other()
    {
        await service.RegisterAsync("/format", new { type = "MSG" });

        var listed = await service.Http.GetFromJsonAsync<JsonArray>(WebhookService.Webhooks);
        using var wrong = await service.Http.PostAsJsonAsync(
            WebhookService.Webhooks,
            new[] { new { subAccountId = "demo", type = "MSG", url = Customer.At("/format").AbsoluteUri, format = "events-v1" } });

        ((string?)listed!.Single()!["format"]).Should().Be("8x8-v3");
        wrong.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await wrong.Content.ReadAsStringAsync()).Should().Contain("[0].format").And.Contain("8x8-v3");
    }

    private async Task<string> WamidAsync(string umid) => (string)(await Until.TrueAsync(
        () => service.ExecuteAsync($"SELECT provider_id FROM provider_refs WHERE message_id = '{umid}'"), found => found is not null))!;
}
