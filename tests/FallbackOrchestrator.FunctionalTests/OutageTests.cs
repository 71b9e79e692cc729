using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Persistence;
using Npgsql;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>What becomes of windows while no replica takes receipts.</summary>
public sealed class OutageTests(PostgresServer server)
{
    [Fact]
    public async Task Windows_that_ended_in_an_outage_stay_open_for_90_seconds_so_that_late_receipts_count()
    {
        await using var world = await new World(server).With("Simulator:ReceiptGap", "00:00:10").StartAsync();
        var read = await world.SendAsync("+9990433", WhatsApp(60, "Read"), Viber(60, "Delivered"), Sms());
        var unread = await world.SendAsync("+9990333", WhatsApp(60, "Read"), Viber(60, "Delivered"), Sms());
        var longer = await world.SendAsync("+99903331", WhatsApp(600, "Read"), Viber(60, "Delivered"), Sms());
        await world.SettleAsync();

        await world.StopReplicasAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(5));
        await world.StartReplicaAsync();
        var back = world.Now;
        await world.AdvanceAsync(TimeSpan.FromSeconds(85));

        (await world.TimelineAsync(read)).SucceededStep.Should().Be(1, "its provider posted the receipt again in time");
        world.ChannelsCalled("+9990433").Should().Equal("WhatsApp");
        (await world.TimelineAsync(unread)).Attempts[0].Outcome.Should().Be("open");

        await world.AdvanceAsync(TimeSpan.FromSeconds(90));

        var late = await world.TimelineAsync(unread);
        late.SucceededStep.Should().Be(2);
        (late.Attempts[1].OpensAt - back).Should().BeCloseTo(TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(2));
        (await world.TimelineAsync(longer)).Attempts[0].Outcome.Should().Be("open", "its window is not over");

        await world.AdvanceAsync(TimeSpan.FromMinutes(3));

        var later = await world.TimelineAsync(longer);
        (later.Attempts[1].OpensAt - later.Attempts[0].OpensAt).Should().BeCloseTo(TimeSpan.FromSeconds(600.5), TimeSpan.FromSeconds(0.5));
    }

    [Fact]
    public async Task A_restart_of_some_seconds_is_no_outage()
    {
        await using var world = await new World(server).StartAsync();
        var umid = await world.SendAsync("+9990333", WhatsApp(20, "Read"), Viber(60, "Delivered"), Sms());
        await world.SettleAsync();

        await world.StopReplicasAsync();
        await world.AdvanceAsync(TimeSpan.FromSeconds(22));
        await world.StartReplicaAsync();
        await world.SettleAsync();

        (await world.TimelineAsync(umid)).Attempts[0].Outcome.Should().Be("timedOut");
    }

    [Fact]
    public async Task An_outage_that_no_heartbeat_has_recorded_yet_holds_windows_open_too()
    {
        await using var world = await new World(server).StartAsync();
        await using var connection = await world.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var silence = new NpgsqlCommand("UPDATE heartbeat SET beat_at = orchestrator_now() - interval '5 min'", connection))
            await silence.ExecuteNonQueryAsync();

        var time = (await LockedMessages.ByIdAsync(connection, [], [], DateTimeOffset.UtcNow, CancellationToken.None)).Time;

        time.Grace.Should().NotBeNull("the database may have been away while the process lived");
        time.Grace!.Extend(time.Now.AddMinutes(-1)).Should().BeCloseTo(time.Now.AddSeconds(90), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_second_outage_does_not_end_the_grace_of_the_first()
    {
        await using var world = await new World(server).StartAsync();
        await world.StopReplicasAsync();
        await world.ExecuteAsync(
            """
            UPDATE heartbeat SET silent_from = orchestrator_now() - interval '100 s', silent_until = orchestrator_now() - interval '60 s',
                beat_at = orchestrator_now() - interval '50 s'
            """);

        await world.StartReplicaAsync();

        (await world.QueryAsync<bool>("SELECT silent_from < orchestrator_now() - interval '95 s' FROM heartbeat")).Should().BeTrue();
        (await world.QueryAsync<bool>("SELECT silent_until > orchestrator_now() - interval '30 s' FROM heartbeat")).Should().BeTrue();
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_does_not_keep_others_from_their_deadlines()
    {
        await using var world = await new World(server).StartAsync();
        var poisoned = await world.SendAsync("+9990113", Usual);
        var sound = await world.SendAsync("+9990223", Usual);
        await world.SettleAsync();
        world.UnreadableMessages.Add(poisoned);
        await world.ExecuteAsync("UPDATE messages SET steps = '[]', due_at = orchestrator_now() WHERE id = $1", poisoned);

        await world.AdvanceAsync(TimeSpan.FromSeconds(6));

        (await world.TimelineAsync(sound)).SucceededStep.Should().Be(3);
    }
}
