using System.Text.Json;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Persistence.Secrets;

namespace FallbackOrchestrator.Subaccounts.Management;

/// <summary>Shows channel accounts to operators, without secrets.</summary>
internal sealed class ChannelAccountViews(ChannelCatalog catalog, StoredChannelAccounts stored, PublicAddress address)
{
    /// <summary>All accounts, in the order of their ids.</summary>
    public IReadOnlyList<ChannelAccountDetails> All(IEnumerable<ChannelAccountRow> rows) =>
    [
        .. catalog.Accounts.Where(account => account.IsConfigured).Select(Of)
            .Concat(rows.Where(row => catalog.ConfiguredAs(row.Id) is null).Select(Of))
            .OrderBy(account => account.ChannelId, StringComparer.Ordinal),
    ];

    /// <summary>An account of the configuration.</summary>
    public ChannelAccountDetails Of(ChannelAccount account) => new()
    {
        ChannelId = account.Id.Value,
        Provider = account.ProviderName,
        Channel = account.Channel.Name.Value,
        Source = "configuration",
        State = "enabled",
        BestStatus = account.Best.ToString(),
        BaseAddress = account.BaseAddress,
        PerSecond = account.Limits.PerSecond,
        Concurrency = account.Limits.Concurrency,
        Settings = Named(account.Settings),
        Secrets = [.. account.Secrets.Select(name => new SecretView { Name = Name(name) })],
        ReceiptsUrl = address.OfReceipts(account.ProviderName, account.Id.Value),
    };

    /// <summary>An account of the database.</summary>
    public ChannelAccountDetails Of(ChannelAccountRow row)
    {
        var account = Read(row, out var problem);
        return new ChannelAccountDetails
        {
            ChannelId = row.Id,
            Provider = row.Provider,
            Channel = row.Channel,
            Source = "database",
            State = account is null ? "unreadable" : account.IsDisabled ? "disabled" : "enabled",
            Problem = problem,
            BestStatus = account?.Best.ToString(),
            BaseAddress = row.BaseAddress,
            PerSecond = row.PerSecond,
            Concurrency = row.Concurrency,
            Settings = Named(StoredChannelAccounts.Settings(row)),
            Secrets = [.. StoredChannelAccounts.SetAt(row).Select(set => new SecretView { Name = Name(set.Key), SetAt = set.Value })],
            ReceiptsUrl = address.OfReceipts(row.Provider, row.Id),
            CreatedAt = row.CreatedAt,
            ChangedAt = row.ChangedAt,
        };
    }

    /// <summary>The result of a check.</summary>
    public static ChannelAccountCheck Of(IReadOnlyList<AccountFinding> findings) => new()
    {
        Verdict = EnumText.Of(findings.Select(finding => finding.Verdict).DefaultIfEmpty(AccountVerdict.Unknown).Max()),
        Findings =
        [
            .. findings.Select(finding => new ChannelAccountFinding
            {
                Subject = finding.Subject,
                Verdict = EnumText.Of(finding.Verdict),
                Text = finding.Text,
                Setting = finding.Setting is { } setting
                    ? setting == nameof(ChannelAccount.BaseAddress) ? Name(setting) : $"settings.{Name(setting)}" : null,
            }),
        ],
    };

    /// <summary>The name of a setting in JSON.</summary>
    public static string Name(string setting) => JsonNamingPolicy.CamelCase.ConvertName(setting);

    private ChannelAccount? Read(ChannelAccountRow row, out string? problem)
    {
        problem = null;
        try
        {
            return stored.Read(row);
        }
        catch (Exception why) when (why is UnreadableSecretException or InvalidSettingsException)
        {
            problem = why.Message;
            return null;
        }
    }

    private static Dictionary<string, string> Named(IReadOnlyDictionary<string, string> settings) => settings
        .OrderBy(setting => setting.Key, StringComparer.Ordinal)
        .ToDictionary(setting => Name(setting.Key), setting => setting.Value);
}
