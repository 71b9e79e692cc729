using System.Globalization;
using System.Net;
using FallbackOrchestrator.FunctionalTests.Support;
using Npgsql;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>More is asked than the database takes.</summary>
public sealed class FullQueueTests(PostgresServer server)
{
    private const int Asked = 40;

    [Fact]
    public async Task A_full_queue_returns_503_and_every_message_with_another_response_is_stored()
    {
        await using var world = await new World(server)
            .With("MessageQueue:Length", "5").With("MessageQueue:Workers", "1").With("MessageQueue:GroupSize", "3")
            .With("MessageQueue:DetachAfter", "00:10:00").With("MessageQueue:ResponseTimeout", "00:10:00")
            .StartAsync();
        await using var connection = await world.ConnectAsync();
        await using var blocked = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("LOCK TABLE messages IN ACCESS EXCLUSIVE MODE", connection))
            await command.ExecuteNonQueryAsync();

        var sends = Enumerable.Range(0, Asked)
            .Select(i => world.PostAsync(World.Text(string.Create(CultureInfo.InvariantCulture, $"+9990433{i}"), WhatsApp(600, "Read"),
                Sms())))
            .ToList();
        // The worker holds a group of three at most; what is beyond that and the queue is refused at once.
        while (sends.Count(send => send.IsCompleted) < Asked - 8)
            await Task.WhenAny(sends.Where(send => !send.IsCompleted));

        var refused = sends.Where(send => send.IsCompleted).Select(send => send.Result).ToList();
        refused.Should().OnlyContain(response => response.StatusCode == HttpStatusCode.ServiceUnavailable);
        foreach (var response in refused)
        {
            response.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(1));
            (await response.Content.ReadAsStringAsync()).Should().Contain("\"code\":2000");
        }

        await blocked.RollbackAsync();
        var accepted = (await Task.WhenAll(sends)).Count(response => response.IsSuccessStatusCode);

        accepted.Should().BeInRange(5, 8);
        (await world.QueryAsync<long>("SELECT count(*) FROM messages")).Should().Be(accepted);
        await world.AdvanceAsync(TimeSpan.FromSeconds(10));
        (await world.QueryAsync<long>("SELECT count(*) FROM messages WHERE succeeded_step = 1")).Should().Be(accepted);
    }
}
