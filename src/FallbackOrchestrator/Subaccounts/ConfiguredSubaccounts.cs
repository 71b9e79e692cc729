using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Subaccounts;

/// <summary>
/// The customers and operators of the configuration. It takes precedence over the database, and only the configuration can change it.
/// </summary>
public sealed partial class ConfiguredSubaccounts
{
    private const int ShortestKey = 8;
    private const int ShortestAdminKey = 16;

    private readonly Dictionary<SubaccountId, Subaccount> _subaccounts = [];
    private readonly HashSet<CustomerAccountId> _accounts = [];
    private readonly HashSet<string> _ids = new(StringComparer.OrdinalIgnoreCase); // Rows contain only the id, so it must be unique.
    private readonly Dictionary<KeyHash, List<Subaccount>> _opened = [];
    private readonly List<string> _mistakes = [];
    private readonly ChannelCatalog _catalog;
    private readonly SequenceEntryParser _entries;

    private ConfiguredSubaccounts(IConfiguration configuration, ChannelCatalog catalog, SequenceEntryParser entries)
    {
        _catalog = catalog;
        _entries = entries;
        foreach (var account in configuration.GetSection("Accounts").GetChildren())
        {
            Strays(account, "Subaccounts");
            if (!Guid.TryParse(account.Key, out var value))
                _mistakes.Add($"{account.Path}: an account's id must be a UUID");
            var id = new CustomerAccountId(value);
            _accounts.Add(id);
            foreach (var section in account.GetSection("Subaccounts").GetChildren())
                Read(section, id);
        }
        AdminKeys = ReadAdminKeys(configuration);
        Keys = _opened.ToDictionary(pair => pair.Key, pair => new ApiKey(
            $"configured-{pair.Key.High.ToString("x32", CultureInfo.InvariantCulture)[..12]}",
            pair.Value[0].Account,
            pair.Value.ToFrozenDictionary(subaccount => subaccount.Id),
            Scopes.All));
    }

    /// <summary>The accounts.</summary>
    public IReadOnlyCollection<CustomerAccountId> Accounts => _accounts;

    /// <summary>The subaccounts.</summary>
    public IReadOnlyCollection<Subaccount> Subaccounts => _subaccounts.Values;

    /// <summary>The keys of subaccounts.</summary>
    internal IReadOnlyDictionary<KeyHash, ApiKey> Keys { get; }

    /// <summary>The keys of operators.</summary>
    internal FrozenSet<KeyHash> AdminKeys { get; }

    /// <summary>True if there is a subaccount of this id, in any case.</summary>
    public bool Has(string id) => _ids.Contains(id);

    /// <summary>True if a text has the form that 8x8 publishes for <c>subAccountId</c>.</summary>
    public static bool IsId(string? id) => id is not null && IdForm().IsMatch(id);

    /// <summary>Reads the sections <c>Accounts</c> and <c>Admin</c>.</summary>
    /// <exception cref="InvalidSettingsException">Names every mistake.</exception>
    public static ConfiguredSubaccounts Read(IConfiguration configuration, ChannelCatalog catalog, SequenceEntryParser entries)
    {
        List<string> mistakes = [];
        var read = Read(configuration, catalog, entries, mistakes);
        return mistakes.Count == 0 ? read : throw new InvalidSettingsException(mistakes);
    }

    /// <summary>Reads the sections and notes every mistake.</summary>
    internal static ConfiguredSubaccounts Read(
        IConfiguration configuration, ChannelCatalog catalog, SequenceEntryParser entries, List<string> mistakes)
    {
        var read = new ConfiguredSubaccounts(configuration, catalog, entries);
        mistakes.AddRange(read._mistakes);
        return read;
    }

    private void Read(IConfigurationSection section, CustomerAccountId account)
    {
        if (!IsId(section.Key))
            _mistakes.Add($"{section.Path}: a subaccount's id has 3 to 50 letters, digits, hyphens, dots, underscores or ampersands");
        if (!_ids.Add(section.Key))
            _mistakes.Add($"{section.Path}: another account has a subaccount of this id too");
        var subaccount = ReadSubaccount(section, account);
        _subaccounts[subaccount.Id] = subaccount;
        var keys = section.GetSection("Keys").Get<string[]>() ?? [];
        if (keys.Length == 0 || keys.Any(key => key.Length is < ShortestKey or > KeyHash.LongestKey))
        {
            _mistakes.Add($"{section.Path}:Keys: name at least one key, each of {ShortestKey} to {KeyHash.LongestKey} characters");
            return;
        }
        foreach (var hash in keys.Select(key => KeyHash.Of(key)).Distinct())
        {
            if (!_opened.TryGetValue(hash, out var opened))
                _opened.Add(hash, opened = []);
            if (opened.Any(other => other.Account != account))
                _mistakes.Add($"{section.Path}:Keys: one of them opens a subaccount of another account too");
            opened.RemoveAll(other => other.Id == subaccount.Id);
            opened.Add(subaccount);
        }
    }

    private Subaccount ReadSubaccount(IConfigurationSection section, CustomerAccountId account)
    {
        Strays(
            section, "Keys", "ChannelAccounts", "DefaultChannel", "Sequence", "Sequences", "ResendUnknown", "AppendSmsStep",
            "AccountFailover", "AccountWeights", "StopWhenRefused", "RepliesCountAsRead", "SkipOptedOut", "StrictMsisdn", "MaskNumbers",
            "ReachabilityDays", "RequestsPerSecond", "Priority");
        var accounts = new List<ChannelAccount>();
        var someLeftOut = false; // Then its sequences cannot be checked, and the account's own mistake is reported.
        foreach (var id in section.GetSection("ChannelAccounts").Get<string[]>() ?? [])
        {
            if (_catalog.TryFind(new ChannelAccountId(id), out var found))
                accounts.Add(found);
            else if (_catalog.IsLeftOut(id))
                someLeftOut = true;
            else
                _mistakes.Add($"{section.Path}:ChannelAccounts: there is no channel account '{id}'; there are: {Names(_catalog)}");
        }
        ChannelName? defaultChannel = null;
        if (section["DefaultChannel"] is { Length: > 0 } name)
        {
            if (Channel.TryFind(name, out var channel))
                defaultChannel = channel.Name;
            else
                _mistakes.Add($"{section.Path}:DefaultChannel: there is no channel '{name}'");
        }
        var weights = ReadWeights(section.GetSection("AccountWeights"), accounts, someLeftOut);
        var perSecond = Value<int?>(section, "RequestsPerSecond", null);
        if (perSecond is < 1 or > SubaccountLimits.MostRequestsPerSecond)
            _mistakes.Add($"{section.Path}:RequestsPerSecond: must be from 1 to {SubaccountLimits.MostRequestsPerSecond}");
        var reachabilityDays = Value(section, "ReachabilityDays", 0);
        if (reachabilityDays is < 0 or > SubaccountLimits.MostReachabilityDays)
            _mistakes.Add($"{section.Path}:ReachabilityDays: must be from 0 to {SubaccountLimits.MostReachabilityDays}");
        var priority = section["Priority"] is { Length: > 0 } given ? EnumText.ParseOrNull<Priority>(given) : Priority.Transactional;
        if (priority is null)
            _mistakes.Add($"{section.Path}:Priority: must be {EnumText.OneOf<Priority>()}");
        var sequences = section.GetSection("Sequences").GetChildren().ToDictionary(
            child => child.Key, child => (IReadOnlyList<SequenceEntry>)ReadSequence(child, accounts, someLeftOut));
        var own = section.GetSection("Sequence").Exists() ? ReadSequence(section.GetSection("Sequence"), accounts, someLeftOut) : [];
        if (own.Length > 0 && !sequences.TryAdd(DefaultName, own))
            _mistakes.Add($"{section.Path}:Sequences:{DefaultName}: is the name of Sequence; name one of them otherwise");
        return new Subaccount(new SubaccountId(section.Key), account, accounts, own, defaultChannel, Value(section, "ResendUnknown", true))
        {
            Sequences = sequences.ToFrozenDictionary(StringComparer.Ordinal),
            DefaultSequence = own.Length > 0 ? DefaultName : null,
            AppendsSms = Value(section, "AppendSmsStep", false),
            FailsOver = Value(section, "AccountFailover", false),
            AccountWeights = weights,
            StopsWhenRefused = Value(section, "StopWhenRefused", false),
            CountsReplies = Value(section, "RepliesCountAsRead", false),
            SkipsOptedOut = Value(section, "SkipOptedOut", false),
            ChecksNumbers = Value(section, "StrictMsisdn", false),
            MasksNumbers = Value(section, "MaskNumbers", true),
            ReachabilityDays = reachabilityDays,
            RequestsPerSecond = perSecond,
            Priority = priority ?? Priority.Transactional,
            IsConfigured = true,
        };
    }

    private FrozenDictionary<ChannelAccountId, int> ReadWeights(
        IConfigurationSection section, List<ChannelAccount> accounts, bool someLeftOut)
    {
        var weights = new Dictionary<ChannelAccountId, int>();
        foreach (var child in section.GetChildren())
        {
            var id = new ChannelAccountId(child.Key);
            if (!someLeftOut && !accounts.Exists(account => account.Id == id))
                _mistakes.Add($"{child.Path}: is not among ChannelAccounts");
            weights[id] = Value(section, child.Key, 0);
            if (weights[id] is < 0 or > SubaccountLimits.HighestWeight)
                _mistakes.Add($"{child.Path}: must be from 0 to {SubaccountLimits.HighestWeight}");
        }
        return weights.ToFrozenDictionary();
    }

    /// <summary>The name of the sequence in the setting <c>Sequence</c>.</summary>
    private const string DefaultName = "default";

    private SequenceEntry[] ReadSequence(IConfigurationSection section, List<ChannelAccount> accounts, bool someLeftOut)
    {
        foreach (var entry in section.GetChildren())
            Strays(entry, [.. typeof(SequenceEntry).GetProperties().Select(property => property.Name)]);
        SequenceEntry[] entries;
        try
        {
            entries = section.Get<SequenceEntry[]>() ?? [];
        }
        catch (InvalidOperationException wrong)
        {
            _mistakes.Add($"{section.Path}: {wrong.Message}");
            return [];
        }
        if (!someLeftOut && !_entries.TryRead(entries, section.Path, accounts, out _, out var problem))
            _mistakes.Add($"{section.Path}: {problem.Message}");
        return entries;
    }

    private void Strays(IConfigurationSection section, params string[] known)
    {
        foreach (var stray in section.GetChildren().Where(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
            _mistakes.Add($"{stray.Path}: is no setting; known are {string.Join(", ", known)}");
    }

    private T? Value<T>(IConfigurationSection section, string name, T? usual)
    {
        try
        {
            return section.GetValue(name, usual);
        }
        catch (InvalidOperationException)
        {
            var wanted = typeof(T) == typeof(bool) ? "true nor false" : "a whole number nor left out";
            _mistakes.Add($"{section.Path}:{name}: '{section[name]}' is neither {wanted}");
            return usual;
        }
    }

    private FrozenSet<KeyHash> ReadAdminKeys(IConfiguration configuration)
    {
        var keys = (configuration.GetSection("Admin:Keys").Get<string[]>() ?? []).Where(key => key.Length > 0).ToList();
        if (keys.Exists(key => key.Length is < ShortestAdminKey or > KeyHash.LongestKey))
        {
            _mistakes.Add($"Admin:Keys: each must have {ShortestAdminKey} to {KeyHash.LongestKey} characters");
            return [];
        }
        var hashes = keys.Select(key => KeyHash.Of(key)).ToFrozenSet();
        if (hashes.Any(_opened.ContainsKey))
            _mistakes.Add("Admin:Keys: one of them opens a subaccount too");
        return hashes;
    }

    private static string Names(ChannelCatalog catalog) =>
        string.Join(", ", catalog.Accounts.Select(account => account.Id.Value).Order(StringComparer.Ordinal));

    [GeneratedRegex(@"\A[A-Za-z0-9\-._&]{3,50}\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdForm();
}
