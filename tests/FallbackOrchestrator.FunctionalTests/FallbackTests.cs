using FallbackOrchestrator.FunctionalTests.Support;
using static FallbackOrchestrator.FunctionalTests.Support.Steps;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>WhatsApp until read, then Viber until delivered, then SMS: which channels are called, and when.</summary>
public sealed class FallbackTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task Falls_back_to_Viber_and_then_to_SMS_when_neither_window_brings_success()
    {
        var umid = await world.SendAsync("+9990223", Usual);
        await world.AdvanceAsync(TimeSpan.FromSeconds(10));

        var message = await world.TimelineAsync(umid);
        message.Outcome.Should().Be("succeeded");
        message.SucceededStep.Should().Be(3);
        message.Attempts.Select(attempt => attempt.Outcome).Should().Equal("timedOut", "timedOut", "succeeded");
        world.ChannelsCalled("+9990223").Should().Equal("WhatsApp", "Viber", "Sms");
        (message.CompletedAt - message.CreatedAt).Should().BeGreaterThan(TimeSpan.FromSeconds(4)).And.BeLessThan(TimeSpan.FromSeconds(6));
    }
}
