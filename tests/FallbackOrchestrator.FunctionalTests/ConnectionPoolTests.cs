using System.Net;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>Whose connections are whose.</summary>
public sealed class ConnectionPoolTests(PostgresServer server)
{
    [Fact]
    public async Task Searches_that_use_all_their_connections_delay_neither_a_revocation_nor_a_cancel()
    {
        await using var host = await ApiHost.StartWithAsync(server, ("Hangfire:Enabled", "false"));
        using var admin = new Operator(host.Address);
        var account = await admin.NewSubaccountAsync("held");
        var (id, key) = await admin.NewKeyAsync(account, ["held"]);
        var umid = await host.Client.SendAsync(DemoClient.Fallback("+9990333", whatsApp: 60));
        const int All = 12;
        await using var scopes = host.App.Services.CreateAsyncScope();
        var readers = new List<IAsyncDisposable>();
        for (var i = 0; i < All; i++)
        {
            var scope = host.App.Services.CreateAsyncScope();
            readers.Add(scope);
            await scope.ServiceProvider.GetRequiredService<OrchestratorDbContext>().Database.OpenConnectionAsync();
        }

        await admin.RevokeAsync(account, id);
        (await admin.AskAsync(HttpMethod.Get, Operator.Accounts)).Status.Should().Be(HttpStatusCode.OK);
        using (var revoked = new DemoClient(host.Address, key))
            (await revoked.GetAsync("/api/v1/subaccounts/held/messages")).Status.Should().Be(HttpStatusCode.Unauthorized);
        using (var cancelled = await host.Client.Http.DeleteAsync($"{DemoClient.Messages}/{umid}"))
            cancelled.StatusCode.Should().Be(HttpStatusCode.OK);

        foreach (var reader in readers)
            await reader.DisposeAsync();
    }

    [Fact]
    public async Task A_connection_that_was_being_opened_while_the_pools_were_emptied_is_closed_after_the_database_is_back()
    {
        var time = new FakeTimeProvider();
        var database = await server.CreateDatabaseAsync();
        await using (var data = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { MaxPoolSize = 1 }))
        {
            var availability = new DatabaseAvailability([data], time, NullLogger<DatabaseAvailability>.Instance);
            availability.Note(new PostgresException("cannot execute INSERT in a read-only transaction", "ERROR", "ERROR", "25006"));
            var opened = await ProcessOfAsync(data);

            time.Advance(TimeSpan.FromSeconds(2));
            availability.NoteWritten();
            (await ProcessOfAsync(data)).Should().Be(opened, "nothing was wrong with it so far");
            time.Advance(TimeSpan.FromSeconds(15));

            await Until.TrueAsync(() => ProcessOfAsync(data), process => process != opened);
        }
        await server.DropDatabaseAsync(database);
    }

    private static async Task<int> ProcessOfAsync(NpgsqlDataSource data)
    {
        await using var connection = await data.OpenConnectionAsync();
        return connection.ProcessID;
    }

    [Fact]
    public async Task Stored_messages_reach_the_disk_whatever_the_servers_default_is()
    {
        await using var host = await ApiHost.StartWithAsync(server, ("Hangfire:Enabled", "false"));
        await using (var set = host.App.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(
            "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database()); END $$"))
            await set.ExecuteNonQueryAsync();

        await using var scope = host.App.Services.CreateAsyncScope();
        NpgsqlDataSource[] pools =
        [
            host.App.Services.GetRequiredService<NpgsqlDataSource>(),
            host.App.Services.GetRequiredKeyedService<NpgsqlDataSource>(OrchestratorDbContext.Managing),
        ];
        foreach (var pool in pools)
        {
            pool.Clear();
            await using var shown = pool.CreateCommand(
                "SELECT reset_val || ' ' || setting FROM pg_settings WHERE name = 'synchronous_commit'");
            (await shown.ExecuteScalarAsync()).Should().Be("off on");
        }
    }
}
