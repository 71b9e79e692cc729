using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.StatusWebhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace FallbackOrchestrator.FunctionalTests.StatusWebhooks;

/// <summary>Each event is noted with what it reports, and moved to the outbox once: by several replicas, and after a crash.</summary>
public sealed class NotedEventTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly IOptions<StatusWebhooksOptions> Settings = Options.Create(new StatusWebhooksOptions());

    private readonly Guid _account = Guid.CreateVersion7();
    private readonly Guid _shop = Guid.CreateVersion7();
    private readonly List<DeliveryResults> _replicas = [];
    private string _database = "";
    private NpgsqlDataSource _data = null!;
    private ServiceProvider _services = null!;
    private DatabaseAvailability _availability = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await server.CreateMigratedDatabaseAsync();
        _data = NpgsqlDataSource.Create(_database);
        _services = WebhookParts.Of(_database, _data);
        _availability = new DatabaseAvailability([_data], TimeProvider.System, NullLogger<DatabaseAvailability>.Instance);
        await RegisterAsync(_shop, _account, "shop", "CADR");
    }

    public async ValueTask DisposeAsync()
    {
        _replicas.ForEach(replica => replica.Dispose());
        await _services.DisposeAsync();
        await _data.DisposeAsync();
        await server.DropDatabaseAsync(_database);
    }

    [Fact]
    public async Task A_webhook_that_two_replicas_stop_at_once_is_told_once()
    {
        await RegisterAsync(Guid.CreateVersion7(), _account, "*", "OPS");
        var (one, other) = (Replica(), Replica());
        var claimed = await ClaimedAsync(10, _shop);

        await Task.WhenAll(claimed.Select(
            (update, place) => (place % 2 == 0 ? one : other).RecordAsync(Result(update, WebhookResult.Gone))));
        await Task.WhenAll(Outbox().MoveAsync(default), Outbox().MoveAsync(default), Outbox().MoveAsync(default));
        await Outbox().MoveAsync(default);

        (await ToldAsync()).Should().ContainSingle().Which.Should().BeEquivalentTo(
            ("endpoint.disabled", "gone", "https://shop.example"));
    }

    [Fact]
    public async Task A_crash_before_the_event_is_moved_or_during_it_leaves_it_to_another_replica()
    {
        await RegisterAsync(Guid.CreateVersion7(), _account, "*", "OPS");
        await Replica().RecordAsync(Result((await ClaimedAsync(1, _shop))[0], WebhookResult.Gone));
        await using (var crashing = await _data.OpenConnectionAsync())
        {
            await using var transaction = await crashing.BeginTransactionAsync();
            (await OperationalEvents.TakeAsync(crashing, TimeSpan.FromDays(1), default)).Events.Should().ContainSingle();
            await Outbox().MoveAsync(default);
            (await ToldAsync()).Should().BeEmpty("another replica does not take it either");
            _availability.Seen.Should().Be(0, "and does not wait: its deliveries would wait too, until the command times out");
        }

        await Outbox().MoveAsync(default);
        await Outbox().MoveAsync(default);

        (await ToldAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task A_webhook_that_begins_to_fail_is_not_told_until_it_is_stopped()
    {
        await RegisterAsync(Guid.CreateVersion7(), _account, "*", "OPS");
        var claimed = await ClaimedAsync(3, _shop);

        await Replica().RecordAsync(Result(claimed[0], WebhookResult.TimedOut));
        await AdvanceAsync(TimeSpan.FromHours(23));
        await Replica().RecordAsync(Result(claimed[1], WebhookResult.TimedOut));
        await Outbox().MoveAsync(default);
        (await ToldAsync()).Should().BeEmpty();
        await AdvanceAsync(TimeSpan.FromHours(1));
        await Replica().RecordAsync(Result(claimed[2], WebhookResult.TimedOut));
        await Outbox().MoveAsync(default);

        (await ToldAsync()).Should().ContainSingle().Which.Reason.Should().Be("failing");
    }

    [Fact]
    public async Task A_thousand_updates_that_are_given_up_together_are_one_event_for_each_endpoint()
    {
        await RegisterAsync(Guid.CreateVersion7(), _account, "*", "OPS");
        await StoreAsync(1_000, webhook: null);
        await StoreAsync(40, _shop);
        await AdvanceAsync(TimeSpan.FromHours(25));

        (await StatusUpdates.GiveUpAsync(_data, default)).Should().Be(1_040);
        await StoreAsync(5, webhook: null, giveUpAfter: "0 s");
        await StatusUpdates.GiveUpAsync(_data, default);
        await Outbox().MoveAsync(default);
        (await BodiesAsync()).Should().BeEmpty("they are counted for a minute");
        await AdvanceAsync(OperationalEvents.CountedTogether);
        await Outbox().MoveAsync(default);

        var data = (await BodiesAsync()).ConvertAll(body => body["data"]!);
        data.Select(one => ((string?)one["subAccountId"], (int)one["count"]!)).Should().BeEquivalentTo([((string?)null, 1_005), ("shop", 40)]);
        data.Should().OnlyContain(one => one["updates"]!.AsArray().Count == OperationalEvents.MostNamed);
        data[0]["updates"]!.AsArray().Select(update => (string)update!["id"]!).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        ((string?)data[0]["updates"]![0]!["lastResult"]).Should().Be("noEndpoint", "it was never tried");
    }

    [Fact]
    public async Task An_address_that_may_not_be_called_looks_like_one_that_does_not_exist()
    {
        await RegisterAsync(Guid.CreateVersion7(), _account, "*", "OPS");
        var claimed = await ClaimedAsync(1, webhook: null);

        await Replica().RecordAsync(Result(claimed[0], WebhookResult.ForbiddenAddress) with { Pause = TimeSpan.FromDays(2) });
        await AdvanceAsync(OperationalEvents.CountedTogether);
        await Outbox().MoveAsync(default);

        ((string?)(await BodiesAsync()).Single()["data"]!["updates"]![0]!["lastResult"]).Should().Be("unreachable");
    }

    [Fact]
    public async Task Nothing_is_noted_for_an_account_that_has_no_operational_webhook_or_has_disabled_it()
    {
        var own = Guid.CreateVersion7();
        await RegisterAsync(Guid.CreateVersion7(), Guid.CreateVersion7(), "*", "OPS");
        await RegisterAsync(own, _account, "*", "OPS");
        await ExecuteAsync($"UPDATE webhooks SET enabled = false WHERE id = '{own}'");
        var claimed = await ClaimedAsync(1, webhook: null);

        await Replica().RecordAsync(Result((await ClaimedAsync(1, _shop))[0], WebhookResult.Gone));
        await Replica().RecordAsync(Result(claimed[0], WebhookResult.Gone));
        await StoreAsync(1, webhook: null, giveUpAfter: "0 s");
        await StatusUpdates.GiveUpAsync(_data, default);

        (await ExecuteAsync("SELECT count(*) FROM operational_events")).Should().Be(0L);
    }

    [Fact]
    public async Task Nothing_is_noted_of_operational_webhooks_and_of_webhooks_that_the_customer_deleted()
    {
        var own = Guid.CreateVersion7();
        await RegisterAsync(own, _account, "*", "OPS");
        var claimed = await ClaimedAsync(2, own);
        await StoreAsync(3, own, giveUpAfter: "0 s");
        await StoreAsync(3, Guid.CreateVersion7(), giveUpAfter: "0 s");

        (await StatusUpdates.GiveUpAsync(_data, default)).Should().Be(6);
        await Replica().RecordAsync(Result(claimed[0], WebhookResult.Refused) with { Pause = TimeSpan.FromDays(2) });
        await Replica().RecordAsync(Result(claimed[1], WebhookResult.Gone));

        (await ExecuteAsync("SELECT count(*) FROM webhooks WHERE stopped_because = 'gone'")).Should().Be(1L);
        (await ExecuteAsync("SELECT count(*) FROM operational_events")).Should().Be(0L);
    }

    [Fact]
    public async Task A_result_that_came_after_its_lease_gives_up_nothing()
    {
        await RegisterAsync(Guid.CreateVersion7(), _account, "*", "OPS");
        var claimed = await ClaimedAsync(1, webhook: null);
        await ExecuteAsync("UPDATE status_updates SET state = 'failed', due_at = NULL, lease_until = NULL");

        await Replica().RecordAsync(Result(claimed[0], WebhookResult.Gone));

        (await ExecuteAsync("SELECT count(*) FROM operational_events")).Should().Be(0L);
    }

    private static DeliveryAttemptResult Result(ClaimedUpdate update, WebhookResult result) =>
        new(
            update,
            new EndpointResponse(result, null, null, null, TimeSpan.FromMilliseconds(5)),
            result == WebhookResult.Gone && update.Url is not null ? null : TimeSpan.FromMinutes(1));

    private DeliveryResults Replica()
    {
        var webhooks = new WebhookDirectory(
            _services.GetRequiredService<IServiceScopeFactory>(), _availability, Settings,
            _services.GetRequiredService<WebhookSecrets>(), _data, TimeProvider.System, NullLogger<WebhookDirectory>.Instance);
        _replicas.Add(new DeliveryResults(
            _data, _availability, webhooks, new WebhookMetrics(_services.GetRequiredService<IMeterFactory>()), TimeProvider.System,
            Settings, NullLogger<DeliveryResults>.Instance));
        return _replicas[^1];
    }

    private OperationalEventOutbox Outbox() => new(_data, _availability, Settings, NullLogger<OperationalEventOutbox>.Instance);

    private Task<object?> RegisterAsync(Guid id, Guid account, string subaccount, string type) => ExecuteAsync(
        $"""
        INSERT INTO webhooks (id, customer_account_id, subaccount_id, type, url, enabled, format, secret, created_at)
        VALUES ('{id}', '{account}', '{subaccount}', '{type}', 'https://shop.example/a-token', true, 'events-v1', 'whsec_b2Rk', orchestrator_now())
        """);

    private async Task StoreAsync(int count, Guid? webhook, string giveUpAfter = "1 day")
    {
        var ids = Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7()).ToArray();
        await using var command = _data.CreateCommand(
            $"""
            INSERT INTO status_updates (id, message_id, seq, subaccount_id, customer_account_id, webhook_id, url, endpoint_key, format, body, created_at, state, attempt_count, due_at, give_up_at)
            SELECT id, gen_random_uuid(), 1, 'shop', '{_account}', $2, CASE WHEN $2 IS NULL THEN 'https://own.example/dlr' END, $3, '8x8-v9', '',
                orchestrator_now(), 'pending', 0, orchestrator_now(), orchestrator_now() + interval '{giveUpAfter}'
            FROM unnest($1) AS id
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = ids });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)webhook ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = LaneOf(webhook) });
        await command.ExecuteNonQueryAsync();
    }

    private async Task<List<ClaimedUpdate>> ClaimedAsync(int count, Guid? webhook)
    {
        await StoreAsync(count, webhook);
        List<EndpointSlotCount> slots = [new(LaneOf(webhook), count)];
        return [.. await StatusUpdates.ClaimAsync(_data, slots, StatusUpdateOutbox.Lease, 1, default)];
    }

    private string LaneOf(Guid? webhook) => webhook?.ToString("D") ?? $"url:{_account:N}:https://own.example";

    private async Task<List<(string Type, string? Reason, string Server)>> ToldAsync() =>
        (await BodiesAsync()).ConvertAll(body => ((string)body["type"]!, (string?)body["data"]!["reason"], (string)body["data"]!["server"]!));

    private async Task<List<JsonNode>> BodiesAsync()
    {
        await using var command = _data.CreateCommand(
            $"SELECT body FROM status_updates WHERE id = message_id AND customer_account_id = '{_account}' AND state = 'pending' ORDER BY id");
        await using var reader = await command.ExecuteReaderAsync();
        var bodies = new List<JsonNode>();
        while (await reader.ReadAsync())
            bodies.Add(JsonNode.Parse(reader.GetString(0))!);
        return bodies;
    }

    private Task<object?> AdvanceAsync(TimeSpan by) => ExecuteAsync($"UPDATE test_clock SET now = now + interval '{(long)by.TotalSeconds} s'");

    private async Task<object?> ExecuteAsync(string sql)
    {
        await using var command = _data.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
