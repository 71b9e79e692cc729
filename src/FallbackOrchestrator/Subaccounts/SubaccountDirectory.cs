using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Subaccounts;

/// <summary>
/// The configured subaccounts, by API key. Keys are held as SHA-256 only, and looked up by it: the time of a look-up says nothing about a key.
/// </summary>
public sealed partial class SubaccountDirectory
{
    private readonly FrozenDictionary<string, FrozenDictionary<SubaccountId, Subaccount>> _byKey;

    private readonly FrozenDictionary<SubaccountId, Guid> _accounts;

    private SubaccountDirectory(FrozenDictionary<string, FrozenDictionary<SubaccountId, Subaccount>> byKey)
    {
        _byKey = byKey;
        _accounts = byKey.Values
            .SelectMany(opened => opened.Values)
            .DistinctBy(subaccount => subaccount.Id)
            .ToFrozenDictionary(subaccount => subaccount.Id, subaccount => subaccount.Account);
    }

    /// <summary>The account that a subaccount belongs to; null if there is no such subaccount.</summary>
    public Guid? AccountOf(SubaccountId subaccount) => _accounts.TryGetValue(subaccount, out var account) ? account : null;

    /// <summary>The subaccounts that a key opens; null if nobody has this key.</summary>
    public IReadOnlyDictionary<SubaccountId, Subaccount>? Opened(string key) => _byKey.GetValueOrDefault(Hash(key));

    /// <summary>Reads the section <c>Accounts</c>.</summary>
    /// <exception cref="InvalidSettingsException">Names every mistake.</exception>
    public static SubaccountDirectory Read(IConfiguration configuration, ChannelCatalog catalog)
    {
        var mistakes = new List<string>();
        var opened = new Dictionary<string, Dictionary<SubaccountId, Subaccount>>(StringComparer.Ordinal);
        var ids = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var account in configuration.GetSection("Accounts").GetChildren())
        {
            if (!Guid.TryParse(account.Key, out var accountId))
                mistakes.Add($"{account.Path}: an account's id must be a UUID");
            foreach (var section in account.GetSection("Subaccounts").GetChildren())
            {
                var subaccount = ReadSubaccount(section, accountId, catalog, mistakes);
                // Rows carry the subaccount's id alone: it must not mean two tenants.
                if (!ids.Add(section.Key))
                    mistakes.Add($"{section.Path}: another account has a subaccount of this id too");
                var keys = section.GetSection("Keys").Get<string[]>() ?? [];
                if (keys.Length == 0 || keys.Any(key => key.Length < 8))
                    mistakes.Add($"{section.Path}:Keys: name at least one key, each of at least 8 characters");
                foreach (var key in keys)
                {
                    if (!opened.TryGetValue(Hash(key), out var subaccounts))
                        opened.Add(Hash(key), subaccounts = []);
                    if (subaccounts.Values.Any(other => other.Account != accountId))
                        mistakes.Add($"{section.Path}:Keys: one of them opens a subaccount of another account too");
                    subaccounts[subaccount.Id] = subaccount;
                }
            }
        }
        return mistakes.Count > 0
            ? throw new InvalidSettingsException(mistakes)
            : new SubaccountDirectory(opened.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToFrozenDictionary(), StringComparer.Ordinal));
    }

    private static Subaccount ReadSubaccount(IConfigurationSection section, Guid account, ChannelCatalog catalog, List<string> mistakes)
    {
        if (!IdForm().IsMatch(section.Key))
            mistakes.Add($"{section.Path}: a subaccount's id has 3 to 50 letters, digits, hyphens, dots, underscores or ampersands");
        var accounts = new List<ChannelAccount>();
        foreach (var id in section.GetSection("ChannelAccounts").Get<string[]>() ?? [])
        {
            if (catalog.TryFind(new AccountId(id), out var found))
                accounts.Add(found);
            else
                mistakes.Add($"{section.Path}:ChannelAccounts: there is no channel account '{id}'; there are: {Names(catalog)}");
        }
        var sequence = section.GetSection("Sequence").Get<SequenceEntry[]>() ?? [];
        ChannelName? defaultChannel = null;
        if (section["DefaultChannel"] is { Length: > 0 } name)
        {
            if (Channel.TryFind(name, out var channel))
                defaultChannel = channel.Name;
            else
                mistakes.Add($"{section.Path}:DefaultChannel: there is no channel '{name}'");
        }
        return new Subaccount(
            new SubaccountId(section.Key), account, accounts, sequence, defaultChannel, section.GetValue("ResendUnknown", true));
    }

    private static string Names(ChannelCatalog catalog) =>
        string.Join(", ", catalog.Accounts.Select(account => account.Id.Value).Order(StringComparer.Ordinal));

    private static string Hash(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    // The form that 8x8 publishes for subAccountId.
    [GeneratedRegex(@"^[A-Za-z0-9\-._&]{3,50}$", RegexOptions.CultureInvariant)]
    private static partial Regex IdForm();
}
