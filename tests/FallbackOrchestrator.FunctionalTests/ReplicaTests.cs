using System.Globalization;
using FallbackOrchestrator.FunctionalTests.Support;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>Two services on one database.</summary>
public sealed class ReplicaTests(PostgresServer server)
{
    [Fact]
    public async Task Two_replicas_do_nothing_twice_and_share_the_rate_of_an_account()
    {
        await using var world = await new World(server).With("ChannelAccounts:whatsapp-demo:PerSecond", "40").StartAsync();
        await world.StartReplicaAsync();
        await world.AdvanceAsync(TimeSpan.FromSeconds(6)); // Both have seen each other.
        world.Grain = TimeSpan.FromMilliseconds(250);

        await Parallel.ForEachAsync(Enumerable.Range(0, 500), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
            await world.SendAsync(World.Text(string.Create(CultureInfo.InvariantCulture, $"+9990{i:000}{i}"), Usual), replica: i % 2));
        await world.AdvanceAsync(TimeSpan.FromHours(50));

        await Invariants.HoldAsync(world);
        (await world.QueryAsync<long>("SELECT count(*) FROM messages")).Should().Be(500);
        (await world.QueryAsync<long>(
            """
            SELECT max(calls) FROM (
                SELECT count(*) OVER (ORDER BY first_call_at RANGE '1 s' PRECEDING) AS calls
                FROM attempts WHERE channel_account_id = 'whatsapp-demo' AND first_call_at IS NOT NULL) AS t
            """)).Should().BeLessThanOrEqualTo(40 + 10 + 2, "together they keep the account's rate");
    }

    [Fact]
    public async Task Another_replica_takes_over_the_messages_of_a_lost_one()
    {
        await using var world = await new World(server).StartAsync();
        var umid = await world.SendAsync("+9990113", Usual);
        await world.SettleAsync();

        await world.StopReplicasAsync();
        await world.StartReplicaAsync();
        await world.AdvanceAsync(TimeSpan.FromSeconds(10));

        (await world.TimelineAsync(umid)).SucceededStep.Should().Be(3);
        world.ChannelsCalled("+9990113").Should().Equal("WhatsApp", "Viber", "Sms");
    }
}
