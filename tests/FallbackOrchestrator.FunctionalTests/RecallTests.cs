using FallbackOrchestrator.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>L4: recalls whose provider or database does not respond.</summary>
public sealed class RecallTests(PostgresServer server)
{
    [Fact]
    public async Task What_a_recall_proved_is_recorded_when_the_database_is_back()
    {
        using var line = new FaultyDatabaseProxy();
        await using var google = await StubProvider.StartAsync();
        await using var world = await new World(server).With(line).With("rcs-demo", google).StartAsync();
        var umid = await RecallingAsync(world, google);

        line.GoAway();
        google.Respond(Results.StatusCode(StatusCodes.Status404NotFound));
        await world.UntilAsync(() => Task.FromResult(line.Refused), refused => refused > 3);
        line.ComeBack();
        await world.UntilAsync(
            () => world.QueryAsync<string>("SELECT best_status FROM attempts WHERE step = 1"), status => status == "delivered");
        await world.AdvanceAsync(TimeSpan.FromMinutes(1));

        (await world.TimelineAsync(umid)).SucceededStep.Should().Be(1);
        world.ChannelsCalled("+99904433").Should().BeEmpty("no SMS");
    }

    [Fact]
    public async Task A_provider_that_never_responds_to_recalls_delays_the_fallback_by_three_seconds()
    {
        await using var google = await StubProvider.StartAsync();
        await using var world = await new World(server).With("rcs-demo", google).StartAsync();
        var umid = await RecallingAsync(world, google);

        await world.AdvanceAsync(TimeSpan.FromSeconds(10));

        var message = await world.TimelineAsync(umid);
        message.SucceededStep.Should().Be(2);
        (message.Attempts[1].OpensAt - message.Attempts[0].ClosesAt).Should().BeCloseTo(
            TimeSpan.FromSeconds(3.5), TimeSpan.FromSeconds(0.6));
    }

    // The window is over, and the recall waits for its response.
    private static async Task<Guid> RecallingAsync(World world, StubProvider google)
    {
        var umid = await world.SendAsync("+99904433", Rcs(20, "Delivered"), Sms());
        await RespondAsync(Results.Json(new { access_token = "token", expires_in = 3600 }));
        await RespondAsync(Results.Json(new { name = "phones/x/agentMessages/y" }));
        await world.AdvanceAsync(TimeSpan.FromSeconds(20));
        await world.UntilAsync(() => Task.FromResult(google.IsSilent), waits => waits);
        return umid;

        async Task RespondAsync(IResult response)
        {
            await world.UntilAsync(() => Task.FromResult(google.IsSilent), waits => waits);
            google.Respond(response);
        }
    }
}
