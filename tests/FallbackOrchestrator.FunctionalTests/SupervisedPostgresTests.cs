using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.EmbeddedPostgres;
using Npgsql;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>A server of our own that ends is started again where it was, by one of those who use it.</summary>
public sealed class SupervisedPostgresTests : IAsyncDisposable
{
    private readonly TempDataFolder _folder = new();
    private readonly RecordedLog _log = new();

    [Fact]
    public async Task A_server_that_was_killed_is_started_again_at_the_same_address_with_its_data_as_often_as_it_takes()
    {
        await using var postgres = await StartAsync();
        await AskAsync(postgres, "CREATE TABLE kept AS SELECT 'a word' AS word");

        for (var time = 0; time < 2; time++)
        {
            var killed = _folder.PostmasterId;
            await _folder.KillPostmasterAsync();

            await RunsAgainAsync(postgres, killed);
            (await AskAsync(postgres, "SELECT word FROM kept")).Should().Be("a word");
        }
        _log.Lines.Should().Contain(line => line.Contains("has ended", StringComparison.Ordinal))
            .And.Contain(line => line.Contains("is running again", StringComparison.Ordinal));
        postgres.Lost.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task A_server_that_was_stopped_by_hand_is_started_again()
    {
        await using var postgres = await StartAsync();
        var stopped = _folder.PostmasterId;

        await StopByHandAsync();

        await RunsAgainAsync(postgres, stopped);
    }

    [Fact]
    public async Task Only_the_first_of_two_services_starts_it_again_and_the_second_takes_over_when_the_first_is_gone()
    {
        var ownersLog = new RecordedLog();
        var owner = await EmbeddedPostgresServer.StartAsync(_folder.Options, ownersLog);
        owner.Announce("http://localhost:5080");
        await using var joined = await StartAsync();
        owner.HasJoined.Should().BeFalse();
        joined.HasJoined.Should().BeTrue();
        joined.JoinedAddress.Should().Be("http://localhost:5080");

        var killed = _folder.PostmasterId;
        await _folder.KillPostmasterAsync();
        await RunsAgainAsync(joined, killed);
        Said(ownersLog, "has ended").Should().BeTrue();
        Said(_log, "has ended").Should().BeFalse("one of them is enough");

        await owner.DisposeAsync();
        killed = _folder.PostmasterId;
        await _folder.KillPostmasterAsync();
        await RunsAgainAsync(joined, killed);
        Said(_log, "has ended").Should().BeTrue();
        joined.HasJoined.Should().BeFalse();
    }

    [Fact]
    public async Task A_server_that_cannot_be_started_again_is_given_up_with_the_reason()
    {
        await using var postgres = await StartAsync(_folder.Options with { GiveUpAfter = TimeSpan.FromSeconds(1) });
        await File.AppendAllTextAsync(
            Path.Combine(_folder.Cluster.DataPath, "postgresql.conf"), "nonsense = 1\n", TestContext.Current.CancellationToken);

        await StopByHandAsync();

        var lost = await postgres.Lost.WaitAsync(TestTimeout.Limit, TestContext.Current.CancellationToken);
        lost.Message.Should().Contain("could not be restarted").And.Contain("unrecognized configuration parameter \"nonsense\"");
    }

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    private static bool Said(RecordedLog log, string text) => log.Lines.Any(line => line.Contains(text, StringComparison.Ordinal));

    private Task<EmbeddedPostgresServer> StartAsync(EmbeddedPostgresOptions? options = null) =>
        EmbeddedPostgresServer.StartAsync(options ?? _folder.Options, _log);

    private async Task StopByHandAsync()
    {
        var account = await PostgresAccount.ForAsync(_folder.Cluster.DataPath, TestContext.Current.CancellationToken);
        var programs = await InstalledPrograms.DemandAsync();
        var stop = await ChildProcess.RunAsync(
            account.Run(
                new Command(programs.PgCtl, "stop", "-D", _folder.Cluster.DataPath, "-m", "immediate", "-W") { WorkingFolder = "/" }),
            TestContext.Current.CancellationToken);
        stop.Succeeded.Should().BeTrue(stop.Output);
    }

    private async Task RunsAgainAsync(EmbeddedPostgresServer postgres, int? ended)
    {
        await Until.TrueAsync(() => RespondsAsync(postgres), responses => responses);
        _folder.PostmasterId.Should().NotBe(ended);
    }

    private static async Task<bool> RespondsAsync(EmbeddedPostgresServer postgres)
    {
        try
        {
            return await AskAsync(postgres, "SELECT 1") is 1;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static async Task<object?> AskAsync(EmbeddedPostgresServer postgres, string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
