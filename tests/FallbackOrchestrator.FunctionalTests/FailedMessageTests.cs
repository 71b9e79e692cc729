using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Orchestration;
using Microsoft.Extensions.DependencyInjection;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>What is counted for the log, where messages end without a success.</summary>
public sealed class FailedMessageTests(PostgresServer server)
{
    [Fact]
    public async Task A_message_that_failed_on_all_channels_is_counted_once_by_the_cause_of_its_last_step()
    {
        await using var host = await ApiHost.StartWithAsync(server, ("Hangfire:Enabled", "false"));
        var failed = host.App.Services.GetRequiredService<FailedMessages>();

        await host.Client.CompletedAsync(await host.Client.SendAsync(DemoClient.Fallback("+9990004")));
        var umid = await host.Client.SendAsync(DemoClient.Fallback("+9990000"));

        var error = (await host.Client.CompletedAsync(umid))["attempts"]![2]!["error"]!["class"]!.GetValue<string>();
        (await Until.TrueAsync(() => Task.FromResult(failed.Take()), causes => causes.Count > 0)).Should().Equal((error, 1));
    }
}
