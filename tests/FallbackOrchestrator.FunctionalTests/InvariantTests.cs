using System.Globalization;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Sending;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>Messages of every kind at once, to every kind of recipient, until nothing moves any more.</summary>
[Trait("Category", "Core")]
public sealed class InvariantTests(PostgresServer server)
{
    private const int Batches = 15;
    private const int BatchSize = 20;

    [Theory]
    [InlineData(1, "500")]
    [InlineData(2, "1")]
    public async Task The_rules_hold_whatever_happens_to_messages(int seed, string groupSize)
    {
        var random = new Random(seed);
        await using var world = await new World(server).With(
            "MessageQueue:GroupSize", groupSize).With("Simulator:LateReceipts", "00:00:05").StartAsync();
        world.Grain = TimeSpan.FromMilliseconds(100);

        for (var batch = 0; batch < Batches; batch++)
        {
            var sent = await Task.WhenAll(Enumerable.Range(0, BatchSize).Select(i => AnyMessage(random, world.Now, batch * BatchSize + i))
                .ToList().Select(message => world.SendAsync(message)));
            await world.AdvanceAsync(TimeSpan.FromSeconds(random.NextDouble() * 3));
            await world.CancelAsync(sent[random.Next(sent.Length)]);
        }
        await world.AdvanceAsync(TimeSpan.FromHours(50));

        await Invariants.HoldAsync(world);
        (await world.QueryAsync<long>("SELECT count(*) FROM messages")).Should().Be(Batches * BatchSize);
        (await world.QueryAsync<long>("SELECT count(DISTINCT outcome) FROM messages")).Should().Be(5, "every outcome is to be among them");
    }

    private static SendRequest AnyMessage(Random random, DateTimeOffset now, int number)
    {
        var recipient = string.Create(CultureInfo.InvariantCulture, $"+9990{random.Next(1000):000}{number}");
        string[] channels = ["WhatsApp", "Viber", "SMS"];
        random.Shuffle(channels);
        DateTimeOffset? scheduled = random.Next(10) == 0 ? now + TimeSpan.FromSeconds(random.Next(2, 10)) : null;
        return World.Text(recipient, [.. channels.Take(random.Next(1, 4)).Select(channel => AnyStep(random, channel))]) with
        {
            Scheduled = scheduled,
            Expiry = random.Next(5) == 0 ? (scheduled ?? now) + TimeSpan.FromSeconds(random.Next(2, 12)) : null,
        };
    }

    private static RequestedStep AnyStep(Random random, string channel)
    {
        string[] statuses = channel == "SMS" ? ["Accepted", "Sent", "Delivered"] : ["Accepted", "Sent", "Delivered", "Read"];
        return new RequestedStep
        {
            Channel = channel,
            FallbackAfter = random.Next(4) == 0 ? null : random.Next(1, 8),
            SuccessStatus = random.Next(4) == 0 ? null : statuses[random.Next(statuses.Length)],
        };
    }
}
