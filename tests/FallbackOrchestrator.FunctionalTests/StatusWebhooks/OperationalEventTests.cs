using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using FallbackOrchestrator.Client;
using FallbackOrchestrator.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;

namespace FallbackOrchestrator.FunctionalTests.StatusWebhooks;

/// <summary>What an account's operational webhook is told about the account's other webhooks.</summary>
public sealed class OperationalEventTests(WebhookService service) : IClassFixture<WebhookService>
{
    private const string OtherWebhooks = "/api/v1/accounts/00000000-0000-0000-0000-000000000002/webhooks";

    private static readonly object Target = new { subAccountId = "*", type = "OPS" };

    private CustomerServer Customer => service.Customer;

    [Fact]
    public async Task That_a_webhook_is_gone_is_told_once_signed_and_without_the_secrets_of_its_address()
    {
        await RegisterAsync("/told-gone", "/gone-a-token?key=a-secret");
        var verifier = await VerifierAsync();
        Customer.Respond = (posted, http) => Respond(http, posted.Path == "/gone-a-token" ? 410 : 204);

        await service.SendAsync();
        await service.SendAsync();
        await Customer.WaitAsync("/told-gone", all => all.Count > 0);
        await service.AdvanceAsync(TimeSpan.FromMinutes(5));
        await UntilCompletedAsync();

        var posted = Customer.PostedTo("/told-gone").Should().ContainSingle().Which;
        posted.Body.Should().NotContain("a-token").And.NotContain("a-secret");
        var told = (OperationalEvent)verifier.Read(Encoding.UTF8.GetBytes(posted.Body), posted.Headers.GetValueOrDefault);
        told.Type.Should().Be(OperationalEventType.EndpointDisabled);
        told.Data.Should().BeEquivalentTo(new
        {
            SubAccountId = "demo",
            Server = Customer.Address.AbsoluteUri.TrimEnd('/'),
            Reason = WebhookStatus.Gone,
            Since = told.Timestamp,
            Count = (int?)null,
        });
    }

    [Fact]
    public async Task That_a_webhook_has_failed_for_a_day_is_told_with_the_time_and_that_it_is_registered_again()
    {
        await RegisterAsync("/told-failing", "/failing");
        Customer.Respond = (posted, http) => Respond(http, posted.Path == "/failing" ? 500 : 204);
        await service.SendAsync();
        var since = (DateTimeOffset?)(await Until.TrueAsync(ListedAsync, webhook => webhook["failingSince"] is not null))["failingSince"];

        await service.AdvanceAsync(TimeSpan.FromHours(25));
        await service.SendAsync();
        var disabled = await ToldAsync("/told-failing", "endpoint.disabled");
        var listed = await Until.TrueAsync(ListedAsync, webhook => (string?)webhook["status"] == "failing");
        using var again = await service.Http.PostAsJsonAsync(WebhookService.Webhooks, new JsonArray(listed.DeepClone()));
        var enabled = await ToldAsync("/told-failing", "endpoint.enabled");
        using var repeated = await service.Http.PostAsJsonAsync(WebhookService.Webhooks, new JsonArray(listed.DeepClone()));
        await service.AdvanceAsync(TimeSpan.FromMinutes(5));

        (again.StatusCode, repeated.StatusCode).Should().Be((HttpStatusCode.OK, HttpStatusCode.OK));
        ((DateTimeOffset?)disabled["data"]!["since"]).Should().Be(since);
        ((string?)disabled["data"]!["reason"]).Should().Be("failing");
        ((DateTimeOffset?)enabled["data"]!["since"]).Should().Be((DateTimeOffset?)disabled["timestamp"], "from then to now it was not called");
        Customer.PostedTo("/told-failing").Count(posted => posted.Body.Contains("endpoint.enabled")).Should().Be(1, "it was restarted once");
    }

    [Fact]
    public async Task Updates_that_are_given_up_are_counted_in_few_events_that_name_the_first()
    {
        await RegisterAsync("/told-exhausted", "/unused");
        Customer.Respond = (posted, http) => Respond(http, posted.Path == "/own" ? 410 : 204);
        for (var i = 0; i < 10; i++)
            await service.SendAsync(receiptUrl: Customer.At("/own").AbsoluteUri);
        await UntilCompletedAsync();
        var failed = (long)(await service.ExecuteAsync(
            "SELECT count(*) FROM status_updates WHERE state = 'failed' AND url LIKE '%/own'"))!;

        await service.AdvanceAsync(TimeSpan.FromMinutes(1));
        var told = (await Customer.WaitAsync("/told-exhausted", all => all.Sum(one => (long?)one.Json["data"]!["count"]) >= failed))
            .Select(one => one.Json).ToList();

        failed.Should().BeGreaterThan(10);
        told.Sum(one => (long)one["data"]!["count"]!).Should().Be(failed, "each is counted once");
        told.Should().OnlyContain(one => (string?)one["type"] == "message.exhausted" && one["data"]!["subAccountId"] == null);
        told.Select(one => one["data"]!["updates"]!.AsArray().Count).Should().OnlyContain(count => count <= 10);
        var first = told[0]["data"]!["updates"]![0]!;
        (await service.ExecuteAsync(
            $"""
            SELECT count(*) FROM status_updates WHERE id = '{first["id"]}' AND message_id = '{first["umid"]}'
                AND attempt_count = {first["tries"]} AND state = 'failed'
            """)).Should().Be(1L);
        ((string?)first["lastResult"]).Should().Be("gone");
        ((int?)first["lastStatus"]).Should().Be(410);
    }

    [Fact]
    public async Task An_event_is_tried_again_under_its_id_and_can_be_listed_and_replayed()
    {
        await RegisterAsync("/told-again", "/gone-again");
        Customer.Respond = (posted, http) => Respond(
            http, posted.Path == "/gone-again" ? 410 : Customer.PostedTo("/told-again").Count < 3 ? 503 : 204);

        await service.SendAsync();
        await Customer.WaitAsync("/told-again", all => all.Count >= 2);
        await service.AdvanceAsync(TimeSpan.FromSeconds(15));
        var posted = await Customer.WaitAsync("/told-again", all => all.Count >= 3);
        posted.Select(one => (one.Id, one.Body)).Distinct().Should().ContainSingle();

        var listed = await Until.TrueAsync(
            async () => (await service.Http.GetFromJsonAsync<JsonArray>($"{WebhookService.Webhooks}/deliveries?state=delivered"))!,
            all => all.Any(one => (string)one!["id"]! == posted[0].Id));
        var delivery = listed.Single(one => (string)one!["id"]! == posted[0].Id)!.AsObject();
        delivery.Should().NotContainKey("umid").And.NotContainKey("sequence");
        ((string?)delivery["subAccountId"], (string?)delivery["format"], (int?)delivery["tries"]).Should().Be(("*", "events-v1", 3));
        using var replayed = await service.Http.PostAsync(
            new Uri($"{WebhookService.Webhooks}/deliveries/{posted[0].Id}/replay", UriKind.Relative), null);
        await Customer.WaitAsync("/told-again", all => all.Count == 4 && all[3].Id == posted[0].Id);
    }

    [Fact]
    public async Task The_failures_of_an_operational_webhook_cause_no_events()
    {
        await RegisterAsync("/told-broken", "/gone-first");
        Customer.Respond = (_, http) => Respond(http, 410);

        await service.SendAsync();
        await Until.TrueAsync(() => StatusOfAsync("OPS"), status => status == "gone");
        await UntilCompletedAsync();
        await service.AdvanceAsync(TimeSpan.FromMinutes(5));
        await Eventually.HoldsAsync(async () => await service.ExecuteAsync("SELECT count(*) FROM operational_events") is 0L);

        Customer.PostedTo("/told-broken").Should().ContainSingle("it was told of the other webhook, and responded that it is gone");
        (await service.ExecuteAsync(
            "SELECT count(*) FROM status_updates WHERE id = message_id AND webhook_id = (SELECT id FROM webhooks WHERE type = 'OPS' AND stopped_at IS NOT NULL)"))
            .Should().Be(1L);
    }

    [Fact]
    public async Task Another_account_is_told_nothing_and_status_updates_go_elsewhere()
    {
        await RegisterAsync(null, "/gone-alone");
        using var registered = await service.Other.PostAsJsonAsync(
            OtherWebhooks, new[] { new { subAccountId = "*", type = "OPS", url = Customer.At("/told-other").AbsoluteUri } });
        registered.StatusCode.Should().Be(HttpStatusCode.OK);
        Customer.Respond = (posted, http) => Respond(http, posted.Path == "/gone-alone" ? 410 : 204);

        await service.SendAsync();
        await Until.TrueAsync(() => StatusOfAsync("CADR"), status => status == "gone");
        await UntilCompletedAsync();

        (await service.ExecuteAsync("SELECT count(*) FROM operational_events")).Should().Be(0L, "nobody is to be told, and nothing is noted");
        await RegisterAsync("/told-own", "/works");
        await service.SendAsync();
        await Customer.WaitAsync("/works", all => all.Any(posted => posted.Body.Contains("delivered_to_recipient")));
        await UntilCompletedAsync();
        Customer.PostedTo("/told-own").Should().BeEmpty("an operational webhook gets no status updates");
        Customer.PostedTo("/told-other").Should().BeEmpty();
    }

    [Fact]
    public async Task An_operational_webhook_is_registered_without_a_warning_and_can_be_tested()
    {
        await service.UnregisterAsync();
        Customer.Respond = (_, http) => Respond(http, 204);

        using var registered = await service.Http.PostAsJsonAsync(
            WebhookService.Webhooks, new[] { new { subAccountId = "*", type = "ops", url = Customer.At("/told-ping").AbsoluteUri } });
        // A ping is posted once, and a connection of an earlier test that ends at this moment is a result, too.
        var pings = new List<string>();
        for (var delivered = false; !delivered && pings.Count < 3; delivered = (bool)JsonNode.Parse(pings[^1])!["delivered"]!)
        {
            using var ping = await service.Http.PostAsJsonAsync($"{WebhookService.Webhooks}/ping", Target);
            pings.Add(await ping.Content.ReadAsStringAsync());
        }

        registered.StatusCode.Should().Be(HttpStatusCode.OK);
        registered.Headers.Should().NotContain(header => header.Key == "X-Warnings");
        ((bool)JsonNode.Parse(pings[^1])!["delivered"]!).Should().BeTrue(string.Join('\n', pings));
        var listed = (await service.Http.GetFromJsonAsync<JsonArray>(WebhookService.Webhooks))!.Single(one => (string?)one!["type"] == "OPS")!;
        ((string?)listed["subAccountId"], (string?)listed["format"], (string?)listed["status"]).Should().Be(("*", "events-v1", "active"));
    }

    private static Task Respond(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    // As the only ones of the account. Null: no operational webhook.
    private async Task RegisterAsync(string? operational, string receipts)
    {
        await service.RegisterAsync("/unused");
        using var request = new HttpRequestMessage(HttpMethod.Delete, WebhookService.Webhooks)
        {
            Content = JsonContent.Create(new[] { Target }),
        };
        using var deleted = await service.Http.SendAsync(request);
        await service.ExecuteAsync("DELETE FROM operational_events");
        var webhooks = new List<object> { new { subAccountId = "demo", type = "CADR", url = Customer.Address.AbsoluteUri.TrimEnd('/') + receipts } };
        if (operational is not null)
            webhooks.Add(new { subAccountId = "*", type = "OPS", url = Customer.At(operational).AbsoluteUri });
        using var registered = await service.Http.PostAsJsonAsync(WebhookService.Webhooks, webhooks);
        registered.StatusCode.Should().Be(HttpStatusCode.OK, await registered.Content.ReadAsStringAsync());
    }

    private async Task<WebhookVerifier> VerifierAsync()
    {
        using var rotated = await service.Http.PostAsJsonAsync($"{WebhookService.Webhooks}/secret", Target);
        return new WebhookVerifier((string)(await rotated.Content.ReadFromJsonAsync<JsonObject>())!["secret"]!);
    }

    private async Task<JsonObject> ListedAsync() =>
        (await service.Http.GetFromJsonAsync<JsonArray>(WebhookService.Webhooks))!.OfType<JsonObject>().Single(one => (string?)one["type"] == "CADR");

    private async Task<string?> StatusOfAsync(string type) =>
        (string?)(await service.Http.GetFromJsonAsync<JsonArray>(WebhookService.Webhooks))!.Single(one => (string?)one!["type"] == type)!["status"];

    private async Task<JsonNode> ToldAsync(string path, string type)
    {
        var all = await Customer.WaitAsync(path, all => all.Any(posted => posted.Body.Contains(type, StringComparison.Ordinal)));
        return all.First(posted => posted.Body.Contains(type, StringComparison.Ordinal)).Json;
    }

    private Task UntilCompletedAsync() => Eventually.HoldsAsync(async () => await service.ExecuteAsync(
        """
        SELECT (SELECT count(*) FROM messages WHERE state <> 'completed')
            + (SELECT count(*) FROM status_updates WHERE due_at <= orchestrator_now() AND lease_until IS NOT NULL)
            + (SELECT count(*) FROM status_updates WHERE url IS NOT NULL AND state = 'pending')
            + (SELECT count(*) FROM operational_events WHERE kind <> 'message.exhausted')
        """) is 0L);
}
