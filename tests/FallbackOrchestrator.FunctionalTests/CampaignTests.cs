using System.Globalization;
using FallbackOrchestrator.FunctionalTests.Support;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>Many messages behind one account's rate limit.</summary>
public sealed class CampaignTests(PostgresServer server)
{
    private const int Size = 5_000;

    [Fact]
    public async Task Nobody_gets_an_SMS_for_having_waited_in_our_own_queue()
    {
        await using var world = await new World(server)
            .With("ChannelAccounts:whatsapp-demo:PerSecond", "40").With("Simulator:ReceiptGap", "00:00:00.25")
            .StartAsync();
        world.Grain = TimeSpan.FromMilliseconds(250);

        await Parallel.ForEachAsync(Enumerable.Range(0, Size), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) =>
            await world.SendAsync(string.Create(CultureInfo.InvariantCulture, $"+9990333{i}"), WhatsApp(60, "Delivered"),
                Viber(60, "Delivered"), Sms()));
        await world.AdvanceAsync(TimeSpan.FromMilliseconds(5)); // Who comes in the same millisecond has no order.
        var last = await world.SendAsync("+9990233", WhatsApp(60, "Delivered"), Viber(60, "Delivered"), Sms());
        await world.AdvanceAsync(TimeSpan.FromSeconds(Size / 40 + 25));

        (await world.QueryAsync<long>("SELECT count(*) FROM messages WHERE succeeded_step = 1")).Should().Be(Size);
        world.Calls().Should().HaveCount(Size + 1).And.OnlyContain(call => call.Provider == "meta");
        (await world.QueryAsync<TimeSpan>("SELECT max(leased_at - queued_at) FROM attempts"))
            .Should().BeGreaterThan(TimeSpan.FromSeconds(90), "the queue was longer than the window, or this test shows nothing");
        (await world.QueryAsync<long>(
            "SELECT max(calls) FROM (SELECT count(*) OVER (ORDER BY leased_at RANGE '1 s' PRECEDING) AS calls FROM attempts) AS a"))
            .Should().BeLessThanOrEqualTo(40 + 10 + 1, "a second's calls and the bucket's quarter of one");

        var waited = await world.TimelineAsync(last);
        waited.Attempts[0].Outcome.Should().Be("open");
        (waited.Attempts[0].ClosesAt - waited.Attempts[0].OpensAt).Should().Be(TimeSpan.FromSeconds(60));
        (waited.Attempts[0].OpensAt - waited.CreatedAt).Should().BeGreaterThan(TimeSpan.FromSeconds(90));
    }
}
