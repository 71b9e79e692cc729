using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using FallbackOrchestrator.EmbeddedPostgres;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.Processes;

/// <summary>The metrics of a running service, as Prometheus and its alarms read them.</summary>
public sealed class MetricsTests(PostgresServer server)
{
    private const string Key = "the-key-of-prometheus";

    [Fact]
    public async Task A_real_Prometheus_scrapes_the_service_and_every_query_of_the_board_finds_something()
    {
        await using var deployment = await Deployment.CreateAsync(server);
        await using var customer = await CustomerServer.StartAsync();
        await using var service = await deployment.StartServiceAsync(("Metrics:Key", Key));
        await using var prometheus = await Prometheus.StartAsync(service.Address, Key);
        var queries = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Ops, "grafana", "board.json")))!["panels"]!.AsArray()
            .SelectMany(panel => panel!["targets"]?.AsArray() ?? [])
            .Select(target => target!["expr"]!.GetValue<string>().Replace("$__rate_interval", "1h", StringComparison.Ordinal))
            .ToList();

        queries.Should().HaveCountGreaterThan(20);
        // A rate needs a figure before and a figure after: the customer goes on until every query finds something.
        var unanswered = queries.ToHashSet();
        await Until.TrueAsync(
            async () =>
            {
                await service.Client.CompletedAsync(await service.Client.SendAsync(
                    DemoClient.Fallback("+9990223").Replace(
                        "\"type\"", $"\"dlrCallbackUrl\": \"{customer.At("/receipts")}\", \"type\"", StringComparison.Ordinal)));
                foreach (var query in unanswered.ToList())
                {
                    if (await prometheus.CountAsync(query) > 0)
                        unanswered.Remove(query);
                }
                return string.Join(Environment.NewLine, unanswered);
            },
            left => left.Length == 0);
    }

    [Fact]
    public async Task The_page_requires_its_key_and_does_not_tell_without_it_what_is_there()
    {
        await using var deployment = await Deployment.CreateAsync(server);
        await using var service = await deployment.StartServiceAsync(("Metrics:Key", Key));

        var (ok, page, _) = await GetAsync(service, new AuthenticationHeaderValue("Bearer", Key));
        ok.Should().Be(HttpStatusCode.OK);
        page.Should().Contain("fallback_circuit_state").And.NotContain("Password", "a pool has a name").And.NotContain("Host=");
        foreach (var wrong in new[] { null, new AuthenticationHeaderValue("Bearer", Key + "s"), new AuthenticationHeaderValue("Bearer"), new("Basic", Key) })
        {
            var (status, body, challenge) = await GetAsync(service, wrong);
            status.Should().Be(HttpStatusCode.Unauthorized, $"{wrong}");
            challenge.Should().Be("Bearer realm=\"metrics\"");
            body.Should().NotContain("fallback_");
        }
    }

    [Fact]
    public async Task Every_alarm_rings_when_it_is_provoked_and_none_for_a_healthy_service()
    {
        var promtool = ChildProcess.Find("promtool");
        Assert.SkipWhen(promtool is null, "Prometheus is not installed (the package prometheus)");

        var result = await ChildProcess.RunAsync(
            new Command(promtool!, "test", "rules", Path.Combine(Ops, "prometheus", "alerts.test.yml")),
            TestContext.Current.CancellationToken);

        result.Succeeded.Should().BeTrue(result.Output);
    }

    private static string Ops => Path.Combine(AppContext.BaseDirectory, "ops");

    private static async Task<(HttpStatusCode Status, string Body, string Challenge)> GetAsync(
        ServiceProcess service, AuthenticationHeaderValue? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Authorization = authorization ?? new AuthenticationHeaderValue("None");
        using var response = await service.Client.Http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.WwwAuthenticate.ToString());
    }
}
