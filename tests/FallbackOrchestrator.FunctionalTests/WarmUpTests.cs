using System.Net;
using System.Net.Http.Headers;
using System.Text;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Subaccounts;
using Microsoft.Extensions.DependencyInjection;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>How a new process warms up: with requests of its own, of which nothing remains.</summary>
public sealed class WarmUpTests(PostgresServer server)
{
    private const string Path = "/api/v1/subaccounts/~warm-up/messages";

    private const string Body =
        """
        { "user": { "msisdn": "+6591234567" }, "type": "text", "content": { "text": "Warm-up" },
          "channels": [ { "channel": "WhatsApp", "fallbackAfter": 60, "successStatus": "Read" }, { "channel": "SMS" } ] }
        """;

    [Fact]
    public async Task A_process_reports_ready_only_when_it_is_warm_and_stores_nothing_of_its_own_requests()
    {
        await using var host = await ApiHost.StartWithAsync(server, ("WarmUp:Duration", "00:00:01"));

        (await host.Client.GetAsync("/healthz/ready")).Status.Should().Be(HttpStatusCode.ServiceUnavailable, "it began to warm up a moment ago");
        (await host.Client.GetAsync("/healthz/live")).Status.Should().Be(HttpStatusCode.OK);
        await Until.TrueAsync(host.Client.IsReadyAsync, ready => ready);

        foreach (var table in (string[])[.. ApiHost.Tables, "idempotency_keys", "status_updates"])
            (await host.CountAsync(table)).Should().Be(0, table);
        // The requests went through to the database, whose connections hand in what they count only now and then.
        await Until.TrueAsync(
            () => host.AskAsync<long>("SELECT n_tup_ins FROM pg_stat_all_tables WHERE relname LIKE 'messages\\_%' ORDER BY 1 DESC LIMIT 1"),
            inserted => inserted > 0);
    }

    [Fact]
    public async Task Messages_of_customers_are_stored_while_those_of_the_warm_up_beside_them_are_not()
    {
        await using var host = await ApiHost.StartWithAsync(server);
        using var warmUp = WarmUpClient(host, Directory(host).OpenWarmUp());

        var own = Enumerable.Range(0, 50).Select(_ => PostAsync(warmUp)).ToList();
        var customers = Enumerable.Range(0, 50).Select(i => host.Client.SendAsync(DemoClient.Fallback($"+9990{i:00}4"))).ToList();

        (await Task.WhenAll(own)).Should().AllBeEquivalentTo(HttpStatusCode.OK);
        (await host.CountAsync("messages")).Should().BeLessThanOrEqualTo(50);
        await Task.WhenAll(customers);
        (await host.CountAsync("messages")).Should().Be(50);
        (await host.AskAsync<long>($"SELECT count(*) FROM messages WHERE subaccount_id = '{SubaccountId.WarmUp}'")).Should().Be(0);
    }

    [Fact]
    public async Task A_batch_of_the_warm_up_is_not_stored_either()
    {
        await using var host = await ApiHost.StartWithAsync(server);
        using var warmUp = WarmUpClient(host, Directory(host).OpenWarmUp());
        const string Batch =
            """
            { "template": { "type": "text", "content": { "text": "Warm-up" }, "channels": [ { "channel": "SMS" } ] },
              "messages": [ { "user": { "msisdn": "+6591234567" } }, { "user": { "msisdn": "+6591234568" } } ] }
            """;

        (await PostAsync(warmUp, "/batch", Batch)).Should().Be(HttpStatusCode.OK);

        (await host.CountAsync("messages")).Should().Be(0);
    }

    [Fact]
    public async Task The_subaccount_of_the_warm_up_opens_to_nobody_before_it_and_after_it()
    {
        await using var host = await ApiHost.StartWithAsync(server);
        using var stranger = WarmUpClient(host, "dev-demo-key");
        (await PostAsync(stranger)).Should().Be(HttpStatusCode.NotFound);

        using var warmUp = WarmUpClient(host, Directory(host).OpenWarmUp());
        (await PostAsync(warmUp)).Should().Be(HttpStatusCode.OK);
        Directory(host).CloseWarmUp();

        (await PostAsync(warmUp)).Should().Be(HttpStatusCode.Unauthorized);
        ConfiguredSubaccounts.IsId(SubaccountId.WarmUp.Value).Should().BeFalse("no customer may get this id");
    }

    [Fact]
    public async Task A_warm_up_that_fails_keeps_no_process_from_being_ready()
    {
        await using var host = await ApiHost.StartWithAsync(
            server, ("WarmUp:Duration", "00:01:00"), ("RateLimits:RequestsPerSecondOfKey", "1"), ("RateLimits:RequestsPerSecond", "1"));

        await Until.TrueAsync(host.Client.IsReadyAsync, ready => ready);
    }

    private static SubaccountDirectory Directory(ApiHost host) => host.App.Services.GetRequiredService<SubaccountDirectory>();

    private static HttpClient WarmUpClient(ApiHost host, string key) =>
        new() { BaseAddress = host.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, string call = "", string body = Body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync($"{Path}{call}", content);
        return response.StatusCode;
    }
}
