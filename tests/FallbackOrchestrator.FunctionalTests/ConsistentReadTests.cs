using FallbackOrchestrator.FunctionalTests.Support;
using Npgsql;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>What is read from several tables is one state of the message, even if it changes between two reads.</summary>
public sealed class ConsistentReadTests(PostgresServer server)
{
    [Theory]
    [InlineData("{0}", "attempts")]
    [InlineData("{0}/timeline", "attempts")]
    [InlineData("{0}/timeline", "timeline")]
    [InlineData("export", "attempts")]
    public async Task A_response_shows_nothing_of_a_change_that_happens_while_it_is_read(string path, string changed)
    {
        await using var world = await new World(server).StartAsync();
        var umid = await world.SendAsync("+9990223", WhatsApp(60, "Read"), Viber(60), Sms());
        await world.SettleAsync();
        var address = $"{DemoClient.Messages}/{path.Replace("{0}", umid.ToString(), StringComparison.Ordinal)}";
        var before = await world.Http.GetStringAsync(address);

        await using var connection = await world.ConnectAsync();
        await using var change = await connection.BeginTransactionAsync();
        await ExecuteAsync($"LOCK TABLE {changed} IN ACCESS EXCLUSIVE MODE");
        var response = world.Http.GetStringAsync(address);
        while (await world.QueryAsync<long>($"SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = '{changed}'::regclass") == 0)
            await Task.WhenAny(response, Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System));
        await ExecuteAsync($"DELETE FROM {changed}");
        await change.CommitAsync();

        (await response).Should().Be(before);
        (await world.Http.GetStringAsync(address)).Should().NotBe(before, "else the change could not be seen");

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
