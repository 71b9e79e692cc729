using System.Collections.Frozen;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.Subaccounts;

/// <summary>The rows of the database at one time.</summary>
internal sealed record DirectoryRows(
    long Version,
    IReadOnlyList<CustomerAccountRow> Accounts,
    IReadOnlyList<SubaccountRow> Subaccounts,
    IReadOnlyList<SequenceRow> Sequences,
    IReadOnlyList<ApiKeyRow> LiveKeys,
    IReadOnlyList<ChannelAccountRow> ChannelAccounts,
    UnreadableRows Unreadable)
{
    public static DirectoryRows None { get; } = new(0, [], [], [], [], [], new UnreadableRows([], [], [], [], []));
}

/// <summary>The ids of rows that cannot be read, with the reasons.</summary>
/// <param name="Accounts">Customers' accounts.</param>
/// <param name="Subaccounts">Subaccounts.</param>
/// <param name="Sequences">The subaccounts of sequences.</param>
/// <param name="LiveKeys">Keys.</param>
/// <param name="ChannelAccounts">Channel accounts.</param>
internal sealed record UnreadableRows(
    Dictionary<Guid, Exception> Accounts,
    Dictionary<string, Exception> Subaccounts,
    Dictionary<string, Exception> Sequences,
    Dictionary<string, Exception> LiveKeys,
    Dictionary<string, Exception> ChannelAccounts);

/// <summary>A row of the database that cannot be read.</summary>
/// <param name="Row">The table and id of the row.</param>
/// <param name="Failure">The reason.</param>
internal sealed record UnreadableRow(string Row, Exception Failure);

/// <summary>The accounts, subaccounts and keys of the configuration and of the database at one time. It never changes.</summary>
internal sealed class DirectorySnapshot
{
    private DirectorySnapshot(
        long version,
        FrozenDictionary<CustomerAccountId, CustomerAccount> accounts,
        FrozenDictionary<SubaccountId, Subaccount> subaccounts,
        FrozenDictionary<KeyHash, ApiKey> keys,
        IReadOnlyList<UnreadableRow> unreadable)
    {
        Version = version;
        Unreadable = unreadable;
        Accounts = accounts;
        Subaccounts = subaccounts;
        Keys = keys;
    }

    /// <summary>The number of changes that it includes.</summary>
    public long Version { get; }

    public FrozenDictionary<CustomerAccountId, CustomerAccount> Accounts { get; }

    /// <summary>The subaccounts, including closed ones: status updates for their messages are still sent.</summary>
    public FrozenDictionary<SubaccountId, Subaccount> Subaccounts { get; }

    /// <summary>The live keys.</summary>
    public FrozenDictionary<KeyHash, ApiKey> Keys { get; }

    /// <summary>The rows that could not be read. All others were read.</summary>
    public IReadOnlyList<UnreadableRow> Unreadable { get; }

    /// <summary>
    /// Combines both sources. A configured subaccount hides one of the database with the same id. A subaccount that cannot be read stays as
    /// it was known, or is left out if it was not known; a key that cannot be read opens nothing. Neither affects the other rows, or the
    /// revocation of a key.
    /// </summary>
    /// <param name="configured">The configuration.</param>
    /// <param name="rows">The rows of the database.</param>
    /// <param name="catalog">The channel accounts.</param>
    /// <param name="known">The snapshot before.</param>
    public static DirectorySnapshot Of(
        ConfiguredSubaccounts configured, DirectoryRows rows, ChannelCatalog catalog, DirectorySnapshot? known = null)
    {
        var unreadable = new List<UnreadableRow>();
        var accounts = rows.Accounts
            .Select(row => new CustomerAccount(new CustomerAccountId(row.Id), row.Name, false, row.ClosedAt is not null))
            .ToDictionary(account => account.Id);
        foreach (var (row, failure) in rows.Unreadable.Accounts)
        {
            unreadable.Add(new UnreadableRow($"account {row}", failure));
            if (known?.Accounts.GetValueOrDefault(new CustomerAccountId(row)) is { } account)
                accounts[account.Id] = account;
        }
        foreach (var id in configured.Accounts)
            accounts[id] = new CustomerAccount(id, null, true, false);
        var sequences = rows.Sequences.ToLookup(row => row.SubaccountId);
        var subaccounts = rows.Subaccounts
            .Where(row => !configured.Has(row.Id))
            .Select(row => Try($"subaccount {row.Id}", () => rows.Unreadable.Sequences.TryGetValue(row.Id, out var failure)
                    ? throw new InvalidDataException("one of its sequences cannot be read", failure)
                    : Read(row, accounts[new CustomerAccountId(row.CustomerAccountId)].IsClosed, sequences[row.Id], catalog))
                ?? known?.AsItWas(row, accounts))
            .Concat(rows.Unreadable.Subaccounts.Select(row => AsItWas(row.Key, row.Value)))
            .OfType<Subaccount>()
            .Concat(configured.Subaccounts)
            .ToFrozenDictionary(subaccount => subaccount.Id);
        unreadable.AddRange(rows.Unreadable.LiveKeys.Select(row => new UnreadableRow($"key {row.Key}", row.Value)));
        var keys = new Dictionary<KeyHash, ApiKey>(configured.Keys);
        foreach (var row in rows.LiveKeys)
        {
            var opened = row.Subaccounts
                .Select(id => subaccounts.GetValueOrDefault(new SubaccountId(id)))
                .OfType<Subaccount>()
                .Where(subaccount => !subaccount.IsClosed && !subaccount.IsConfigured && subaccount.Account.Value == row.CustomerAccountId)
                .ToFrozenDictionary(subaccount => subaccount.Id);
            if (opened.Count > 0 && Try($"key {row.Id}", () => KeyHash.Stored(row.Hash) as object) is KeyHash hash)
                keys.TryAdd(
                    hash, new ApiKey(row.Id, new CustomerAccountId(row.CustomerAccountId), opened, ScopeNames.Read(row.Scopes),
                        row.ExpiresAt));
        }
        return new DirectorySnapshot(rows.Version, accounts.ToFrozenDictionary(), subaccounts, keys.ToFrozenDictionary(), unreadable);

        Subaccount? AsItWas(string id, Exception failure)
        {
            unreadable.Add(new UnreadableRow($"subaccount {id}", failure));
            return known?.Subaccounts.GetValueOrDefault(new SubaccountId(id)) is { IsConfigured: false } was ? was : null;
        }

        T? Try<T>(string row, Func<T> read)
            where T : class
        {
            try
            {
                return read();
            }
#pragma warning disable CA1031 // A mistake in one row must not affect the others; it is logged.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                unreadable.Add(new UnreadableRow(row, failure));
                return null;
            }
        }
    }

    private Subaccount? AsItWas(SubaccountRow row, Dictionary<CustomerAccountId, CustomerAccount> accounts) =>
        Subaccounts.TryGetValue(new SubaccountId(row.Id), out var was) && !was.IsConfigured
            ? was with { IsClosed = row.ClosedAt is not null
                || !accounts.TryGetValue(new CustomerAccountId(row.CustomerAccountId), out var account) || account.IsClosed }
            : null;

    private static Subaccount Read(SubaccountRow row, bool accountIsClosed, IEnumerable<SequenceRow> sequences, ChannelCatalog catalog)
    {
        var named = sequences.ToDictionary(
            sequence => sequence.Name, sequence => (sequence.IsDefault, Entries: SequenceJson.Read(sequence.Channels)));
        var own = named.FirstOrDefault(sequence => sequence.Value.IsDefault);
        // A channel account that was removed cannot be used any more; a disabled one can be used again.
        var channelAccounts = row.ChannelAccounts
            .Select(id => catalog.TryFind(new ChannelAccountId(id), out var account) ? account : null).OfType<ChannelAccount>().ToList();
        return new Subaccount(
            new SubaccountId(row.Id),
            new CustomerAccountId(row.CustomerAccountId),
            [.. channelAccounts.Where(account => !account.IsDisabled)],
            own.Value.Entries ?? [],
            row.DefaultChannel is { } channel ? new ChannelName(channel) : null,
            row.ResendUnknown)
        {
            Sequences = named.ToFrozenDictionary(sequence => sequence.Key, sequence => sequence.Value.Entries, StringComparer.Ordinal),
            DefaultSequence = own.Key,
            DisabledAccounts = [.. channelAccounts.Where(account => account.IsDisabled)],
            AppendsSms = row.AppendSmsStep,
            FailsOver = row.AccountFailover,
            AccountWeights = row.ChannelAccounts.Zip(row.AccountWeights).Where(one => one.Second > 0)
                .ToFrozenDictionary(one => new ChannelAccountId(one.First), one => one.Second),
            StopsWhenRefused = row.StopWhenRefused,
            CountsReplies = row.RepliesCountAsRead,
            SkipsOptedOut = row.SkipOptedOut,
            ChecksNumbers = row.StrictMsisdn,
            MasksNumbers = row.MaskNumbers,
            ReachabilityDays = row.ReachabilityDays,
            RequestsPerSecond = row.RequestsPerSecond,
            Priority = EnumText.Parse<Priority>(row.Priority),
            IsClosed = row.ClosedAt is not null || accountIsClosed,
        };
    }
}
