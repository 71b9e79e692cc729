using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.EmbeddedPostgres;

namespace FallbackOrchestrator.FunctionalTests.Processes;

/// <summary>PgBouncer between the service and PostgreSQL, and roles that may not do everything.</summary>
public sealed class PoolerTests
{
    [Fact]
    public async Task Behind_PgBouncer_in_session_mode_the_service_works()
    {
        await using var postgres = await OwnPostgres.StartAsync();
        await using var pooler = await PgBouncer.StartAsync(postgres, "session");

        await using var service = await TroubledService.StartAsync(pooler.ConnectionString);

        var umid = await service.Client.SendAsync(DemoClient.Fallback("+9990444003"));
        (await service.Client.CompletedAsync(umid))["outcome"]!.GetValue<string>().Should().Be("succeeded");
        service.Process.Output.Should().NotContain("cannot be used");
    }

    [Theory]
    [InlineData("transaction")]
    [InlineData("statement")]
    public async Task Behind_a_pooler_that_shares_connections_the_service_does_not_start_and_says_in_a_sentence_what_to_change(string mode)
    {
        await using var postgres = await OwnPostgres.StartAsync();
        await using var pooler = await PgBouncer.StartAsync(postgres, mode);

        var (exitCode, output) = await ServiceProcess.FailToStartAsync(("ConnectionStrings:Postgres", pooler.ConnectionString));

        exitCode.Should().Be(1, output);
        output.Should().Contain("cannot start").And.Contain(mode == "transaction" ? "pool_mode to session" : "statement pooling")
            .And.NotContain("Unhandled exception").And.NotContain("   at ");
    }

    [Fact]
    public async Task A_role_that_may_not_create_schemas_gets_the_name_of_the_missing_one_and_works_when_it_has_it()
    {
        await using var postgres = await OwnPostgres.StartAsync();
        await postgres.DoAsync("CREATE ROLE app LOGIN");
        await postgres.DoAsync("CREATE DATABASE shared");
        await postgres.DoAsync("CREATE SCHEMA app AUTHORIZATION app", "shared");
        var way = $"{postgres.To("app", "shared")};Search Path=app";

        var (exitCode, output) = await ServiceProcess.FailToStartAsync(("ConnectionStrings:Postgres", way));

        exitCode.Should().Be(1, output);
        output.Should().Contain("CREATE SCHEMA hangfire AUTHORIZATION").And.NotContain("Unhandled exception").And.NotContain("   at ");

        await postgres.DoAsync("CREATE SCHEMA hangfire AUTHORIZATION app", "shared");
        for (var start = 1; start <= 2; start++)
        {
            await using var service = await TroubledService.StartAsync(way);
            var umid = await service.Client.SendAsync(DemoClient.Fallback("+9990444004"));
            (await service.Client.CompletedAsync(umid))["outcome"]!.GetValue<string>().Should().Be("succeeded");
        }
        (await postgres.AskAsync<long>("SELECT count(*) FROM app.messages", "shared")).Should().Be(2);
        (await postgres.AskAsync<long>("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", "shared")).Should().Be(0);
    }

    /// <summary>A PgBouncer of one test's own, with no more in its configuration than it needs.</summary>
    private sealed class PgBouncer : IAsyncDisposable
    {
        private readonly System.Diagnostics.Process _process;

        private PgBouncer(System.Diagnostics.Process process, string connectionString)
        {
            _process = process;
            ConnectionString = connectionString;
        }

        public string ConnectionString { get; }

        public static async Task<PgBouncer> StartAsync(OwnPostgres postgres, string mode)
        {
            var program = new[] { ChildProcess.Find("pgbouncer"), "/usr/sbin/pgbouncer" }.FirstOrDefault(File.Exists);
            Assert.SkipWhen(program is null, "PgBouncer is not installed on this machine (the package pgbouncer)");
            var port = ServiceProcess.FreePort();
            var settings = Path.Combine(postgres.Folder, "pgbouncer.ini");
            await File.WriteAllTextAsync(
                settings,
                $"""
                [databases]
                postgres = host=127.0.0.1 port={postgres.Port} user=postgres
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = {port}
                unix_socket_dir =
                auth_type = any
                pool_mode = {mode}
                default_pool_size = 80
                max_client_conn = 200
                """);
            await postgres.OwnAsync(settings);
            var pooler = new PgBouncer(
                ChildProcess.Start(postgres.Under(program!, "-q", settings)),
                    $"{TroubledService.At(postgres.ConnectionString, port)};Pooling=true");
            await Until.TrueAsync(
                async () =>
                {
                    using var socket = new System.Net.Sockets.TcpClient();
                    try
                    {
                        await socket.ConnectAsync("127.0.0.1", port);
                        return true;
                    }
                    catch (System.Net.Sockets.SocketException)
                    {
                        return false;
                    }
                },
                listens => listens);
            return pooler;
        }

        public async ValueTask DisposeAsync()
        {
            if (!_process.HasExited)
                _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }
}
