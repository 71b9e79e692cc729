using FallbackOrchestrator.Client;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.DotNetClient;

/// <summary>A fallback as the .NET client sees it, in virtual time.</summary>
public sealed class ClientFallbackTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task A_message_falls_back_and_its_timeline_and_details_say_so()
    {
        var client = new FallbackClient(
            world.Http, new FallbackClientOptions { BaseAddress = world.Http.BaseAddress!, ApiKey = DemoClient.Key, Subaccount = "demo" });

        var sent = await client.SendAsync(new SendRequest
        {
            User = new("+9990223001"),
            Content = new TextContent("Hello"),
            Channels = [new(Channel.WhatsApp, 60, SuccessStatus.Read), new(Channel.Viber, 60, SuccessStatus.Delivered), new(Channel.Sms)],
            ClientMessageId = "order-1",
        });
        await world.AdvanceAsync(TimeSpan.FromMinutes(3));
        var timeline = await client.WaitUntilCompletedAsync(sent.Umid, TimeSpan.FromMilliseconds(50));
        var details = await client.GetDetailsAsync(sent.Umid);

        sent.Status.State.Should().Be(DeliveryStatus.Queued);
        sent.User.Msisdn.Should().Be("+9990223001");
        timeline.Outcome.Should().Be(Outcome.Succeeded);
        timeline.SucceededStep.Should().Be(3);
        timeline.DeliveredOn.Should().Equal(3);
        timeline.ClientMessageId.Should().Be("order-1");
        timeline.Attempts.Select(attempt => (attempt.Channel, attempt.Status, attempt.Outcome)).Should().Equal(
            (Channel.WhatsApp, DeliveryStatus.Sent, AttemptOutcome.TimedOut),
            (Channel.Viber, DeliveryStatus.Sent, AttemptOutcome.TimedOut),
            (Channel.Sms, DeliveryStatus.Delivered, AttemptOutcome.Succeeded));
        timeline.Events.Should().Contain(line => line.What == "attemptTimedOut" && line.Cause == Cause.Deadline && line.Step == 2);
        timeline.Events.Should().NotContain(line => line.Cause == Cause.Unrecognized);
        timeline.Events[^1].Detail!.Outcome.Should().Be(Outcome.Succeeded);
        details.Data.Select(attempt => (attempt.Channel, attempt.Status.Detail)).Should().Equal(
            (Channel.WhatsApp, "delivered_to_operator"), (Channel.Viber, "delivered_to_operator"), (Channel.Sms, "delivered_to_recipient"));
        details.Data.Should().OnlyContain(attempt => attempt.Status.State == DeliveryStatus.Delivered);
    }
}
