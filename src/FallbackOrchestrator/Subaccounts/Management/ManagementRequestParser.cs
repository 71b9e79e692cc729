using System.Text.RegularExpressions;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.Subaccounts.Management;

/// <summary>Validates the requests of the management API.</summary>
internal sealed partial class ManagementRequestParser(ChannelCatalog catalog, SequenceEntryParser entries)
{
    public static Problem? CheckName(string? name) => name is { Length: > SubaccountLimits.LongestName }
        ? OutOfRange("name", $"may have {SubaccountLimits.LongestName} characters")
        : null;

    public static Problem? CheckSequenceName(string name) => SequenceName().IsMatch(name)
        ? null
        : InvalidId("name", "of a sequence has 1 to 50 letters, digits, dots, underscores or hyphens");

    /// <summary>Checks the settings of a subaccount, and that its sequences still fit to them.</summary>
    public Problem? Check(SubaccountRequest request, Subaccount? before, out List<ChannelAccount> accounts)
    {
        accounts = [];
        for (var i = 0; i < (request.ChannelAccounts?.Count ?? 0); i++)
        {
            var field = $"channelAccounts[{i}]";
            if (request.ChannelAccounts![i] is not { } id || !catalog.TryFind(new ChannelAccountId(id), out var account))
                return InvalidParameter(field, $"there is no channel account with this id; known are: {Known()}");
            if (accounts.Contains(account))
                return InvalidParameter(field, "is already in the list");
            accounts.Add(account);
        }
        foreach (var (id, weight) in request.AccountWeights ?? new Dictionary<string, int>())
        {
            if (!accounts.Exists(account => account.Id.Value == id))
                return InvalidParameter("accountWeights", "may only name accounts of 'channelAccounts'");
            if (weight is < 0 or > SubaccountLimits.HighestWeight)
                return OutOfRange($"accountWeights.{id}", $"must be from 0 to {SubaccountLimits.HighestWeight}");
        }
        if (!string.IsNullOrEmpty(request.DefaultChannel))
        {
            if (!Channel.TryFind(request.DefaultChannel, out var channel))
                return InvalidFallbackChannel("defaultChannel", Channel.Names);
            if (!accounts.Exists(account => account.Channel == channel))
                return ChannelNotConfigured("defaultChannel", channel.Name.Value, SequenceEntryParser.Served(accounts));
        }
        if (request.RequestsPerSecond is < 1 or > SubaccountLimits.MostRequestsPerSecond)
            return OutOfRange("requestsPerSecond", $"must be from 1 to {SubaccountLimits.MostRequestsPerSecond}");
        if (request.ReachabilityDays is < 0 or > SubaccountLimits.MostReachabilityDays)
            return OutOfRange("reachabilityDays", $"must be from 0 to {SubaccountLimits.MostReachabilityDays}");
        if (!string.IsNullOrEmpty(request.Priority) && EnumText.ParseOrNull<Priority>(request.Priority) is null)
            return InvalidParameter("priority", $"must be {EnumText.OneOf<Priority>()}");
        foreach (var (name, sequence) in before?.Sequences ?? new Dictionary<string, IReadOnlyList<SequenceEntry>>())
        {
            if (!entries.TryRead(sequence, $"sequences.{name}", accounts, out _, out var misfit))
                return misfit with { Message = $"{misfit.Message} (change the sequence first, or leave its channel account among 'channelAccounts')" };
        }
        return null;
    }

    /// <summary>Checks a sequence for a subaccount.</summary>
    public Problem? Check(SequenceRequest request, Subaccount subaccount) =>
        entries.TryRead(request.Channels ?? [], "channels", subaccount.Accounts, out _, out var problem) ? null : problem;

    /// <summary>Checks a key for an account.</summary>
    public static Problem? Check(KeyRequest request, CustomerAccountId account, DateTimeOffset at, DirectorySnapshot now)
    {
        if (CheckName(request.Name) is { } wrong)
            return wrong;
        if (request.SubAccounts is not { Count: > 0 })
            return InvalidParameter("subAccounts", "must name at least one subaccount of the account");
        if (request.SubAccounts.Count > SubaccountLimits.MostSubaccountsOfKey)
            return OutOfRange("subAccounts", $"may name {SubaccountLimits.MostSubaccountsOfKey} subaccounts");
        for (var i = 0; i < request.SubAccounts.Count; i++)
        {
            if (!now.Subaccounts.TryGetValue(new SubaccountId(request.SubAccounts[i] ?? ""), out var subaccount)
                || subaccount.Account != account)
                return InvalidParameter($"subAccounts[{i}]", "the account has no such subaccount");
            if (subaccount.IsClosed)
                return InvalidParameter($"subAccounts[{i}]", "is closed");
            if (subaccount.IsConfigured)
                return IsConfigured("the subaccount");
        }
        if (request.Scopes is not { Count: > 0 })
            return InvalidParameter("scopes", $"must name at least one of {string.Join(", ", ScopeNames.All)}");
        if (request.Scopes.Count > ScopeNames.All.Count)
            return OutOfRange("scopes", $"may name each of {string.Join(", ", ScopeNames.All)} once");
        for (var i = 0; i < request.Scopes.Count; i++)
        {
            if (ScopeNames.Read(request.Scopes[i]) == Scopes.None)
                return InvalidParameter($"scopes[{i}]", $"must be one of {string.Join(", ", ScopeNames.All)}");
        }
        return CheckExpiry(request.ExpiresAt, "expiresAt", at);
    }

    public static Problem? CheckExpiry(DateTimeOffset? expiresAt, string field, DateTimeOffset at) =>
        expiresAt <= at ? OutOfRange(field, "must be in the future") : null;

    private string Known() => string.Join(", ", catalog.Accounts.Select(account => account.Id.Value).Order(StringComparer.Ordinal));

    [GeneratedRegex(@"\A[A-Za-z0-9._\-]{1,50}\z", RegexOptions.CultureInvariant)]
    private static partial Regex SequenceName();
}
