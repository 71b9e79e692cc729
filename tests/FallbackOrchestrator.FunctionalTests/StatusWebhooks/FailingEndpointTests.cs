using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;

namespace FallbackOrchestrator.FunctionalTests.StatusWebhooks;

/// <summary>Customers' endpoints that fail, are slow or are gone.</summary>
public sealed class FailingEndpointTests(WebhookService service) : IClassFixture<WebhookService>
{
    private const string Deliveries = $"{WebhookService.Webhooks}/deliveries";

    private CustomerServer Customer => service.Customer;

    private static bool IsAbout(string umid, Posted posted) => posted.Body.Contains(umid, StringComparison.Ordinal);

    private static Task RespondWith(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private async Task<JsonArray> ListAsync() => (await service.Http.GetFromJsonAsync<JsonArray>(WebhookService.Webhooks))!;

    private async Task<List<JsonNode>> FailedAsync(string umid) =>
        [.. (await service.Http.GetFromJsonAsync<JsonArray>($"{Deliveries}?state=failed"))!.OfType<JsonNode>().Where(
            one => (string)one["umid"]! == umid)];

    private static Task UntilAsync(Func<Task<bool>> holds) => Eventually.HoldsAsync(holds);

    [Fact]
    public async Task An_update_is_tried_again_under_its_id_until_the_endpoint_takes_it()
    {
        await service.RegisterAsync("/retry");
        Customer.Respond = (_, http) =>
        {
            http.Response.StatusCode = Customer.PostedTo("/retry").Count < 3 ? 503 : 204;
            return Task.CompletedTask;
        };

        await service.SendAsync();
        await Customer.WaitAsync("/retry", all => all.Count >= 2); // The second comes after a second.
        await service.AdvanceAsync(TimeSpan.FromSeconds(15));
        var updates = await Customer.WaitAsync("/retry", all => all.Any(posted => posted.Body.Contains("delivered_to_recipient")));

        updates.Take(3).Select(posted => posted.Id).Distinct().Should().ContainSingle();
        updates.Take(3).Select(posted => posted.Body).Distinct().Should().ContainSingle();
        updates.Skip(3).Select(posted => posted.Id).Should().OnlyHaveUniqueItems("what was held back follows in order");
        (await service.ExecuteAsync($"SELECT array_agg(status) FROM delivery_attempts WHERE update_id = '{updates[0].Id}'"))
            .Should().BeEquivalentTo(new[] { 503, 503 }, "failures are kept one by one");
        (await service.ExecuteAsync(
            $"SELECT last_status FROM status_updates WHERE id = '{updates[0].Id}' AND last_at > created_at")).Should().Be(204);
    }

    [Fact]
    public async Task An_endpoint_that_is_gone_is_not_called_again_and_says_so()
    {
        await service.RegisterAsync("/gone");
        Customer.Respond = (_, http) => RespondWith(http, StatusCodes.Status410Gone);

        await service.SendAsync();
        await Customer.WaitAsync("/gone", all => all.Count > 0);
        await UntilAsync(async () => (string?)(await ListAsync())[0]!["status"] == "gone");
        await service.SendAsync();
        await service.AdvanceAsync(TimeSpan.FromMinutes(5));

        (await service.ExecuteAsync("SELECT count(*) FROM webhooks WHERE NOT enabled AND stopped_because = 'gone'")).Should().Be(1L);
        Customer.PostedTo("/gone").Should().ContainSingle();
    }

    [Fact]
    public async Task An_endpoint_that_was_gone_by_mistake_gets_everything_when_it_is_registered_again()
    {
        await service.RegisterAsync("/back", new { format = "events-v1" });
        Customer.Respond = (_, http) => RespondWith(http, StatusCodes.Status410Gone);
        var umid = await service.SendAsync();
        await UntilAsync(async () => (string?)(await ListAsync())[0]!["status"] == "gone");
        await UntilAsync(async () => await service.ExecuteAsync($"SELECT state FROM messages WHERE id = '{umid}'") is "completed");
        var later = await service.SendAsync();
        await UntilAsync(async () => await service.ExecuteAsync($"SELECT state FROM messages WHERE id = '{later}'") is "completed");
        var before = Customer.PostedTo("/back").Count;

        Customer.Respond = (_, _) => Task.CompletedTask;
        var listed = await ListAsync();
        listed[0]!["enabled"] = true;
        using var again = await service.Http.PostAsJsonAsync(WebhookService.Webhooks, listed);
        await service.AdvanceAsync(TimeSpan.FromMinutes(2));

        foreach (var message in new[] { umid, later })
        {
            var updates = await Customer.WaitAsync(
                "/back", all => all.Skip(before).Any(posted => IsAbout(message, posted) && posted.Body.Contains("messageCompleted")));
            var sequence = updates.Skip(before).Where(
                posted => IsAbout(message, posted)).Select(posted => (int)posted.Json["data"]!["sequence"]!).ToList();
            sequence.Should().Equal(Enumerable.Range(1, sequence.Count), "nothing is missing and nothing is out of order");
        }
    }

    [Fact]
    public async Task An_endpoint_that_has_failed_for_a_day_is_stopped_and_starts_again_when_it_is_registered_again()
    {
        await service.RegisterAsync("/failing");
        Customer.Respond = (_, http) => RespondWith(http, StatusCodes.Status500InternalServerError);
        await service.SendAsync();
        await UntilAsync(async () => (await ListAsync())[0]!["failingSince"] is not null);

        await service.AdvanceAsync(TimeSpan.FromHours(25));
        var held = await service.SendAsync();
        await UntilAsync(async () => (string?)(await ListAsync())[0]!["status"] == "failing");
        Customer.Respond = (_, _) => Task.CompletedTask;
        using var again = await service.Http.PostAsJsonAsync(WebhookService.Webhooks, await ListAsync());
        await service.AdvanceAsync(TimeSpan.FromMinutes(2));

        await Customer.WaitAsync(
            "/failing", all => all.Any(posted => posted.Body.Contains(held) && posted.Body.Contains("delivered_to_recipient")));
        (await ListAsync())[0]!["status"]!.GetValue<string>().Should().Be("active");
    }

    [Fact]
    public async Task A_redirect_is_a_failure_and_is_not_followed()
    {
        await service.RegisterAsync("/moved");
        Customer.Respond = (posted, http) =>
        {
            if (posted.Path == "/moved")
                http.Response.Redirect(Customer.At("/elsewhere").AbsoluteUri);
            return Task.CompletedTask;
        };

        var umid = await service.SendAsync();
        await UntilAsync(async () => await service.ExecuteAsync(
            $"SELECT count(*) FROM status_updates WHERE message_id = '{umid}' AND last_result = 'redirected' AND state = 'pending'") is > 0L);

        Customer.PostedTo("/elsewhere").Should().BeEmpty();
    }

    [Fact]
    public async Task A_slow_endpoint_has_sixteen_calls_at_most_and_does_not_delay_another()
    {
        await service.RegisterAsync("/healthy");
        await using var slow = await CustomerServer.StartAsync();
        var release = new TaskCompletionSource();
        slow.Respond = (_, http) => release.Task.WaitAsync(http.RequestAborted);
        for (var i = 0; i < 20; i++)
            await service.SendAsync(receiptUrl: slow.At("/slow").AbsoluteUri);
        await slow.WaitAsync("/slow", all => all.Count == 16);

        await service.SendAsync();
        await Customer.WaitAsync("/healthy", all => all.Any(posted => posted.Body.Contains("delivered_to_recipient")));

        slow.PostedTo("/slow").Should().HaveCount(16);
        release.SetResult();
    }

    [Fact]
    public async Task A_failed_update_is_listed_and_can_be_replayed()
    {
        await service.RegisterAsync("/unused");
        Customer.Respond = (posted, http) => posted.Path == "/own" ? RespondWith(http, StatusCodes.Status410Gone) : Task.CompletedTask;
        var umid = await service.SendAsync(receiptUrl: Customer.At("/own").AbsoluteUri);
        await UntilAsync(async () => await service.ExecuteAsync(
            $"SELECT (SELECT state FROM messages WHERE id = '{umid}') || count(*) FROM status_updates WHERE message_id = '{umid}' AND state = 'pending'")
            is "completed0");
        Customer.PostedTo("/unused").Should().BeEmpty("the message's own address replaces the webhook");

        Customer.Respond = (_, _) => Task.CompletedTask;
        var failed = (await FailedAsync(umid))[0];
        var before = Customer.PostedTo("/own").Count;
        using var replayed = await service.Http.PostAsync(new Uri($"{Deliveries}/{failed["id"]}/replay", UriKind.Relative), null);
        var updates = await Customer.WaitAsync("/own", all => all.Count > before);

        replayed.IsSuccessStatusCode.Should().BeTrue();
        updates[^1].Id.Should().Be((string)failed["id"]!);
        updates[^1].Headers.Should().ContainKey("webhook-signature").And.NotContainKey("Authorization");
    }
}
