using System.Collections.Frozen;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>
/// The registered endpoints that are called, in memory, because the door needs them in every decision. They are read again every five
/// seconds, and at once after a change at this replica.
/// </summary>
internal sealed partial class WebhookDirectory(
    IServiceScopeFactory scopes,
    DatabaseAvailability database,
    IOptions<StatusWebhooksOptions> options,
    WebhookSecrets secrets,
    NpgsqlDataSource data,
    TimeProvider time,
    ILogger<WebhookDirectory> logger)
    : PeriodicService(TimeSpan.FromSeconds(5), database, time)
{
    /// <summary>The type of delivery receipts.</summary>
    public const string Receipts = "CADR";

    /// <summary>The type of inbound messages.</summary>
    public const string Inbound = "MSG";

    /// <summary>Our own type, of operational webhooks: they are told what happens to the account's endpoints.</summary>
    public const string Operational = OperationalEvents.WebhookType;

    /// <summary>The types that are called; the others are stored and not used.</summary>
    public static readonly IReadOnlyList<string> Called = [Receipts, Inbound, Operational];

    /// <summary>The subaccount of a webhook that is for all of them.</summary>
    public const string EverySubaccount = "*";

    private readonly OncePerMinute _unreadable = new(time);
    private Dictionary<Guid, (WebhookRow Row, Webhook Webhook)> _read = [];
    private bool _isEncrypted;
    private CoalescedRead? _reading;
    private volatile Snapshot _snapshot = Snapshot.Empty;

    /// <summary>The endpoints for the status updates of a subaccount's messages: its own and those for all subaccounts.</summary>
    public IEnumerable<Webhook> Of(CustomerAccountId account, SubaccountId subaccount) =>
        OfType(_snapshot.Receipts, account, subaccount);

    /// <summary>The endpoints for inbound messages of a subaccount: its own and those for all subaccounts.</summary>
    public IEnumerable<Webhook> InboundOf(CustomerAccountId account, SubaccountId subaccount) =>
        OfType(_snapshot.Inbound, account, subaccount);

    /// <summary>A webhook by its id, if it is registered and enabled.</summary>
    public async Task<Webhook?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        if (_snapshot.ById.TryGetValue(id, out var known))
            return known;
        await RefreshAsync(cancellationToken); // Another replica may have just registered it.
        return _snapshot.ById.GetValueOrDefault(id);
    }

    /// <summary>Reads the webhooks again.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken)
    {
        var reading = LazyInitializer.EnsureInitialized(ref _reading, () => new CoalescedRead(ReadAsync));
        return reading.RunAsync(cancellationToken);
    }

    private async Task ReadAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredKeyedService<OrchestratorDbContext>(OrchestratorDbContext.Managing);
        // Updates for a failing endpoint are still stored: they wait until somebody registers it again, or until their time is over. The
        // same holds for an endpoint that is gone, for as long as an update is retried: an endpoint that returned 410 by mistake misses
        // nothing.
        var rows = db.Webhooks
            .FromSql(
                $"""
                SELECT * FROM webhooks
                WHERE type IN ({Receipts}, {Inbound}, {Operational})
                    AND (enabled OR stopped_because = 'gone' AND stopped_at > orchestrator_now() - {options.Value.KeepTrying})
                """)
            .AsNoTracking();
        var known = new List<Webhook?>();
        var read = await ReadableRows.ReadAsync(
            rows,
            rows.Select(row => row.Id),
            ids => rows.Where(row => ids.Contains(row.Id)),
            (id, failure) => known.Add(Known(id, failure)),
            CancellationToken.None);
        var now = new Dictionary<Guid, (WebhookRow Row, Webhook Webhook)>();
        foreach (var row in read)
        {
            if (ReadOrKnown(row) is { } webhook)
                now.Add(row.Id, (row, webhook));
        }
        _read = now;
        var webhooks = now.Values.Select(one => one.Webhook).Concat(known.OfType<Webhook>()).ToList();
        _snapshot = new Snapshot(
            webhooks.ToFrozenDictionary(webhook => webhook.Id),
            ByAccount(webhooks, Receipts),
            ByAccount(webhooks, Inbound));
    }

    private static FrozenDictionary<CustomerAccountId, Webhook[]> ByAccount(IEnumerable<Webhook> webhooks, string type) => webhooks
        .Where(webhook => webhook.Type == type)
        .GroupBy(webhook => webhook.Account)
        .ToFrozenDictionary(group => group.Key, group => group.ToArray());

    private static IEnumerable<Webhook> OfType(
        FrozenDictionary<CustomerAccountId, Webhook[]> known, CustomerAccountId account, SubaccountId subaccount) =>
        known.TryGetValue(account, out var webhooks)
        ? webhooks.Where(webhook => webhook.Subaccount == EverySubaccount || webhook.Subaccount == subaccount.Value)
        : [];

    // If one webhook cannot be read, the others are read nevertheless.
    private Webhook? ReadOrKnown(WebhookRow row)
    {
        try
        {
            // The secrets are decrypted here, and only if the row has changed.
            return _read.TryGetValue(row.Id, out var before) && before.Row.IsLike(row)
                ? before.Webhook : Webhook.Of(secrets.Decrypted(row));
        }
#pragma warning disable CA1031 // A mistake in one row must not affect the others; it is logged.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return Known(row.Id, failure);
        }
    }

    private Webhook? Known(Guid id, Exception failure)
    {
        if (_unreadable.Count(id.ToString()) is not null)
            LogUnreadable(failure, id);
        return _snapshot.ById.GetValueOrDefault(id);
    }

    /// <summary>Reads the webhooks again, or continues with the known ones; they are read again within five seconds.</summary>
    public Task TryRefreshAsync(CancellationToken cancellationToken = default) => TryRunAsync(cancellationToken);

    /// <summary>Reads the endpoints before the first decision.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        await EncryptOnceAsync(cancellationToken);
    }

    // What an earlier version stored in clear text, or this one before it had a wrapping key.
    private async Task EncryptOnceAsync(CancellationToken cancellationToken)
    {
        if (_isEncrypted || !secrets.Encrypts)
            return;
        await ClearTextSecrets.EncryptAsync(data, secrets.Encrypt, cancellationToken);
        _isEncrypted = true;
    }

    protected override void LogFailure(Exception failure) => LogStale(failure);

    private sealed record Snapshot(
        FrozenDictionary<Guid, Webhook> ById,
        FrozenDictionary<CustomerAccountId, Webhook[]> Receipts,
        FrozenDictionary<CustomerAccountId, Webhook[]> Inbound)
    {
        public static Snapshot Empty { get; } = new(
            FrozenDictionary<Guid, Webhook>.Empty,
            FrozenDictionary<CustomerAccountId, Webhook[]>.Empty,
            FrozenDictionary<CustomerAccountId, Webhook[]>.Empty);
    }

    [LoggerMessage(6001, LogLevel.Warning, "The webhooks could not be read; the ones read before are used")]
    private partial void LogStale(Exception exception);

    [LoggerMessage(6002, LogLevel.Error, "Webhook {Webhook} could not be read: its earlier version is used, or none; all others were read")]
    private partial void LogUnreadable(Exception exception, Guid webhook);
}
