using System.Diagnostics.Metrics;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.StatusWebhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace FallbackOrchestrator.FunctionalTests.StatusWebhooks;

/// <summary>
/// What came of attempts is recorded in groups, of many customers together; one customer's data decides on nobody else's.
/// </summary>
public sealed class DeliveryResultsTests(PostgresServer server) : IAsyncLifetime
{
    private readonly Guid _account = Guid.CreateVersion7();
    private string _database = "";
    private NpgsqlDataSource _data = null!;
    private ServiceProvider _services = null!;
    private readonly RecordedLog _log = new();
    private DeliveryResults _tries = null!;
    private DatabaseAvailability _condition = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await server.CreateMigratedDatabaseAsync();
        _data = NpgsqlDataSource.Create(_database);
        _services = WebhookParts.Of(_database, _data);
        _condition = new DatabaseAvailability([_data], TimeProvider.System, NullLogger<DatabaseAvailability>.Instance);
        var options = Options.Create(new StatusWebhooksOptions());
        var webhooks = new WebhookDirectory(
            _services.GetRequiredService<IServiceScopeFactory>(), _condition, options,
            _services.GetRequiredService<WebhookSecrets>(), _data, TimeProvider.System, NullLogger<WebhookDirectory>.Instance);
        _tries = new DeliveryResults(
            _data, _condition, webhooks, new WebhookMetrics(_services.GetRequiredService<IMeterFactory>()), TimeProvider.System, options,
            new Logger<DeliveryResults>(_log));
    }

    public async ValueTask DisposeAsync()
    {
        _tries.Dispose();
        await _services.DisposeAsync();
        await _data.DisposeAsync();
        await server.DropDatabaseAsync(_database);
    }

    [Fact]
    public async Task One_response_that_cannot_be_stored_is_left_out_and_every_attempt_of_its_group_is_recorded()
    {
        var claimed = await ClaimedAsync(40);

        await Task.WhenAll(claimed.Select((update, place) => _tries.RecordAsync(Refused(update, place == 17 ? "a\uD83D" : "fine"))));

        (await AskAsync(
            "SELECT count(*) FROM status_updates WHERE last_result = 'refused' AND lease_until IS NULL AND due_at > orchestrator_now()"))
            .Should().Be(40L, "each has come to its next try");
        (await AskAsync("SELECT count(*) FROM delivery_attempts WHERE response = 'fine'")).Should().Be(39L);
        (await AskAsync($"SELECT count(*) FROM delivery_attempts WHERE response IS NULL AND update_id = '{claimed[17].Id}'")).Should().Be(
            1L);
    }

    [Fact]
    public async Task An_attempt_that_cannot_be_recorded_at_all_delays_no_other()
    {
        var claimed = await ClaimedAsync(20);
        await AskAsync($"ALTER TABLE delivery_attempts ADD CONSTRAINT refuses CHECK (update_id <> '{claimed[3].Id}')");

        await Task.WhenAll(claimed.Select(update => _tries.RecordAsync(Refused(update, "fine"))));

        (await AskAsync("SELECT count(*) FROM delivery_attempts")).Should().Be(19L);
        (await AskAsync($"SELECT lease_until IS NOT NULL FROM status_updates WHERE id = '{claimed[3].Id}'")).Should().Be(
            true, "the update is delivered again");
    }

    [Fact]
    public async Task An_unavailable_database_is_waited_for_and_nothing_is_lost()
    {
        var claimed = await ClaimedAsync(10);
        var name = new NpgsqlConnectionStringBuilder(_database).Database;
        await using var other = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_database) { Database = "postgres" });
        await ExecuteAsync(other, $"ALTER DATABASE \"{name}\" ALLOW_CONNECTIONS false");
        await ExecuteAsync(other, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");

        var recording = Task.WhenAll(claimed.Select(update => _tries.RecordAsync(Refused(update, "fine"))));
        await Task.Delay(TimeSpan.FromMilliseconds(300)); // So that some attempts fail; it passes without.
        recording.IsCompleted.Should().BeFalse();
        await ExecuteAsync(other, $"ALTER DATABASE \"{name}\" ALLOW_CONNECTIONS true");
        await recording;

        (await AskAsync("SELECT count(*) FROM delivery_attempts WHERE response = 'fine'")).Should().Be(10L);
    }

    [Fact]
    public async Task Results_that_a_crash_of_the_server_lost_are_recorded_again_and_block_no_later_update()
    {
        var claimed = await ClaimedAsync(3);
        await _tries.RecordAsync(Delivered(claimed[0]));
        await _tries.RecordAsync(Delivered(claimed[1]));
        await AskAsync(
            $"UPDATE status_updates SET state = 'pending', lease_until = due.at, due_at = due.at FROM (SELECT lease_until AS at FROM status_updates WHERE id = '{claimed[2].Id}') AS due WHERE id = '{claimed[0].Id}'");

        _condition.Note(new NpgsqlException("the server crashed"));
        await _tries.RecordAsync(Delivered(claimed[2]));

        (await AskAsync("SELECT count(*) FROM status_updates WHERE state = 'delivered' AND lease_until IS NULL")).Should().Be(3L);
    }

    [Fact]
    public async Task A_claim_whose_response_was_lost_is_released()
    {
        await ClaimedAsync(3);
        await AskAsync("UPDATE status_updates SET lease_until = NULL, due_at = orchestrator_now(), attempt_count = 0");
        List<EndpointSlotCount> places = [new(Lane, 2)];
        (await StatusUpdates.ClaimAsync(_data, places, StatusUpdateOutbox.Lease, 123_456, CancellationToken.None)).Should().HaveCount(2);
        (await StatusUpdates.ClaimAsync(_data, places, StatusUpdateOutbox.Lease, 654_321, CancellationToken.None)).Should().HaveCount(1);

        await StatusUpdates.ReleaseAsync(_data, [Lane], 123_456, CancellationToken.None);

        (await AskAsync("SELECT count(*) FROM status_updates WHERE lease_until IS NULL AND attempt_count = 0 AND due_at <= orchestrator_now()")).Should().Be(2L);
        (await AskAsync("SELECT count(*) FROM status_updates WHERE lease_until IS NOT NULL AND attempt_count = 1")).Should().Be(
            1L, "the other claim keeps what it has");
    }

    [Fact]
    public async Task A_webhook_that_is_stopped_is_named_by_its_account_its_subaccount_and_its_server()
    {
        var webhook = Guid.CreateVersion7();
        await AskAsync(
            $"""
            INSERT INTO webhooks (id, customer_account_id, subaccount_id, type, url, enabled, format, secret, created_at)
            VALUES ('{webhook}', '{_account}', 'shop', 'CADR', 'https://shop.example:8443/hooks/a-token?key=a-secret', true, '8x8-v9', 'whsec_b2Rk', orchestrator_now())
            """);
        var claimed = await ClaimedAsync(1);

        await _tries.RecordAsync(new DeliveryAttemptResult(
            claimed[0] with { Webhook = webhook, Url = null },
            new EndpointResponse(WebhookResult.Gone, 410, null, null, TimeSpan.FromMilliseconds(5)), null));

        _log.Lines.Should().ContainSingle(line => line.StartsWith("Warning: "))
            .Which.Should().Contain($"The webhook of account {_account}, subaccount shop, at https://shop.example:8443 was stopped: gone")
            .And.NotContain("a-token").And.NotContain("a-secret");
    }

    private string Lane => $"url:{_account:N}:https://shop.example";

    private static DeliveryAttemptResult Delivered(ClaimedUpdate update) =>
        new(update, new EndpointResponse(WebhookResult.Delivered, 200, null, null, TimeSpan.FromMilliseconds(5)), null);

    private static DeliveryAttemptResult Refused(ClaimedUpdate update, string response) =>
        new(update, new EndpointResponse(WebhookResult.Refused, 500, response, null, TimeSpan.FromMilliseconds(5)),
            TimeSpan.FromMinutes(1));

    private async Task<List<ClaimedUpdate>> ClaimedAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await AskAsync(
                $"""
                INSERT INTO status_updates (id, message_id, seq, subaccount_id, customer_account_id, url, endpoint_key, format, body, created_at, state, attempt_count, due_at, give_up_at)
                VALUES ('{Guid.CreateVersion7()}', '{Guid.CreateVersion7()}', 1, 'shop', '{_account}', 'https://shop.example/dlr', '{Lane}', '8x8-v9', '',
                    orchestrator_now(), 'pending', 0, orchestrator_now(), orchestrator_now() + interval '1 day')
                """);
        }
        return [.. await StatusUpdates.ClaimAsync(_data, [new EndpointSlotCount(Lane, count)], StatusUpdateOutbox.Lease, 1,
            CancellationToken.None)];
    }

    private async Task<object?> AskAsync(string sql)
    {
        await using var command = _data.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    private static async Task ExecuteAsync(NpgsqlDataSource data, string sql)
    {
        await using var command = data.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
