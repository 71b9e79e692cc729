using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>Channel accounts that were removed or renamed while messages are under way.</summary>
public sealed class MissingAccountTests(PostgresServer server)
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_step_whose_account_no_replica_has_is_not_sent_at_the_end_of_its_patience()
    {
        await using var world = await new World(server).StartAsync();
        var scheduled = world.Now + TimeSpan.FromMinutes(1);
        var umid = await world.SendAsync(World.Text("+9990113", WhatsApp(10, "Read"), Sms()) with { Scheduled = scheduled });
        await RenameAccountAsync(world);

        await world.AdvanceAsync(TimeSpan.FromMinutes(2));

        var message = await world.TimelineAsync(umid);
        message.SucceededStep.Should().Be(2);
        message.Attempts[0].Outcome.Should().Be("notSent");
        message.Attempts[0].Error!.Text.Should().Be("no running replica has the account");
        (message.Attempts[1].OpensAt - scheduled).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(10));
        world.ChannelsCalled("+9990113").Should().Equal("Sms");
    }

    [Fact]
    public async Task An_attempt_that_waits_for_a_removed_account_is_found_and_logged_at_the_start()
    {
        await using var world = await new World(server)
            .With("ChannelAccounts:whatsapp-demo:PerSecond", "1").With("ChannelAccounts:whatsapp-demo:Concurrency", "1").StartAsync();
        for (var i = 0; i < 3; i++)
            await world.SendAsync($"+999011{i}", WhatsApp(10, "Read"), Sms());
        await world.StopReplicasAsync();
        await world.ExecuteAsync(
            """
            UPDATE attempts SET handover = 'queued', dispatch_at = queued_at, first_call_at = NULL, leased_at = NULL, lease_until = NULL, epoch = 0,
                best_status = 'none', success_since = NULL, provider_ids = '{}';
            UPDATE messages SET due_at = created_at + interval '24 h'
            """);
        await RenameAccountAsync(world);

        await world.StartReplicaAsync();

        await world.UntilAsync(
            () => world.QueryAsync<long>(
                "SELECT count(*) FROM attempts WHERE step = 1 AND first_call_at IS NOT NULL AND dispatch_at IS NOT NULL"),
            waiting => waiting == 3);
        world.Log.Lines.Should().ContainSingle(line => line.Contains("wait for the channel account gone-demo", StringComparison.Ordinal));
        await world.AdvanceAsync(TimeSpan.FromSeconds(30));
        (await world.QueryAsync<long>("SELECT count(*) FROM attempts WHERE step = 2 AND leased_at IS NOT NULL")).Should().Be(3);
    }

    [Fact]
    public async Task A_replica_that_has_the_account_takes_the_waiting_attempts()
    {
        await using var world = await new World(server).StartAsync();
        var umid = await world.SendAsync(
            World.Text("+9990433", WhatsApp(60, "Read"), Sms()) with { Scheduled = world.Now + TimeSpan.FromMinutes(1) });
        await RenameAccountAsync(world);
        await world.AdvanceAsync(TimeSpan.FromSeconds(70));
        (await world.TimelineAsync(umid)).Attempts[0].Outcome.Should().Be("open");

        await world.ExecuteAsync("UPDATE attempts SET channel_account_id = 'whatsapp-demo' WHERE channel_account_id = 'gone-demo'");
        await RenameAccountAsync(world, from: "gone-demo", to: "whatsapp-demo");
        await world.AdvanceAsync(TimeSpan.FromSeconds(30));

        (await world.TimelineAsync(umid)).SucceededStep.Should().Be(1);
        world.ChannelsCalled("+9990433").Should().Equal("WhatsApp");
    }

    [Fact]
    public async Task Replicas_know_which_accounts_they_have_together()
    {
        await using var world = await new World(server).StartAsync();
        await world.StopReplicasAsync();
        Guid one = Guid.NewGuid(), two = Guid.NewGuid();

        (await BeatAsync(world, one, "a", "b")).Accounts.Should().BeEquivalentTo([new ChannelAccountId("a"), new ChannelAccountId("b")]);
        var both = await BeatAsync(world, two, "b", "c");
        both.Count.Should().Be(2);
        both.Accounts.Should().BeEquivalentTo([new ChannelAccountId("a"), new ChannelAccountId("b"), new ChannelAccountId("c")]);

        await world.ExecuteAsync("INSERT INTO replicas (id, seen_at) VALUES (gen_random_uuid(), orchestrator_now())");
        (await BeatAsync(world, one)).Accounts.Should().BeNull("a replica of an older version does not say what it has");
        await world.ExecuteAsync("DELETE FROM replicas WHERE channel_accounts IS NULL");
        (await BeatAsync(world, one)).Accounts.Should().BeEquivalentTo([new ChannelAccountId("b"), new ChannelAccountId("c")]);
        await Heartbeat.LeaveAsync(world.Data, two, CancellationToken.None);
        (await BeatAsync(world, one)).Accounts.Should().BeEmpty();
    }

    private static Task<LiveReplicas> BeatAsync(World world, Guid replica, params string[] accounts) => Heartbeat.BeatAsync(
        world.Data, new Beat(replica, [.. accounts.Select(id => new ChannelAccountId(id))], Outage, Outage, Outage),
        CancellationToken.None);

    // What a changed configuration does, seen from the rows: they name an account that it does not have.
    private static Task RenameAccountAsync(World world, string from = "whatsapp-demo", string to = "gone-demo") => world.ExecuteAsync(
        $"""
        UPDATE messages SET steps = replace(steps::text, '"{from}"', '"{to}"')::jsonb;
        UPDATE attempts SET channel_account_id = '{to}' WHERE channel_account_id = '{from}'
        """);
}
