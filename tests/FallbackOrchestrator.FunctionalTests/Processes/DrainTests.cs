using System.Net;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.Processes;

/// <summary>The time between the signal that ends the service and the end of its sockets.</summary>
public sealed class DrainTests(PostgresServer server)
{
    [Fact]
    public async Task After_SIGTERM_it_is_not_ready_and_still_takes_messages_and_a_second_one_ends_it_at_once()
    {
        await using var deployment = await Deployment.CreateAsync(server);
        await using var service = await deployment.StartServiceAsync(("Hosting:DrainDelay", "00:05:00"));

        await service.TellToStopAsync();

        await Until.TrueAsync(service.Client.IsReadyAsync, ready => !ready);
        using (var response = await service.Client.Http.GetAsync("/healthz/ready"))
        {
            response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
            (await response.Content.ReadAsStringAsync()).Should().Be("Stopping");
        }
        (await service.Client.GetAsync("/healthz/live")).Status.Should().Be(HttpStatusCode.OK, "it must not be killed");
        using (var sent = await service.Client.Http.GetAsync($"{DemoClient.Messages}?limit=1"))
            sent.Headers.ConnectionClose.Should().BeTrue("the next connection is to go elsewhere");
        var umid = await service.Client.SendAsync(DemoClient.Fallback("+9990444004"));
        (await service.Client.CompletedAsync(umid))["outcome"]!.GetValue<string>().Should().Be("succeeded", "everything goes on");

        const int EndedBySigterm = 128 + 15;
        (await service.StopAsync()).Should().Be(EndedBySigterm, service.Output);
        service.Output.Should().Contain("is not ready any more, takes requests for 00:05:00").And.Contain("a second time: the service ends at once");
    }

    [Fact]
    public async Task When_the_delay_is_over_it_stops_in_order()
    {
        await using var deployment = await Deployment.CreateAsync(server);
        await using var service = await deployment.StartServiceAsync(("Hosting:DrainDelay", "00:00:00.2"));

        (await service.StopAsync()).Should().Be(0, service.Output);
    }
}
