using System.Collections.Frozen;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Subaccounts;

/// <summary>
/// A customer's subaccount: what it may use, and what it gets when a Send does not say. It never changes: a change makes another one.
/// </summary>
/// <param name="Id">Its id, as in the path of its calls.</param>
/// <param name="Account">The account that it belongs to.</param>
/// <param name="Accounts">The channel accounts that it may use, the preferred one of a channel first.</param>
/// <param name="Sequence">
/// Its default sequence, for messages that name neither <c>channels</c> nor <c>sequence</c>; empty if it has none.
/// </param>
/// <param name="DefaultChannel">The channel of such messages where there is no default sequence.</param>
/// <param name="MayResend">Whether an unknown outcome on the last step may be sent a second time.</param>
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

    /// <summary>The name of its default sequence.</summary>
    public string? DefaultSequence { get; init; }

    /// <summary>Whether a message for one channel that brings a <c>fallbackText</c> gets an SMS step (rule S11).</summary>
    public bool AppendsSms { get; init; }

    /// <summary>Whether only numbers are taken that can have been assigned, not just any of the right form.</summary>
    public bool ChecksNumbers { get; init; }

    /// <summary>The priority of its messages that name none.</summary>
    public Priority Priority { get; init; }

    /// <summary>Whether numbers are shown with their last digits hidden.</summary>
    public bool MasksNumbers { get; init; } = true;

    /// <summary>The requests that it may make in a second at one replica, if not as many as any.</summary>
    public int? RequestsPerSecond { get; init; }

    /// <summary>Whether it stands in the configuration, where alone it can be changed.</summary>
    public bool IsConfigured { get; init; }

    /// <summary>Whether it was closed: no key opens it, and its messages in flight go on.</summary>
    public bool IsClosed { get; init; }
}
