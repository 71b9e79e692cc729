using System.Collections.Frozen;
using System.Data;
using System.Diagnostics.CodeAnalysis;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using Microsoft.EntityFrameworkCore;

namespace FallbackOrchestrator.Subaccounts;

/// <summary>
/// Accounts, subaccounts and keys in memory, because every request needs them. The database is read again within three seconds after a
/// change, and at once after a change by this replica. While the database is unavailable, the known state is kept, so that keys continue to
/// work.
/// </summary>
internal sealed partial class SubaccountDirectory(
    ConfiguredSubaccounts configured,
    ChannelCatalog catalog,
    StoredChannelAccounts channelAccounts,
    IServiceScopeFactory scopes,
    DatabaseAvailability database,
    TimeProvider time,
    ILogger<SubaccountDirectory> logger)
    : PeriodicService(Interval, database, time)
{
    // A revoked key must stop working everywhere within 10 s.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private readonly OncePerMinute _unreadable = new(time);
    private CoalescedRead? _reading;
    private volatile DirectorySnapshot _snapshot = DirectorySnapshot.Of(configured, DirectoryRows.None, catalog);
    private volatile WarmUpKey? _warmUp;
    private volatile bool _isStale;

    /// <summary>The present snapshot.</summary>
    internal DirectorySnapshot Now => _snapshot;

    /// <summary>Puts changes in order.</summary>
    internal ChangeQueue Changes { get; } = new();

    /// <summary>The account that a subaccount belongs to; null if there is no such subaccount.</summary>
    public CustomerAccountId? AccountOf(SubaccountId subaccount) =>
        _snapshot.Subaccounts.TryGetValue(subaccount, out var found) ? found.Account : null;

    /// <summary>Finds a live key.</summary>
    public bool TryFind(ReadOnlySpan<char> key, [NotNullWhen(true)] out ApiKey? found)
    {
        found = null;
        return key.Length is > 0 and <= KeyHash.LongestKey
            && TryFind(KeyHash.Of(key), out found)
            && !(found.ExpiresAt <= Time.GetUtcNow());
    }

    /// <summary>
    /// Opens the subaccount of the warm-up (<see cref="SubaccountId.WarmUp"/>) with a new random key, which only the caller knows.
    /// </summary>
    /// <returns>The key. <see cref="CloseWarmUp"/> revokes it.</returns>
    internal string OpenWarmUp()
    {
        var (id, key) = ApiKey.New();
        var account = new CustomerAccountId(Guid.CreateVersion7(Time.GetUtcNow()));
        var subaccount = new Subaccount(
            SubaccountId.WarmUp, account, [.. catalog.Accounts.Where(one => !one.IsDisabled)], [], DefaultChannel: null, MayResend: false);
        var opened = new[] { subaccount }.ToFrozenDictionary(one => one.Id);
        _warmUp = new WarmUpKey(KeyHash.Of(key), new ApiKey(id, account, opened, Scopes.MessagesSend));
        return key;
    }

    /// <summary>Closes the subaccount of the warm-up.</summary>
    internal void CloseWarmUp() => _warmUp = null;

    private bool TryFind(KeyHash hash, [NotNullWhen(true)] out ApiKey? found)
    {
        if (_snapshot.Keys.TryGetValue(hash, out found))
            return true;
        found = _warmUp is { } warmUp && warmUp.Hash == hash ? warmUp.Key : null;
        return found is not null;
    }

    /// <summary>True if a key is an operator's.</summary>
    public bool IsAdmin(ReadOnlySpan<char> key) =>
        configured.AdminKeys.Count > 0 && key.Length is > 0 and <= KeyHash.LongestKey && configured.AdminKeys.Contains(KeyHash.Of(key));

    /// <summary>Reads the database again if something has changed there.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken)
    {
        var reading = LazyInitializer.EnsureInitialized(ref _reading, () => new CoalescedRead(ReadAsync));
        return reading.RunAsync(cancellationToken);
    }

    private async Task ReadAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredKeyedService<OrchestratorDbContext>(OrchestratorDbContext.Managing);
        if (await VersionAsync(db, CancellationToken.None) == _snapshot.Version)
            return;
        var rows = await ReadAsync(db, CancellationToken.None);
        catalog.SetStored(Read(rows));
        var read = DirectorySnapshot.Of(configured, rows, catalog, _snapshot);
        foreach (var (row, failure) in read.Unreadable)
            LogUnreadable(failure, row);
        _snapshot = read;
    }

    // The secrets are decrypted here, and not for each call. An account that cannot be read stays as it was.
    private List<ChannelAccount> Read(DirectoryRows rows)
    {
        var read = new List<ChannelAccount>();
        foreach (var row in rows.ChannelAccounts)
        {
            try
            {
                read.Add(channelAccounts.Read(row));
            }
#pragma warning disable CA1031 // A mistake in one row must not affect the others; it is logged.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                Keep(row.Id, failure, was => was with { IsDisabled = row.DisabledAt is not null });
            }
        }
        foreach (var (id, failure) in rows.Unreadable.ChannelAccounts)
            Keep(id, failure, was => was);
        return read;

        void Keep(string id, Exception failure, Func<ChannelAccount, ChannelAccount> present)
        {
            if (_unreadable.Count(id) is not null)
                LogUnreadable(failure, $"channel account {id}");
            if (catalog.TryFind(new ChannelAccountId(id), out var was) && !was.IsConfigured)
                read.Add(present(was));
        }
    }

    /// <summary>Reads the database again if that is possible; otherwise it is read within seconds.</summary>
    internal Task TryRefreshAsync(CancellationToken cancellationToken) => TryRunAsync(cancellationToken);

    /// <summary>Reads the keys before the first request.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        _isStale = false;
    }

    // Logged once, even if the database is unavailable: keys that are revoked meanwhile continue to work.
    protected override void NoteFailure(Exception failure, DatabaseFault? fault)
    {
        if (!_isStale)
            LogFailure(failure);
        _isStale = true;
    }

    protected override void LogFailure(Exception failure) => LogStale(failure);

    private static Task<long> VersionAsync(OrchestratorDbContext db, CancellationToken cancellationToken) =>
        db.DirectoryVersions.Select(row => row.Version).SingleAsync(cancellationToken);

    private static async Task<DirectoryRows> ReadAsync(OrchestratorDbContext db, CancellationToken cancellationToken)
    {
        // One snapshot of all tables: a key without its subaccount would open nothing.
        await using var view = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var (accounts, subaccounts, sequences) =
            (db.CustomerAccounts.AsNoTracking(), db.Subaccounts.AsNoTracking(), db.Sequences.AsNoTracking());
        var channels = db.ChannelAccounts.AsNoTracking();
        var keys = db.ApiKeys.AsNoTracking().Where(key => key.RevokedAt == null);
        var unreadable = new UnreadableRows([], [], [], [], []);
        return new DirectoryRows(
            await VersionAsync(db, cancellationToken),
            await ReadableRows.ReadAsync(
                accounts,
                accounts.Select(row => row.Id),
                ids => accounts.Where(row => ids.Contains(row.Id)),
                unreadable.Accounts.Add,
                cancellationToken),
            await ReadableRows.ReadAsync(
                subaccounts,
                subaccounts.Select(row => row.Id),
                ids => subaccounts.Where(row => ids.Contains(row.Id)),
                unreadable.Subaccounts.Add,
                cancellationToken),
            await ReadableRows.ReadAsync(
                sequences,
                sequences.Select(row => row.SubaccountId),
                ids => sequences.Where(row => ids.Contains(row.SubaccountId)),
                unreadable.Sequences.Add,
                cancellationToken),
            await ReadableRows.ReadAsync(
                keys,
                keys.Select(row => row.Id),
                ids => keys.Where(row => ids.Contains(row.Id)),
                unreadable.LiveKeys.Add,
                cancellationToken),
            await ReadableRows.ReadAsync(
                channels,
                channels.Select(row => row.Id),
                ids => channels.Where(row => ids.Contains(row.Id)),
                unreadable.ChannelAccounts.Add,
                cancellationToken),
            unreadable);
    }

    private sealed record WarmUpKey(KeyHash Hash, ApiKey Key);

    [LoggerMessage(7001, LogLevel.Warning, "Accounts and keys could not be read; the ones read before are used until the database responds again")]
    private partial void LogStale(Exception exception);

    [LoggerMessage(7002, LogLevel.Error, "The {Row} could not be read: its earlier version is used, or none; all others were read")]
    private partial void LogUnreadable(Exception exception, string row);
}
