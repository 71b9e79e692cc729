using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.Subaccounts.Management;

/// <summary>Shows accounts, subaccounts and keys. It gets no secrets.</summary>
internal static class ManagementViews
{
    public static AccountView Of(CustomerAccount account, DirectorySnapshot now) => new()
    {
        AccountId = account.Id.Value,
        Name = account.Name,
        State = State(account.IsClosed),
        Source = Source(account.IsConfigured),
        SubAccounts = [.. Subaccounts(account.Id, now).Select(subaccount => subaccount.Id.Value)],
    };

    /// <summary>The subaccounts of an account, in the order of their ids.</summary>
    public static IEnumerable<Subaccount> Subaccounts(CustomerAccountId account, DirectorySnapshot now) => now.Subaccounts.Values
        .Where(subaccount => subaccount.Account == account)
        .OrderBy(subaccount => subaccount.Id.Value, StringComparer.Ordinal);

    public static SubaccountView Of(Subaccount subaccount) => new()
    {
        SubAccountId = subaccount.Id.Value,
        AccountId = subaccount.Account.Value,
        State = State(subaccount.IsClosed),
        Source = Source(subaccount.IsConfigured),
        ChannelAccounts = ChannelAccounts(subaccount),
        DefaultChannel = subaccount.DefaultChannel?.Value,
        ResendUnknown = subaccount.MayResend,
        AppendSmsStep = subaccount.AppendsSms,
        AccountFailover = subaccount.FailsOver,
        AccountWeights = Weights(subaccount),
        StopWhenRefused = subaccount.StopsWhenRefused,
        RepliesCountAsRead = subaccount.CountsReplies,
        SkipOptedOut = subaccount.SkipsOptedOut,
        StrictMsisdn = subaccount.ChecksNumbers,
        MaskNumbers = subaccount.MasksNumbers,
        ReachabilityDays = subaccount.ReachabilityDays,
        RequestsPerSecond = subaccount.RequestsPerSecond,
        Priority = EnumText.Of(subaccount.Priority),
        Sequences = Sequences(subaccount),
    };

    public static OwnView Own(Subaccount subaccount, Scopes scopes) => new()
    {
        SubAccountId = subaccount.Id.Value,
        AccountId = subaccount.Account.Value,
        Channels = [.. subaccount.Accounts.Select(account => account.Channel.Name.Value).Distinct()],
        ChannelAccounts = ChannelAccounts(subaccount),
        DefaultSequence = subaccount.DefaultSequence,
        DefaultChannel = subaccount.DefaultChannel?.Value,
        Sequences = Sequences(subaccount),
        Settings = new OwnSettings
        {
            ResendUnknown = subaccount.MayResend,
            AppendSmsStep = subaccount.AppendsSms,
            AccountFailover = subaccount.FailsOver,
            AccountWeights = Weights(subaccount),
            StopWhenRefused = subaccount.StopsWhenRefused,
            RepliesCountAsRead = subaccount.CountsReplies,
            SkipOptedOut = subaccount.SkipsOptedOut,
            StrictMsisdn = subaccount.ChecksNumbers,
            MaskNumbers = subaccount.MasksNumbers,
            ReachabilityDays = subaccount.ReachabilityDays,
            RequestsPerSecond = subaccount.RequestsPerSecond,
            Priority = EnumText.Of(subaccount.Priority),
        },
        Scopes = ScopeNames.Of(scopes),
    };

    public static SequenceView? Sequence(Subaccount subaccount, string name) => subaccount.Sequences.TryGetValue(name, out var entries)
        ? new SequenceView { Name = name, IsDefault = name == subaccount.DefaultSequence, Channels = entries }
        : null;

    public static KeyView Of(ApiKeyRow row) => new()
    {
        KeyId = row.Id,
        Name = row.Name,
        SubAccounts = row.Subaccounts,
        Scopes = row.Scopes,
        CreatedAt = row.CreatedAt,
        ExpiresAt = row.ExpiresAt,
        RevokedAt = row.RevokedAt,
    };

    public static NewKeyView Of(ApiKeyRow row, string key) => new()
    {
        KeyId = row.Id,
        Name = row.Name,
        SubAccounts = row.Subaccounts,
        Scopes = row.Scopes,
        CreatedAt = row.CreatedAt,
        ExpiresAt = row.ExpiresAt,
        Key = key,
    };

    private static IReadOnlyList<SequenceView> Sequences(Subaccount subaccount) =>
        [.. subaccount.Sequences.Keys.Order(StringComparer.Ordinal).Select(name => Sequence(subaccount, name)!)];

    private static IReadOnlyList<ChannelAccountView> ChannelAccounts(Subaccount subaccount) =>
        [.. subaccount.Accounts.Concat(subaccount.DisabledAccounts).Select(Of)];

    private static Dictionary<string, int>? Weights(Subaccount subaccount) => subaccount.AccountWeights.Count == 0 ? null
        : subaccount.AccountWeights.OrderBy(weight => weight.Key.Value, StringComparer.Ordinal)
            .ToDictionary(weight => weight.Key.Value, weight => weight.Value);

    private static ChannelAccountView Of(ChannelAccount account) => new()
    {
        ChannelId = account.Id.Value,
        Channel = account.Channel.Name.Value,
        Provider = account.ProviderName,
        BestStatus = account.Best.ToString(),
        IsDisabled = account.IsDisabled ? true : null,
    };

    private static string State(bool isClosed) => isClosed ? "closed" : "open";

    private static string Source(bool isConfigured) => isConfigured ? "configuration" : "database";
}
