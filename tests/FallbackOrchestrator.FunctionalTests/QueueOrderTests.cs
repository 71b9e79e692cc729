using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Sending;
using FallbackOrchestrator.Simulator;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>Who is handed over first where many wait for one account's limits.</summary>
public sealed class QueueOrderTests(PostgresServer server)
{
    private const int PerSecond = 10;

    [Fact]
    public async Task A_subaccount_does_not_wait_behind_all_of_another_ones_batch()
    {
        await using var world = await StartAsync();
        await FillAsync(world, "marketing");
        var asked = world.Now;

        await SendAsAsync(world, "other", World.Text("+9990433", Sms()));
        await world.AdvanceAsync(TimeSpan.FromSeconds(3));

        (CalledAt(world, "+9990433") - asked).Should().BeLessThan(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Eighty_subaccounts_have_their_turns_one_after_another()
    {
        await using var world = await StartAsync(subaccounts: 80);
        await FillAsync(world, "transactional");
        for (var i = 0; i < 80; i++)
            await SendAsAsync(world, Name(i), World.Text(string.Create(CultureInfo.InvariantCulture, $"+9990433{i}"), Sms()));

        await world.AdvanceAsync(TimeSpan.FromSeconds(12));

        world.Calls().Count(IsLatecomers).Should().Be(80);
        var lap = world.Calls().SkipWhile(call => !IsLatecomers(call)).Reverse().SkipWhile(call => !IsLatecomers(call));
        lap.Count(call => !IsLatecomers(call)).Should().BeLessThan(40, "whoever has much waiting has turns like everybody");
    }

    [Fact]
    public async Task Transactional_messages_go_before_marketing_that_has_waited_longer()
    {
        await using var world = await StartAsync();
        await FillAsync(world, "marketing");

        for (var i = 0; i < 20; i++)
            await world.SendAsync(World.Text(string.Create(CultureInfo.InvariantCulture, $"+9990433{i}"), Sms()));
        await world.AdvanceAsync(TimeSpan.FromSeconds(5));

        (await world.QueryAsync<long>(
            "SELECT count(*) FROM attempts WHERE priority = 'transactional' AND handover = 'queued'")).Should().Be(0);
        (await world.QueryAsync<long>(
            """
            WITH urgent AS (SELECT max(queued_at) AS all_waited, max(leased_at) AS all_called FROM attempts WHERE priority = 'transactional')
            SELECT count(*) FROM attempts, urgent WHERE priority = 'marketing' AND leased_at > all_waited AND leased_at < all_called
            """)).Should().BeLessThanOrEqualTo(2, "no more than a claim that was under way");
    }

    [Theory]
    [InlineData(64)]
    [InlineData(1_100)] // more than are looked at in one turn
    public async Task Subaccounts_that_have_nothing_due_keep_nobody_waiting(int subaccounts)
    {
        await using var world = await StartAsync();
        await world.SendAsync(World.Text("+99904330", Sms()));
        await world.SettleAsync();
        await world.ExecuteAsync(
            """
            INSERT INTO attempts (message_id, step, subaccount_id, channel, channel_account_id, handover, queued_at, dispatch_at, epoch, deferrals, breaks,
                unknown, resend, leave_reason, best_status, provider_ids, priority)
            SELECT overlay(message_id::text PLACING lpad(to_hex(i), 12, '0') FROM 25)::uuid, 1, 'a' || i, channel, channel_account_id, 'queued',
                queued_at, queued_at + interval '1 hour', 0, 1, 0, false, 'none', 'nothing', 'none', '{}', 'transactional'
            FROM attempts, generate_series(1, $1) AS i
            """,
            subaccounts);

        for (var i = 1; i <= 30; i++)
        {
            await world.SendAsync(World.Text(string.Create(CultureInfo.InvariantCulture, $"+9990433{i}"), Sms()) with
            {
                Priority = i % 2 == 0 ? "marketing" : "transactional",
            });
        }
        await world.AdvanceAsync(TimeSpan.FromSeconds(8));

        world.Calls().Count(IsLatecomers).Should().Be(31);
        await world.UntilAsync(() => Task.FromResult(world.Replicas[0].Gates[new ChannelAccountId("sms-demo")].SomeWait), waits => !waits);
    }

    [Fact]
    public async Task An_unknown_priority_is_refused()
    {
        await using var world = await StartAsync();

        using var response = await world.PostAsync(World.Text("+9990433", Sms()) with { Priority = "urgent" });

        response.StatusCode.Should().Be(System.Net.HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).Should().Contain("'priority': must be transactional or marketing");
    }

    private async Task<World> StartAsync(int subaccounts = 0)
    {
        var world = new World(server).With("ChannelAccounts:sms-demo:PerSecond", PerSecond.ToString(CultureInfo.InvariantCulture));
        foreach (var name in Enumerable.Range(0, subaccounts).Select(Name).Append("other"))
        {
            var settings = $"Accounts:{Guid.CreateVersion7()}:Subaccounts:{name}";
            world.With($"{settings}:Keys:0", $"key of {name}").With($"{settings}:ChannelAccounts:0", "sms-demo");
        }
        await world.StartAsync();
        world.Grain = TimeSpan.FromMilliseconds(50);
        return world;
    }

    private static bool IsLatecomers(RecordedCall call) => call.To!.StartsWith("+9990433", StringComparison.Ordinal);

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"tenant{number:00}");

    private static async Task FillAsync(World world, string priority)
    {
        for (var i = 0; i < 200; i++)
            await world.SendAsync(
                World.Text(string.Create(CultureInfo.InvariantCulture, $"+9990333{i}"), Sms()) with { Priority = priority });
    }

    private static async Task SendAsAsync(World world, string subaccount, SendRequest request)
    {
        using var post = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/subaccounts/{subaccount}/messages");
        post.Headers.Authorization = new AuthenticationHeaderValue("Bearer", $"key of {subaccount}");
        post.Content = JsonContent.Create(request);
        using var response = await world.Http.SendAsync(post);
        response.IsSuccessStatusCode.Should().BeTrue(await response.Content.ReadAsStringAsync());
    }

    private static DateTimeOffset CalledAt(World world, string number) => world.Calls(number).Single().At;
}
