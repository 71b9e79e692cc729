using FallbackOrchestrator.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>L6: receipts are lost on their way, and the providers are asked before a window ends.</summary>
public sealed class StatusQueryTests(PostgresServer server)
{
    // Receipts go to an address at which nobody listens.
    private Task<World> WithoutReceiptsAsync() => new World(server).With("PublicBaseUrl", $"http://127.0.0.1:{ServiceProcess.FreePort()}/").StartAsync();

    [Theory]
    [InlineData("+99904344", 1, "delivered")] // Vonage has delivered it
    [InlineData("+99904244", 2, "sent")] // Vonage has sent it, and Twilio has delivered the SMS
    [InlineData("+99904544", 2, "undelivered")]
    public async Task What_the_provider_knows_decides_without_any_receipt(string number, int succeededStep, string firstStatus)
    {
        await using var world = await WithoutReceiptsAsync();

        var umid = await world.SendAsync(number, Viber(60, "Delivered"), Sms(60), WhatsApp());
        await world.AdvanceAsync(TimeSpan.FromSeconds(200));

        var message = await world.TimelineAsync(umid);
        (message.SucceededStep, message.Attempts[0].Status).Should().Be(
            (succeededStep, firstStatus), string.Join(", ", message.Events.Select(line => $"{line.Step} {line.What} {line.Detail?.Reason}")));
        world.ChannelsCalled(number).Should().NotContain("WhatsApp");
        message.Events.Should().Contain(line => line.What == "statusQueried");
    }

    [Fact]
    public async Task What_was_lost_on_the_last_step_is_learned_before_it_is_unconfirmed()
    {
        await using var world = await WithoutReceiptsAsync();

        var umid = await world.SendAsync("+9990443", Sms());
        await world.AdvanceAsync(TimeSpan.FromHours(49));

        var message = await world.TimelineAsync(umid);
        (message.Outcome, message.Attempts[0].Status).Should().Be(("succeeded", "delivered"));
    }

    [Fact]
    public async Task While_receipts_arrive_nobody_is_asked()
    {
        await using var world = await new World(server).StartAsync();

        var umid = await world.SendAsync("+99904244", Viber(60, "Delivered"), Sms());
        await world.AdvanceAsync(TimeSpan.FromSeconds(70));

        var message = await world.TimelineAsync(umid);
        message.SucceededStep.Should().Be(2);
        message.Events.Should().NotContain(line => line.What == "statusQueried");
    }

    [Fact]
    public async Task A_provider_that_never_responds_to_the_query_does_not_delay_the_fallback()
    {
        await using var vonage = await StubProvider.StartAsync();
        await using var world = await new World(server).With("viber-demo", vonage).StartAsync();
        var umid = await world.SendAsync("+99904143", Viber(20, "Delivered"), Sms());
        await world.UntilAsync(() => Task.FromResult(vonage.IsSilent), waits => waits);
        vonage.Respond(Results.Json(new { message_uuid = "a1b2" }, statusCode: 202));

        await world.AdvanceAsync(TimeSpan.FromSeconds(25));

        var message = await world.TimelineAsync(umid);
        message.SucceededStep.Should().Be(2);
        message.Events.Should().Contain(line => line.What == "statusQueryFailed");
        (message.Attempts[1].OpensAt - message.Attempts[0].ClosesAt).Should().BeLessThan(TimeSpan.FromSeconds(2));
    }
}
