using FallbackOrchestrator.FunctionalTests.Support;
using static FallbackOrchestrator.FunctionalTests.Support.Steps;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>What is said of a transaction whose answer was lost on the line.</summary>
public sealed class LostAnswerTests(PostgresServer server)
{
    [Fact]
    public async Task A_message_whose_commit_was_done_but_not_answered_is_accepted_and_sent_once()
    {
        using var line = new BreakableLine();
        await using var world = await new World(server).With(line).StartAsync();

        line.LoseAnswerToCommitOf("9990433");
        var umid = await world.SendAsync("+9990433", WhatsApp(60, "Read"), Sms());
        await world.AdvanceAsync(TimeSpan.FromSeconds(5));

        line.Broken.Should().Be(1);
        (await world.QueryAsync<long>("SELECT count(*) FROM messages")).Should().Be(1);
        world.ChannelsCalled("+9990433").Should().Equal("WhatsApp");
        (await world.TimelineAsync(umid)).SucceededStep.Should().Be(1, "the call that was granted was made");
    }
}
