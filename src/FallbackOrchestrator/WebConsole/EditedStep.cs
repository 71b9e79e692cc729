using FallbackOrchestrator.Subaccounts;
using FallbackOrchestrator.Subaccounts.Management;

namespace FallbackOrchestrator.WebConsole;

/// <summary>A step in the editor.</summary>
public sealed class EditedStep
{
    /// <summary>The channel account.</summary>
    public string ChannelId { get; set; } = "";

    /// <summary>The window in seconds; null if only a failure starts the next step.</summary>
    public int? FallbackAfter { get; set; }

    /// <summary>The success status; null for the default.</summary>
    public string? SuccessStatus { get; set; }

    /// <summary>The reasons of failures that start the next step, as they were stored; null for all.</summary>
    public IReadOnlyList<string>? FallbackOn { get; init; }

    /// <summary>The step of a stored sequence.</summary>
    /// <param name="entry">The step.</param>
    /// <param name="accounts">The accounts of the subaccount; the first one of a channel is its preferred one.</param>
    public static EditedStep Of(SequenceEntry entry, IReadOnlyList<ChannelAccountView> accounts) => new()
    {
        ChannelId = entry.ChannelId ?? accounts.FirstOrDefault(account => IsOf(account, entry.Channel))?.ChannelId ?? "",
        FallbackAfter = entry.FallbackAfter,
        SuccessStatus = entry.SuccessStatus,
        FallbackOn = entry.FallbackOn,
    };

    /// <summary>The step as the API takes it. The account is named only where the channel has several.</summary>
    public SequenceEntry Entry(IReadOnlyList<ChannelAccountView> accounts)
    {
        var channel = accounts.FirstOrDefault(account => account.ChannelId == ChannelId)?.Channel;
        var isOnly = accounts.Count(account => account.Channel == channel) == 1;
        return new SequenceEntry(channel, FallbackAfter, SuccessStatus, isOnly ? null : ChannelId, FallbackOn);
    }

    private static bool IsOf(ChannelAccountView account, string? channel) =>
        string.Equals(account.Channel, channel, StringComparison.OrdinalIgnoreCase);
}
