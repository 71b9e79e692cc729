using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>The order in which the service starts and, reversed, stops.</summary>
public sealed class HostedServicesTests(PostgresServer server)
{
    [Fact]
    public async Task Services_that_others_use_start_first_and_stop_last()
    {
        await using var host = await ApiHost.StartWithAsync(server);

        host.App.Services.GetServices<IHostedService>().Select(service => service.GetType())
            .Where(type => type.Assembly == typeof(OrchestratorHost).Assembly
                || type.Namespace!.StartsWith("Hangfire", StringComparison.Ordinal))
            .Select(type => type.Name)
            .Should().Equal(
                "SubaccountDirectory",
                "WebhookDirectory",
                "StatusUpdateDelivery",
                "MessageDoor",
                "ReplicaHeartbeat",
                "AccountWatch",
                "Dispatcher",
                "ImmediateCaller",
                "QueuePump",
                "ParkedReceiptsSweep",
                "DeadlineWatcher",
                "CountingService",
                "MessageWatch",
                "PartitionsFallback",
                "BackgroundJobServerHostedService",
                "WarmUp",
                "DatabaseMetrics",
                "ReceiptScheduler");
    }
}
