using FallbackOrchestrator.FunctionalTests.Support;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>U10: the accounts of a channel stand in for each other before the message leaves the channel.</summary>
public sealed class AccountFailoverTests(PostgresServer server)
{
    private const string Nobody = "http://127.0.0.1:1/";

    [Fact]
    public async Task The_second_account_gets_the_message_within_the_window_if_the_first_is_down()
    {
        await using var world = await TwoAccounts().With("ChannelAccounts:whatsapp-demo:BaseAddress", Nobody).StartAsync();

        var umid = await world.SendAsync("+9990443", WhatsApp(60, "Read"), Sms());
        await world.AdvanceAsync(TimeSpan.FromSeconds(30));

        var message = await world.TimelineAsync(umid);
        message.SucceededStep.Should().Be(1);
        message.Attempts[0].ChannelId.Should().Be("whatsapp-two");
        message.Attempts[0].Calls.Should().Be(2);
        message.Events.Should().ContainSingle(line => line.What == "accountChanged")
            .Which.Detail!.Account.Should().Be("whatsapp-two");
        (await world.QueryAsync<string>("SELECT channel_account_id FROM attempts WHERE step = 1")).Should().Be("whatsapp-two");
    }

    [Fact]
    public async Task With_both_accounts_down_the_next_channel_starts_at_once()
    {
        await using var world = await TwoAccounts().With("ChannelAccounts:whatsapp-demo:BaseAddress", Nobody)
            .With("ChannelAccounts:whatsapp-two:BaseAddress", Nobody).StartAsync();

        var umid = await world.SendAsync("+9990443", WhatsApp(600, "Read"), Sms());
        await world.AdvanceAsync(TimeSpan.FromSeconds(10));

        var message = await world.TimelineAsync(umid);
        message.SucceededStep.Should().Be(2);
        message.Attempts[0].Outcome.Should().Be("notSent");
        world.ChannelsCalled("+9990443").Should().Equal("Sms");
    }

    [Fact]
    public async Task Credentials_that_the_provider_refuses_give_way_and_an_unreachable_person_does_not()
    {
        await using var world = await TwoAccounts().With("ChannelAccounts:whatsapp-demo:Settings:AccessToken", "revoked").StartAsync();

        var moved = await world.SendAsync("+9990443", WhatsApp(60, "Read"), Sms());
        var unreachable = await world.SendAsync("+9990043", WhatsApp(60, "Read"), Sms());
        await world.AdvanceAsync(TimeSpan.FromSeconds(30));

        (await world.TimelineAsync(moved)).SucceededStep.Should().Be(1);
        (await world.TimelineAsync(unreachable)).SucceededStep.Should().Be(2);
    }

    [Fact]
    public async Task A_step_that_names_its_account_uses_no_other()
    {
        await using var world = await TwoAccounts().With("ChannelAccounts:whatsapp-demo:BaseAddress", Nobody).StartAsync();

        var umid = await world.SendAsync("+9990443", WhatsApp(20, "Read") with { ChannelId = "whatsapp-demo" }, Sms());
        await world.AdvanceAsync(TimeSpan.FromSeconds(60));

        var message = await world.TimelineAsync(umid);
        message.SucceededStep.Should().Be(2);
        message.Attempts[0].ChannelId.Should().Be("whatsapp-demo");
    }

    [Fact]
    public async Task Without_the_setting_no_account_stands_in_for_another()
    {
        await using var world = await TwoAccounts().With($"{Demo}:AccountFailover", "false")
            .With("ChannelAccounts:whatsapp-demo:BaseAddress", Nobody).StartAsync();

        var umid = await world.SendAsync("+9990443", WhatsApp(20, "Read"), Sms());
        await world.AdvanceAsync(TimeSpan.FromSeconds(60));

        (await world.TimelineAsync(umid)).Events.Should().NotContain(line => line.What == "accountChanged");
    }

    [Fact]
    public async Task Messages_that_an_account_hands_over_wait_behind_those_of_the_next_one()
    {
        await using var world = await TwoAccounts().With("ChannelAccounts:whatsapp-demo:BaseAddress", Nobody)
            .With("ChannelAccounts:whatsapp-demo:PerSecond", "4").With("ChannelAccounts:whatsapp-two:PerSecond", "10").StartAsync();
        world.Grain = TimeSpan.FromMilliseconds(50);
        for (var i = 0; i < 150; i++)
            await world.SendAsync($"+9990433{i}", WhatsApp(3600, "Read") with { ChannelId = "whatsapp-two" }, Sms());
        for (var i = 0; i < 100; i++)
            await world.SendAsync($"+9990444{i}", WhatsApp(3600, "Read"), Sms());

        await world.AdvanceAsync(TimeSpan.FromSeconds(20));

        (await world.QueryAsync<long>("SELECT count(*) FROM attempts WHERE account_place = 1 AND leased_at IS NOT NULL")).Should().BePositive();
        (await world.QueryAsync<long>(
            """
            WITH own AS (SELECT max(leased_at) AS last FROM attempts WHERE account_place = 0 AND channel_account_id = 'whatsapp-two')
            SELECT count(*) FROM attempts, own WHERE account_place = 1 AND leased_at < own.last
            """)).Should().BeLessThan(12, "no more than claims that were under way");
    }

    [Fact]
    public async Task An_attempt_in_the_queue_of_an_account_that_is_removed_returns_to_the_others()
    {
        await using var world = await TwoAccounts().StartAsync();
        var umid = await world.SendAsync("+9990113", WhatsApp());
        await world.SettleAsync();
        await world.StopReplicasAsync();
        await world.ExecuteAsync(
            """
            UPDATE messages SET steps = replace(steps::text, 'whatsapp-two', 'gone-two')::jsonb, due_at = created_at + interval '15 min';
            UPDATE attempts SET account_place = 1, channel_account_id = 'gone-two', handover = 'queued', dispatch_at = queued_at, deferrals = 1,
                best_status = 'none', success_since = NULL, provider_ids = '{}', lease_until = NULL
            """);

        await world.StartReplicaAsync();
        await world.AdvanceAsync(TimeSpan.FromSeconds(30));

        (await world.TimelineAsync(umid)).Attempts[0].ChannelId.Should().Be("whatsapp-demo");
        world.Calls("+9990113").Should().HaveCount(2);
    }

    [Fact]
    public async Task Messages_are_spread_over_accounts_by_weight_and_the_others_still_stand_in()
    {
        await using var world = await TwoAccounts().With($"{Demo}:AccountWeights:whatsapp-demo", "1")
            .With($"{Demo}:AccountWeights:whatsapp-two", "3").StartAsync();

        var begun = new List<string>();
        for (var i = 0; i < 100; i++)
        {
            var umid = await world.SendAsync($"+9990443{i}", WhatsApp(60, "Read"), Sms());
            begun.Add((await world.TimelineAsync(umid)).Attempts[0].ChannelId);
        }

        begun.Count(account => account == "whatsapp-two").Should().BeInRange(50, 95, "that is less likely to fail than once in a million");
        begun.Distinct().Should().HaveCount(2);
        (await world.QueryAsync<long>(
            "SELECT count(*) FROM messages WHERE jsonb_array_length(steps -> 0 -> 'otherAccounts') = 1")).Should().Be(100);
    }

    [Theory]
    [InlineData("whatsapp-two", "1001", "AccountWeights:whatsapp-two: must be from 0 to 1000")]
    [InlineData("nobody", "1", "AccountWeights:nobody: is not among ChannelAccounts")]
    public async Task A_wrong_weight_is_a_mistake_in_the_settings(string account, string weight, string mistake)
    {
        var start = () => TwoAccounts().With($"{Demo}:AccountWeights:{account}", weight).StartAsync();

        (await start.Should().ThrowAsync<Exception>()).Which.ToString().Should().Contain(mistake);
    }

    private const string Demo = "Accounts:00000000-0000-0000-0000-000000000001:Subaccounts:demo";

    // Two numbers of one business, at the simulated Meta.
    private World TwoAccounts() => new World(server)
        .With($"{Demo}:ChannelAccounts:3", "whatsapp-two").With($"{Demo}:AccountFailover", "true")
        .With("ChannelAccounts:whatsapp-two:Provider", "Meta")
        .With("ChannelAccounts:whatsapp-two:Channel", "WhatsApp")
        .With("ChannelAccounts:whatsapp-two:BaseAddress", $"{World.Simulator}/simulator/meta") // Its receipts are part of the world's time.
        .With("ChannelAccounts:whatsapp-two:Settings:PhoneNumberId", "106540352242999")
        .With("ChannelAccounts:whatsapp-two:Settings:AccessToken", "dev-meta-token")
        .With("ChannelAccounts:whatsapp-two:Settings:AppSecret", "dev-meta-app-secret")
        .With("ChannelAccounts:whatsapp-two:Settings:VerifyToken", "dev-meta-verify-token")
        .With("Simulator:Meta:Accounts:106540352242999", "whatsapp-two");
}
