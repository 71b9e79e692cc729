using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>A subaccount that the management API made. It is closed and never deleted, so that its id never means another tenant.</summary>
public sealed class SubaccountRow
{
    public string Id { get; init; } = "";
    public Guid CustomerAccountId { get; init; }

    /// <summary>The channel accounts that it may use, the preferred one of a channel first.</summary>
    public string[] ChannelAccounts { get; set; } = [];

    public string? DefaultChannel { get; set; }
    public bool ResendUnknown { get; set; }
    public bool AppendSmsStep { get; set; }
    public bool AccountFailover { get; set; }

    /// <summary>The weights of <see cref="ChannelAccounts"/>, in the same order; empty if they have none.</summary>
    public int[] AccountWeights { get; set; } = [];

    public bool StopWhenRefused { get; set; }
    public bool RepliesCountAsRead { get; set; }
    public bool SkipOptedOut { get; set; }

    /// <summary>The days for which it is remembered that a person is not on a channel; 0: not at all.</summary>
    public int ReachabilityDays { get; set; }
    public bool StrictMsisdn { get; set; }
    public bool MaskNumbers { get; set; }
    public int? RequestsPerSecond { get; set; }

    /// <summary>
    /// The priority of its messages that name none. A text, because a value of a newer version must not make all subaccounts unreadable.
    /// </summary>
    public string Priority { get; set; } = EnumText.Of(Messages.Priority.Transactional);

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; set; }
}
