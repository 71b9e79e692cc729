using System.Globalization;
using FallbackOrchestrator.FunctionalTests.Support;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>Calls that provably were not taken.</summary>
public sealed class DeferralTests(PostgresServer server)
{
    [Fact]
    public async Task A_provider_that_refuses_connections_is_tried_again_and_then_left_as_not_sent()
    {
        var nobody = Replica.AddressAt(ServiceProcess.FreePort()).AbsoluteUri;
        await using var world = await new World(server).With("ChannelAccounts:whatsapp-demo:BaseAddress", nobody).StartAsync();

        var umid = await world.SendAsync("+9990433", WhatsApp(10, "Read"), Viber(10, "Delivered"), Sms());
        await world.AdvanceAsync(TimeSpan.FromSeconds(20));

        var message = await world.TimelineAsync(umid);
        message.SucceededStep.Should().Be(2);
        message.Attempts[0].Outcome.Should().Be("notSent");
        message.Attempts[0].OpensAt.Should().BeNull();
        message.Attempts[0].Error!.Class.Should().Be("unavailable");
        message.Attempts[0].Calls.Should().BeGreaterThan(1);
        (await world.DetailsAsync(umid)).Data[0].Status.State.Should().Be("rejected");
    }

    [Fact]
    public async Task An_account_that_only_fails_is_no_longer_called_and_its_messages_start_their_next_step_at_once()
    {
        var nobody = Replica.AddressAt(ServiceProcess.FreePort()).AbsoluteUri;
        await using var world = await new World(server).With("ChannelAccounts:whatsapp-demo:BaseAddress", nobody).StartAsync();

        for (var i = 0; i < 30; i++)
            await world.SendAsync(string.Create(CultureInfo.InvariantCulture, $"+9990433{i}"), WhatsApp(10, "Read"), Sms());
        await world.AdvanceAsync(TimeSpan.FromSeconds(1));
        var umid = await world.SendAsync("+9990433999", WhatsApp(10, "Read"), Sms());

        // An open circuit looks like a full account to who waits for quiet, until its queue is turned away a moment later.
        await world.AdvanceAsync(TimeSpan.FromSeconds(1));

        var message = await world.TimelineAsync(umid);
        message.Attempts[0].Outcome.Should().Be("notSent");
        message.Attempts[0].Calls.Should().Be(0, "the circuit is open");
        message.Attempts[1].Calls.Should().Be(1);
        await world.AdvanceAsync(TimeSpan.FromSeconds(15));
        (await world.QueryAsync<long>("SELECT count(*) FROM messages WHERE outcome IS DISTINCT FROM 'succeeded'")).Should().Be(0);
        world.Log.Lines.Should().ContainSingle(line => line.Contains("The circuit of whatsapp-demo opened", StringComparison.Ordinal))
            .Which.Should().Contain("the last one as unavailable").And.StartWith("Warning");
    }
}
