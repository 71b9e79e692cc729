using System.Collections.Frozen;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Subaccounts;

/// <summary>
/// A customer's subaccount: its channel accounts, and its settings for Sends that do not name their own. It never changes: a change creates
/// a new one.
/// </summary>
/// <param name="Id">Its id, as in the path of its calls.</param>
/// <param name="Account">The account that it belongs to.</param>
/// <param name="Accounts">The channel accounts that it may use, the preferred one of a channel first.</param>
/// <param name="Sequence">
/// Its default sequence, for messages that name neither <c>channels</c> nor <c>sequence</c>; empty if it has none.
/// </param>
/// <param name="DefaultChannel">The channel of such messages if there is no default sequence.</param>
/// <param name="MayResend">True if a call with an unknown outcome on the last step may be repeated once.</param>
public sealed record Subaccount(
    SubaccountId Id,
    CustomerAccountId Account,
    IReadOnlyList<ChannelAccount> Accounts,
    IReadOnlyList<SequenceEntry> Sequence,
    ChannelName? DefaultChannel,
    bool MayResend)
{
    /// <summary>Its sequences by name, the default one included.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<SequenceEntry>> Sequences { get; init; } =
        FrozenDictionary<string, IReadOnlyList<SequenceEntry>>.Empty;

    /// <summary>The channel accounts that it could use if they were not disabled.</summary>
    public IReadOnlyList<ChannelAccount> DisabledAccounts { get; init; } = [];

    /// <summary>The name of its default sequence.</summary>
    public string? DefaultSequence { get; init; }

    /// <summary>True if a message for one channel with a <c>fallbackText</c> gets an SMS step (rule S11).</summary>
    public bool AppendsSms { get; init; }

    /// <summary>
    /// True if a step that names no account may use all accounts of its channel, one after the other, if one cannot take the message (rule
    /// U10).
    /// </summary>
    public bool FailsOver { get; init; }

    /// <summary>
    /// How often an account of a channel is the first of a step that names none, in relation to the channel's others (rule U10). Empty if
    /// the preferred one always is; an account that is not in it never is.
    /// </summary>
    public IReadOnlyDictionary<ChannelAccountId, int> AccountWeights { get; init; } = FrozenDictionary<ChannelAccountId, int>.Empty;

    /// <summary>True if a person who refuses messages on one channel is tried on no other (rule S13).</summary>
    public bool StopsWhenRefused { get; init; }

    /// <summary>True if steps on a channel of which the person opted out are skipped (rule S15).</summary>
    public bool SkipsOptedOut { get; init; }

    /// <summary>True if a reply of the person counts as Read of the message that it replies to (rule R1).</summary>
    public bool CountsReplies { get; init; }

    /// <summary>True if only numbers are accepted that can have been assigned, and not all numbers of the right form.</summary>
    public bool ChecksNumbers { get; init; }

    /// <summary>The priority of its messages that name none.</summary>
    public Priority Priority { get; init; }

    /// <summary>True if numbers are shown with their last digits hidden.</summary>
    public bool MasksNumbers { get; init; } = true;

    /// <summary>The days for which it is remembered that a person is not on a channel (rule S14); 0 if it is not.</summary>
    public int ReachabilityDays { get; init; }

    /// <summary>The requests that it may make in a second at one replica; null for the service's setting.</summary>
    public int? RequestsPerSecond { get; init; }

    /// <summary>True if the configuration defines it; then only the configuration can change it.</summary>
    public bool IsConfigured { get; init; }

    /// <summary>True if it was closed: its keys stop working, but its messages in flight continue.</summary>
    public bool IsClosed { get; init; }
}
