using System.Net;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.Processes;

/// <summary>
/// A database that takes no writes, has no connections left, restarts or crashes: what is due waits for it, and nothing is held against a
/// message.
/// </summary>
public sealed class DatabaseTroubleTests
{
    [Theory]
    [InlineData("read-only")]
    [InlineData("flapping")]
    [InlineData("out of connections")]
    [InlineData("shut down")]
    [InlineData("crashed")]
    [InlineData("crashing over and over")]
    public async Task Messages_due_while_the_database_is_unavailable_advance_when_it_is_back_and_none_is_quarantined(string trouble)
    {
        await using var postgres = await OwnPostgres.StartAsync();
        await postgres.DoAsync("CREATE ROLE app LOGIN");
        await postgres.DoAsync("CREATE DATABASE app OWNER app");
        await using var service = await TroubledService.StartAsync(postgres.To("app", "app"));
        var sent = await service.SendSilentAsync(10, window: 3);

        await BeginAsync(postgres, trouble);
        if (trouble is not "flapping")
        {
            await Until.TrueAsync(service.Client.IsReadyAsync, ready => !ready);
            using (var refused = await service.Client.Http.PostAsync(DemoClient.Messages, Json(DemoClient.Fallback("+9990443001"))))
            {
                refused.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
                refused.Headers.RetryAfter.Should().NotBeNull();
            }
            using (var refused = await service.Client.Http.DeleteAsync($"{DemoClient.Messages}/{sent[0]}"))
                refused.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        }
        // The windows end meanwhile, and are looked at many times.
        await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        await EndAsync(postgres, trouble);

        foreach (var umid in sent)
            await service.MovedOnAsync(umid);
        await Until.TrueAsync(service.Client.IsReadyAsync, ready => ready);
        service.Process.Output.Should().NotContain("quarantined").And.NotContain("one by one", service.Process.Output);
        Lines(service, "The database cannot be used").Should().BeLessThan(20, "it is said once for each kind of trouble");
        service.Process.Output.Should().NotContain("/healthz/ready responded").And.NotContain("Health check", "probes come every few seconds");
    }

    [Fact]
    public async Task After_a_failover_behind_one_address_the_service_comes_back_by_itself()
    {
        await using var old = await OwnPostgres.StartAsync();
        await old.DoAsync("CREATE DATABASE app");
        using var address = new SwitchableProxy(old.Port);
        await using var service = await TroubledService.StartAsync(TroubledService.At(old.To("postgres", "app"), address.Port));
        var sent = await service.SendSilentAsync(5, window: 3);
        // Many connections are open, and all of them stay with the old server.
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => service.Client.GetAsync($"{DemoClient.Messages}/{sent[0]}")));
        await using var standby = await old.FollowAsync();

        await old.BeReadOnlyAsync(true);
        await standby.PromoteAsync();
        address.MoveTo(standby.Port);

        var refused = 0;
        await Until.TrueAsync(
            async () =>
            {
                var (status, _) = await service.Client.PostAsync(DemoClient.Fallback("+9990443002"));
                if (status != HttpStatusCode.OK)
                    refused++;
                return status;
            },
            status => status == HttpStatusCode.OK);
        foreach (var umid in sent)
            await service.MovedOnAsync(umid);
        (await service.Client.IsReadyAsync()).Should().BeTrue();
        await Until.TrueAsync(
            () => old.AskAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'fallback-orchestrator%'"),
            left => left == 0);
        service.Process.Output.Should().NotContain("quarantined");
    }

    [Fact]
    public async Task With_several_servers_in_the_connection_string_the_writable_one_is_used_and_found_again_after_a_failover()
    {
        await using var old = await OwnPostgres.StartAsync();
        await old.DoAsync("CREATE DATABASE app");
        await using var standby = await old.FollowAsync();
        var both = $"Host=127.0.0.1:{standby.Port},127.0.0.1:{old.Port};Username=postgres;Database=app;Host Recheck Seconds=1";
        await using var service = await TroubledService.StartAsync(both);
        var sent = await service.SendSilentAsync(5, window: 3);

        await old.StopAsync("immediate");
        await standby.PromoteAsync();

        foreach (var umid in sent)
            await service.MovedOnAsync(umid);
        await Until.TrueAsync(
            async () => (await service.Client.PostAsync(DemoClient.Fallback("+9990443003"))).Status, status => status == HttpStatusCode.OK);
        service.Process.Output.Should().NotContain("quarantined");
    }

    private static async Task BeginAsync(OwnPostgres postgres, string trouble)
    {
        switch (trouble)
        {
            case "read-only":
                await postgres.BeReadOnlyAsync(true);
                break;
            case "flapping":
                for (var i = 0; i < 4; i++)
                {
                    await postgres.BeReadOnlyAsync(true);
                    await Task.Delay(TimeSpan.FromSeconds(1));
                    await postgres.BeReadOnlyAsync(false);
                    await Task.Delay(TimeSpan.FromMilliseconds(300));
                }
                await postgres.BeReadOnlyAsync(true);
                break;
            case "out of connections":
                await postgres.DoAsync("ALTER ROLE app CONNECTION LIMIT 0");
                await postgres.DoAsync("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'app'");
                break;
            case "crashing over and over":
                for (var i = 0; i < 4; i++)
                {
                    await postgres.StopAsync("immediate");
                    await postgres.StartAgainAsync();
                }
                await postgres.StopAsync("immediate");
                break;
            default:
                await postgres.StopAsync(trouble == "crashed" ? "immediate" : "fast");
                break;
        }
    }

    private static Task EndAsync(OwnPostgres postgres, string trouble) => trouble switch
    {
        "read-only" or "flapping" => postgres.BeReadOnlyAsync(false),
        "out of connections" => postgres.DoAsync("ALTER ROLE app CONNECTION LIMIT -1"),
        _ => postgres.StartAgainAsync(),
    };

    private static int Lines(TroubledService service, string text) =>
        service.Process.Output.Split('\n').Count(line => line.Contains(text, StringComparison.Ordinal));

    private static StringContent Json(string body) => new(body, System.Text.Encoding.UTF8, "application/json");
}
