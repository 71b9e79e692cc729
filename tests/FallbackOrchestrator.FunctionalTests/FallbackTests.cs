using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Tracking;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>The core of the rules; it holds whatever the size of the door's groups, with Hangfire and without.</summary>
[Trait("Category", "Core")]
public abstract class FallbackRules(World world)
{
    [Fact]
    public async Task Falls_back_to_Viber_and_then_to_SMS_when_neither_window_brings_success()
    {
        var message = await PlayAsync("+9990223");

        message.Outcome.Should().Be("succeeded");
        message.SucceededStep.Should().Be(3);
        message.Attempts.Select(attempt => attempt.Outcome).Should().Equal("timedOut", "timedOut", "succeeded");
        world.ChannelsCalled("+9990223").Should().Equal("WhatsApp", "Viber", "Sms");
        (message.CompletedAt - message.CreatedAt).Should().BeGreaterThan(TimeSpan.FromSeconds(4)).And.BeLessThan(TimeSpan.FromSeconds(6));
    }

    [Fact]
    public async Task Calls_no_other_channel_when_WhatsApp_is_read_in_time()
    {
        var message = await PlayAsync("+9990433");

        message.SucceededStep.Should().Be(1);
        message.Attempts.Select(attempt => attempt.Outcome).Should().Equal("succeeded", "skipped", "skipped");
        world.ChannelsCalled("+9990433").Should().Equal("WhatsApp");
    }

    [Fact]
    public async Task Starts_the_next_step_at_once_when_WhatsApp_rejects()
    {
        var message = await PlayAsync("+9990033");

        message.SucceededStep.Should().Be(2);
        message.Attempts.Select(attempt => attempt.Outcome).Should().Equal("failed", "succeeded", "skipped");
        message.Attempts[0].Error!.Class.Should().Be("notReachable");
        (message.Attempts[1].OpensAt - message.CreatedAt).Should().BeLessThan(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Waits_for_the_window_when_the_call_broke_and_only_Delivered_was_received()
    {
        var message = await PlayAsync("+9990733");

        message.SucceededStep.Should().Be(2);
        message.Attempts[0].Status.Should().Be("delivered");
        message.Attempts[0].Outcome.Should().Be("timedOut");
        (message.Attempts[1].OpensAt >= message.Attempts[0].ClosesAt).Should().BeTrue("the window must not be cut short");
        message.DeliveredOn.Should().Equal(1, 2);
        message.DuplicateDelivery.Should().BeFalse("Delivered was not what WhatsApp was asked for");
        world.ChannelsCalled("+9990733").Should().Equal("WhatsApp", "Viber");
    }

    [Fact]
    public async Task Ends_by_the_receipt_alone_when_the_call_broke_and_Delivered_is_enough()
    {
        var message = await PlayAsync("+99907331", WhatsApp(2, "Delivered"), Viber(2, "Delivered"), Sms());

        message.SucceededStep.Should().Be(1);
        message.Events.Select(line => line.What).Should().ContainInOrder("callUnknown", "statusChanged", "messageCompleted");
        world.ChannelsCalled("+99907331").Should().Equal("WhatsApp");
    }

    [Fact]
    public async Task Ends_at_the_first_step_whatever_the_order_of_the_receipts()
    {
        var message = await PlayAsync("+9990933");

        message.SucceededStep.Should().Be(1);
        message.Completion.Should().Be(1);
        message.Attempts[0].Status.Should().Be("read");
        world.ChannelsCalled("+9990933").Should().Equal("WhatsApp");
    }

    [Fact]
    public async Task Fails_when_every_channel_refuses()
    {
        var message = await PlayAsync("+9990000");

        message.Outcome.Should().Be("failed");
        message.Attempts.Select(attempt => attempt.Outcome).Should().Equal("failed", "failed", "failed");
        world.ChannelsCalled("+9990000").Should().Equal("WhatsApp", "Viber", "Sms");
    }

    [Fact]
    public async Task Starts_the_next_step_at_once_when_a_failure_receipt_arrives()
    {
        var message = await PlayAsync("+9990553");

        message.SucceededStep.Should().Be(3);
        message.Attempts.Select(attempt => attempt.Status).Should().Equal("undelivered", "undelivered", "delivered");
        (message.CompletedAt - message.CreatedAt).Should().BeLessThan(TimeSpan.FromSeconds(4), "no window was waited for");
    }

    [Fact]
    public async Task Opens_the_window_at_the_accepted_call_when_earlier_ones_were_deferred()
    {
        var message = await PlayAsync("+99908231", WhatsApp(10, "Read"), Viber(10, "Delivered"), Sms());

        message.SucceededStep.Should().Be(1);
        world.ChannelsCalled("+99908231").Should().Equal("WhatsApp", "WhatsApp", "WhatsApp");
        var leases = message.Events.Where(line => line.What == "callStarted").Select(line => line.At).ToList();
        leases.Should().HaveCount(3);
        message.Attempts[0].OpensAt.Should().Be(leases[2]);
        (message.Attempts[0].ClosesAt - message.Attempts[0].OpensAt).Should().Be(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Counts_a_step_as_not_sent_when_its_patience_ends_before_a_call_is_accepted()
    {
        var message = await PlayAsync("+9990823");

        message.SucceededStep.Should().Be(3);
        message.Attempts[0].Outcome.Should().Be("notSent");
        message.Attempts[0].OpensAt.Should().BeNull("no window opened");
        message.Attempts[0].Error!.Class.Should().Be("throttled");
        world.ChannelsCalled("+9990823").Should().Equal("WhatsApp", "WhatsApp", "Viber", "Sms");
    }

    private async Task<MessageTimeline> PlayAsync(string number, params Sending.RequestedStep[] channels)
    {
        var umid = await world.SendAsync(number, channels.Length > 0 ? channels : Usual);
        await world.AdvanceAsync(TimeSpan.FromSeconds(15));
        var message = await world.TimelineAsync(umid);
        message.State.Should().Be("completed");
        return message;
    }
}

public sealed class FallbackTests(World world) : FallbackRules(world), IClassFixture<World>;

public sealed class FallbackInGroupsOfOneTests(WorldInGroupsOfOne world) : FallbackRules(world), IClassFixture<WorldInGroupsOfOne>;

public sealed class FallbackWithHangfireTests(WorldWithHangfire world) : FallbackRules(world), IClassFixture<WorldWithHangfire>
{
    [Fact]
    public async Task Checks_deadlines_in_Hangfire_jobs()
    {
        await world.SendAsync("+99902231", Usual);
        await world.AdvanceAsync(TimeSpan.FromSeconds(10));

        (await world.QueryAsync<long>(
            "SELECT count(*) FROM hangfire.job WHERE invocationdata::text LIKE '%CheckDueJob%'")).Should().BePositive();
    }
}

/// <summary>One message in a transaction.</summary>
public sealed class WorldInGroupsOfOne : World
{
    public WorldInGroupsOfOne(PostgresServer server) : base(server) => With("MessageQueue:GroupSize", "1");
}

/// <summary>Deadlines are checked by Hangfire's jobs.</summary>
public sealed class WorldWithHangfire : World
{
    public WorldWithHangfire(PostgresServer server) : base(server) => With("Hangfire:Enabled", "true");
}
