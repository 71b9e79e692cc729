using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>What happens to messages whose facts are recorded together, in one transaction.</summary>
public sealed class GroupTests(PostgresServer server)
{
    [Fact]
    public async Task Of_several_cancels_of_one_message_the_first_has_the_count()
    {
        await using var world = await StartAsync();
        var other = await ScheduledAsync(world, "+9990433");
        var umid = await ScheduledAsync(world, "+9990434");
        var door = world.Replicas[0].Door;

        Task<DecisionResult?>[] cancels;
        await using (await world.HoldAsync(other))
        {
            _ = door.RecordAsync(new Umid(other), [new Fact.CancelRequested()]);
            await world.SomebodyWaitsAsync();
            cancels =
            [
                .. Enumerable.Range(0, 6).Select(i => i % 2 == 0
                    ? door.RecordAsync(new Umid(umid), [new Fact.CancelRequested()])
                    : door.RecordPatientlyAsync(new Umid(umid), [new Fact.CancelRequested()], CancellationToken.None)),
            ];
        }
        var recorded = await Task.WhenAll(cancels);

        recorded.Select(one => one!.CancelledCount).Should().Equal(1, 0, 0, 0, 0, 0);
        recorded.Should().OnlyContain(one => one!.Message.Outcome == Outcome.Cancelled);
    }

    [Fact]
    public async Task A_cancel_has_its_count_whatever_else_is_in_the_group()
    {
        await using var world = await StartAsync();
        var other = await ScheduledAsync(world, "+9990433");
        var umid = await ScheduledAsync(world, "+9990434");
        var door = world.Replicas[0].Door;

        Task<DecisionResult?>[] facts;
        await using (await world.HoldAsync(other))
        {
            _ = door.RecordAsync(new Umid(other), [new Fact.CancelRequested()]);
            await world.SomebodyWaitsAsync();
            facts =
            [
                door.RecordAsync(new Umid(umid), []),
                door.RecordAsync(new Umid(umid), [new Fact.SkipRequested(1)]),
                door.RecordAsync(new Umid(umid), [new Fact.CancelRequested()]),
            ];
        }

        (await Task.WhenAll(facts)).Sum(one => one!.CancelledCount).Should().Be(1);
        (await facts[2])!.CancelledCount.Should().Be(1);
    }

    [Fact]
    public async Task One_message_that_cannot_be_read_does_not_fail_others_of_its_group()
    {
        await using var world = await StartAsync();
        var other = await ScheduledAsync(world, "+9990433");
        var broken = await ScheduledAsync(world, "+9990434");
        var sound = await ScheduledAsync(world, "+9990435");
        await world.ExecuteAsync("UPDATE messages SET steps = '[]' WHERE id = $1", broken);
        var door = world.Replicas[0].Door;

        Task<DecisionResult?> first, second, third;
        await using (await world.HoldAsync(other))
        {
            first = door.RecordAsync(new Umid(other), [new Fact.CancelRequested()]);
            await world.SomebodyWaitsAsync();
            second = door.RecordAsync(new Umid(broken), [new Fact.CancelRequested()]);
            third = door.RecordAsync(new Umid(sound), [new Fact.CancelRequested()]);
        }

        (await first)!.CancelledCount.Should().Be(1);
        (await third)!.CancelledCount.Should().Be(1);
        await second.Awaiting(failed => failed).Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task A_locked_message_does_not_keep_others_from_their_deadlines()
    {
        await using var world = await StartAsync();
        var expiry = world.Now + TimeSpan.FromHours(1);
        var held = await world.SendAsync(World.Text("+9990133", WhatsApp(), Sms()) with { Expiry = expiry });
        var free = await world.SendAsync(World.Text("+9990134", WhatsApp(), Sms()) with { Expiry = expiry });
        await world.SettleAsync();

        await using (await world.HoldAsync(held))
        {
            await world.ExecuteAsync("UPDATE test_clock SET now = now + interval '2 hours'");

            await world.UntilAsync(() => world.TimelineAsync(free), message => message.Outcome == "expired");
            (await world.TimelineAsync(held)).Outcome.Should().BeNull();
        }
        await world.UntilAsync(() => world.TimelineAsync(held), message => message.Outcome == "expired");
    }

    [Fact]
    public async Task A_receipt_that_was_received_before_a_deadline_counts_although_it_is_not_stored_yet()
    {
        await using var world = await StartAsync();
        var other = await ScheduledAsync(world, "+9990433");
        var umid = await world.SendAsync("+9990113", WhatsApp(60, "Delivered"), Sms());
        await world.SettleAsync();
        var door = world.Replicas[0].Door;

        Task<DecisionResult?> first, second;
        await using (await world.HoldAsync(other))
        {
            first = door.RecordAsync(new Umid(other), [new Fact.CancelRequested()]);
            await world.SomebodyWaitsAsync();
            second = door.RecordAsync(
                new Umid(umid), [new Fact.ReceiptCame(1, new ChannelAccountId("whatsapp-demo"), AttemptStatus.Delivered, world.Now)]);
            await world.ExecuteAsync("UPDATE attempts SET leased_at = leased_at - interval '2 minutes' WHERE message_id = $1", umid);
            await world.ExecuteAsync("UPDATE messages SET due_at = orchestrator_now() WHERE id = $1", umid);

            (await door.CheckDueAsync(CancellationToken.None)).Should().Be(0);

            (await world.QueryAsync<long>("SELECT count(*) FROM attempts WHERE message_id = $1", umid)).Should().Be(1);
        }
        await first;
        (await second)!.Message.Outcome.Should().Be(Outcome.Succeeded);
        world.ChannelsCalled("+9990113").Should().Equal("WhatsApp");
    }

    private async Task<World> StartAsync() => await new World(server).With("MessageQueue:Workers", "1").StartAsync();

    private static Task<Guid> ScheduledAsync(World world, string number) =>
        world.SendAsync(World.Text(number, Usual) with { Scheduled = world.Now + TimeSpan.FromHours(1) });
}
