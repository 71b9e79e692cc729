using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Persistence;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>What is removed after its time, and what something still needs.</summary>
public sealed class RetentionTests(PostgresServer server)
{
    [Fact]
    public async Task Content_is_kept_while_a_failure_may_revoke_a_provisional_success()
    {
        await using var world = await new World(server).StartAsync();
        var umid = await world.SendAsync("+9990113", WhatsApp(60, "Accepted"), Sms());
        await world.AdvanceAsync(TimeSpan.FromMinutes(59));
        (await world.TimelineAsync(umid)).Provisional.Should().BeTrue();

        await DropAsync(world, "contents");
        await PostFailedAsync(world, umid);
        await world.AdvanceAsync(TimeSpan.FromMinutes(1));

        (await world.TimelineAsync(umid)).SucceededStep.Should().Be(2);
        world.ChannelsCalled("+9990113").Should().Equal("WhatsApp", "Sms");
    }

    [Fact]
    public async Task Content_is_deleted_when_nothing_needs_it_any_more()
    {
        await using var world = await new World(server).StartAsync();
        await world.SendAsync("+9990113", WhatsApp(60, "Accepted"), Sms());
        await world.AdvanceAsync(TimeSpan.FromMinutes(61));

        await DropAsync(world, "contents");

        (await world.QueryAsync<long>("SELECT count(*) FROM contents")).Should().Be(0);
        (await world.QueryAsync<long>("SELECT count(*) FROM messages")).Should().Be(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_day_is_kept_while_a_message_of_it_is_pending(bool scheduled)
    {
        await using var world = await new World(server).StartAsync();
        await world.SendAsync(World.Text("+9990113", WhatsApp(60, "Read"), Sms()) with
        {
            Scheduled = scheduled ? world.Now + TimeSpan.FromHours(1) : null,
        });

        foreach (var table in new[] { "contents", "timeline", "attempts", "messages" })
            await DropAsync(world, table);

        (await world.QueryAsync<long>("SELECT count(*) FROM contents")).Should().Be(1);
        (await world.QueryAsync<long>("SELECT count(*) FROM messages")).Should().Be(1);
        await world.AdvanceAsync(TimeSpan.FromHours(2));
        world.ChannelsCalled("+9990113").Should().Equal("WhatsApp", "Sms");
    }

    [Fact]
    public async Task Statistics_are_kept_as_long_as_their_messages()
    {
        await using var world = await new World(server).StartAsync();
        await world.ExecuteAsync(
            """
            INSERT INTO statistics_delays
            SELECT period, date_trunc('day', orchestrator_now(), 'UTC') - age, 'demo', NULL, 'SMS', 'delivered', 1, 1
            FROM unnest(ARRAY['hour', 'day']) AS period, unnest(ARRAY[interval '48 hours', interval '49 hours']) AS age
            """);

        await Retention.DeleteStatisticsAsync(world.Data, days: 2, default);

        (await world.QueryAsync<long>("SELECT count(*) FROM statistics_delays")).Should().Be(2, "those of 49 hours ago are of the third day");
    }

    [Fact]
    public async Task A_receipt_finds_its_message_for_as_long_as_the_message_is_kept()
    {
        await using var world = await new World(server).StartAsync();
        await world.SendAsync("+9990113", Sms());
        await world.AdvanceAsync(TimeSpan.FromSeconds(5));
        await world.ExecuteAsync("UPDATE provider_refs SET created_at = created_at - interval '100 days'");
        await world.ExecuteAsync(
            """
            INSERT INTO provider_refs (channel_account_id, provider_id, message_id, step, created_at)
            SELECT channel_account_id, 'of a message that is gone', day_bound((created_at AT TIME ZONE 'UTC')::date), 1, created_at FROM provider_refs
            """);

        await Retention.DeleteProviderIdsAsync(world.Data, 90, CancellationToken.None);

        (await world.QueryAsync<string>("SELECT string_agg(provider_id, ' ') FROM provider_refs")).Should().StartWith("SM");
    }

    private static Task DropAsync(World world, string table) =>
        world.ExecuteAsync($"SELECT drop_day_partitions('{table}', (orchestrator_now() AT TIME ZONE 'UTC')::date + 2)");

    private static async Task PostFailedAsync(World world, Guid umid)
    {
        using var response = await world.PostMetaStatusAsync(
            $$$"""
            {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messaging_product":"whatsapp",
            "statuses":[{"id":"wamid.x","status":"failed","timestamp":"1795000000","biz_opaque_callback_data":"{{{umid:N}}}-1",
            "errors":[{"code":131026,"title":"Message undeliverable"}]}]}}]}]}
            """);
        response.IsSuccessStatusCode.Should().BeTrue();
    }
}
