using System.Diagnostics.CodeAnalysis;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.Subaccounts;

/// <summary>
/// Reads the entries of a sequence for the given channel accounts: the same for <c>channels[]</c> of a Send, for a stored sequence and for
/// a configured one.
/// </summary>
/// <param name="shortestWindow">The shortest <c>fallbackAfter</c>.</param>
public sealed class SequenceEntryParser(TimeSpan shortestWindow)
{
    private readonly int _shortestWindow = (int)Math.Ceiling(shortestWindow.TotalSeconds);

    private static readonly int LongestWindow = (int)FallbackSequence.LongestWindow.TotalSeconds;

    /// <summary>Reads the entries.</summary>
    /// <param name="entries">The entries of the request or of the settings.</param>
    /// <param name="field">The list's name in problems.</param>
    /// <param name="accounts">The channel accounts that may be used, the preferred one of a channel first.</param>
    /// <param name="parsed">The entries as read.</param>
    /// <param name="problem">The first problem.</param>
    internal bool TryRead(
        IReadOnlyList<SequenceEntry?> entries,
        string field,
        IReadOnlyList<ChannelAccount> accounts,
        out ParsedSequenceEntry[] parsed,
        [NotNullWhen(false)] out Problem? problem)
    {
        parsed = [];
        problem = entries.Count is 0 or > FallbackSequence.MostSteps
            ? OutOfRange(field, $"must have 1 to {FallbackSequence.MostSteps} entries")
            : null;
        var steps = new ParsedSequenceEntry[entries.Count];
        for (var i = 0; i < entries.Count && problem is null; i++)
        {
            problem = Read(entries[i] ?? new SequenceEntry(null), $"{field}[{i}]", accounts, out steps[i])
                ?? CheckDistinct(steps.AsSpan(0, i), steps[i].Account, $"{field}[{i}]");
        }
        if (problem is not null)
            return false;
        parsed = steps;
        return true;
    }

    /// <summary>The channels of accounts, for messages to people.</summary>
    internal static string Served(IReadOnlyList<ChannelAccount> accounts) => accounts.Count == 0
        ? "none"
        : string.Join(", ", accounts.Select(account => account.Channel.Name.Value).Distinct());

    private static Problem? CheckDistinct(ReadOnlySpan<ParsedSequenceEntry> earlier, ChannelAccount account, string field)
    {
        foreach (var step in earlier)
        {
            if (step.Account == account)
                return InvalidChannelId($"{field}.channelId", $"must differ from the one of the earlier {account.Channel.Name} step");
        }
        return null;
    }

    private Problem? Read(SequenceEntry entry, string field, IReadOnlyList<ChannelAccount> accounts, out ParsedSequenceEntry parsed)
    {
        parsed = default;
        if (!Channel.TryFind(entry.Channel, out var channel))
        {
            return Channel.IsPublished(entry.Channel)
                ? ChannelNotConfigured($"{field}.channel", entry.Channel.Trim(), Served(accounts))
                : InvalidFallbackChannel($"{field}.channel", Channel.Names);
        }
        if (entry.FallbackAfter is { } seconds && (seconds < _shortestWindow || seconds > LongestWindow))
            return InvalidFallbackDelay($"{field}.fallbackAfter", _shortestWindow, LongestWindow);
        if (AccountFor(accounts, channel, null) is null)
            return ChannelNotConfigured($"{field}.channel", channel.Name.Value, Served(accounts));
        if (AccountFor(accounts, channel, string.IsNullOrEmpty(entry.ChannelId) ? null : entry.ChannelId) is not { } account)
            return InvalidChannelId($"{field}.channelId", $"is not a {channel.Name} account of this subaccount");

        var success = StepRules.DefaultSuccess(account.Best);
        if (!string.IsNullOrEmpty(entry.SuccessStatus))
        {
            if (EnumText.ParseOrNull<SuccessStatus>(entry.SuccessStatus) is not { } asked)
                return InvalidFallbackStatus($"{field}.successStatus", EnumText.OneOf<SuccessStatus>(naming: null));
            if (asked > account.Best)
                return ChannelDoesNotReport($"{field}.successStatus", channel.Name.Value, asked, account.Best);
            success = asked;
        }
        List<ErrorClass>? reasons = null;
        for (var i = 0; i < entry.FallbackOn?.Count; i++)
        {
            if (EnumText.ParseOrNull<ErrorClass>(entry.FallbackOn[i]) is not { } reason || !FallbackReasons.All.Contains(reason))
                return OutOfRange($"{field}.fallbackOn[{i}]", $"must be {FallbackReasons.Names}");
            (reasons ??= []).Add(reason);
        }
        parsed = new ParsedSequenceEntry(
            account, entry.FallbackAfter is { } window ? TimeSpan.FromSeconds(window) : null, success,
            IsNamed: !string.IsNullOrEmpty(entry.ChannelId), entry.FallbackOn is null ? null : reasons ?? []);
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
