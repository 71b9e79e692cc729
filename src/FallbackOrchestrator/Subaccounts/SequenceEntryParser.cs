using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.Subaccounts;

/// <summary>An entry of a sequence that was understood.</summary>
/// <param name="Account">What serves the step.</param>
/// <param name="Window">How long it is waited for.</param>
/// <param name="Success">The status at which it is done.</param>
internal readonly record struct ParsedSequenceEntry(ChannelAccount Account, TimeSpan? Window, SuccessStatus Success);

/// <summary>
/// Reads the entries of a sequence for those who may use certain channel accounts: the same for <c>channels[]</c> of a Send, for a sequence
/// that is stored, and for one that is configured.
/// </summary>
/// <param name="shortestWindow">The least <c>fallbackAfter</c>, in seconds.</param>
public sealed class SequenceEntryParser(int shortestWindow)
{
    private static readonly int LongestWindow = (int)FallbackSequence.LongestWindow.TotalSeconds;

    /// <summary>Reads the entries; the problem with them, if there is one.</summary>
    /// <param name="entries">What was asked for.</param>
    /// <param name="field">The list's name in problems.</param>
    /// <param name="accounts">The channel accounts that may be used, the preferred one of a channel first.</param>
    /// <param name="read">What was understood.</param>
    internal Problem? TryRead(
        IReadOnlyList<SequenceEntry?> entries, string field, IReadOnlyList<ChannelAccount> accounts, out ParsedSequenceEntry[] read)
    {
        read = [];
        if (entries.Count is 0 or > FallbackSequence.MostSteps)
            return OutOfRange(field, $"may have {FallbackSequence.MostSteps} entries at most, and must have one");
        var steps = new ParsedSequenceEntry[entries.Count];
        for (var i = 0; i < entries.Count; i++)
        {
            if (Read(entries[i], field, i, accounts, out steps[i]) is { } problem)
                return problem;
            for (var earlier = 0; earlier < i; earlier++)
            {
                if (steps[earlier].Account == steps[i].Account)
                    return InvalidChannelId($"{field}[{i}].channelId", $"must differ from that of the earlier {steps[i].Account.Channel.Name} step");
            }
        }
        read = steps;
        return null;
    }

    /// <summary>The channels that accounts serve, for people.</summary>
    internal static string Served(IReadOnlyList<ChannelAccount> accounts) => accounts.Count == 0
        ? "none"
        : string.Join(", ", accounts.Select(account => account.Channel.Name.Value).Distinct());

    private Problem? Read(SequenceEntry? entry, string field, int i, IReadOnlyList<ChannelAccount> accounts, out ParsedSequenceEntry read)
    {
        read = default;
        if (!Channel.TryFind(entry?.Channel, out var channel))
        {
            return Channel.IsPublished(entry?.Channel)
                ? ChannelNotConfigured($"{field}[{i}].channel", entry!.Channel!.Trim(), Served(accounts))
                : InvalidFallbackChannel($"{field}[{i}].channel", Channel.Names);
        }
        if (entry!.FallbackAfter is { } seconds && (seconds < shortestWindow || seconds > LongestWindow))
            return InvalidFallbackDelay($"{field}[{i}].fallbackAfter", shortestWindow, LongestWindow);
        if (AccountFor(accounts, channel, null) is null)
            return ChannelNotConfigured($"{field}[{i}].channel", channel.Name.Value, Served(accounts));
        if (AccountFor(accounts, channel, string.IsNullOrEmpty(entry.ChannelId) ? null : entry.ChannelId) is not { } account)
            return InvalidChannelId($"{field}[{i}].channelId", $"is no {channel.Name} account of this subaccount");

        var success = StepRules.DefaultSuccess(account.Best);
        if (!string.IsNullOrEmpty(entry.SuccessStatus))
        {
            if (EnumText.ParseOrNull<SuccessStatus>(entry.SuccessStatus) is not { } asked)
                return InvalidFallbackStatus($"{field}[{i}].successStatus", EnumText.OneOf<SuccessStatus>(naming: null));
            if (asked > account.Best)
                return ChannelDoesNotReport($"{field}[{i}].successStatus", channel.Name.Value, asked, account.Best);
            success = asked;
        }
        read = new ParsedSequenceEntry(account, entry.FallbackAfter is { } window ? TimeSpan.FromSeconds(window) : null, success);
        return null;
    }

    private static ChannelAccount? AccountFor(IReadOnlyList<ChannelAccount> accounts, Channel channel, string? id)
    {
        foreach (var account in accounts)
        {
            if (account.Channel == channel && (id is null || account.Id.Value == id))
                return account;
        }
        return null;
    }
}
