using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Client;

/// <summary>A subaccount, as its customer sees it.</summary>
public sealed record Subaccount
{
    /// <summary>Its id.</summary>
    public required string SubAccountId { get; init; }

    /// <summary>The account that it belongs to.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>The channels that it can send on.</summary>
    public required IReadOnlyList<Channel> Channels { get; init; }

    /// <summary>Its channel accounts, the preferred one of a channel first.</summary>
    public required IReadOnlyList<ChannelAccount> ChannelAccounts { get; init; }

    /// <summary>The name of the sequence of messages that name neither channels nor a sequence.</summary>
    public string? DefaultSequence { get; init; }

    /// <summary>The channel of such messages if there is no default sequence.</summary>
    public Channel? DefaultChannel { get; init; }

    /// <summary>Its sequences.</summary>
    public required IReadOnlyList<Sequence> Sequences { get; init; }

    /// <summary>The settings that affect its messages.</summary>
    public required SubaccountSettings Settings { get; init; }

    /// <summary>The scopes of the key of this request.</summary>
    public required IReadOnlyList<Scope> Scopes { get; init; }
}

/// <summary>Settings of a subaccount that an operator chose.</summary>
public sealed record SubaccountSettings
{
    /// <summary>True if a call with an unknown outcome on the last step may be repeated once.</summary>
    public required bool ResendUnknown { get; init; }

    /// <summary>True if a message for one channel with a <c>fallbackText</c> gets an SMS step.</summary>
    public required bool AppendSmsStep { get; init; }

    /// <summary>
    /// True if a step that names no <c>channelId</c> may use all channel accounts of its channel, one after the other, if one cannot take
    /// the message.
    /// </summary>
    public required bool AccountFailover { get; init; }

    /// <summary>How often a channel account is the first of its channel; null if they have no weights.</summary>
    public IReadOnlyDictionary<string, int>? AccountWeights { get; init; }

    /// <summary>True if a person who refuses messages on one channel is tried on no other.</summary>
    public required bool StopWhenRefused { get; init; }

    /// <summary>True if a reply of the person counts as Read of the message that it replies to.</summary>
    public required bool RepliesCountAsRead { get; init; }

    /// <summary>True if steps on a channel of which the person opted out are skipped.</summary>
    public required bool SkipOptedOut { get; init; }

    /// <summary>True if numbers that no operator can have assigned are rejected.</summary>
    public required bool StrictMsisdn { get; init; }

    /// <summary>True if details, search and export hide the last four digits of numbers.</summary>
    public required bool MaskNumbers { get; init; }

    /// <summary>The priority of messages that name none.</summary>
    public required Priority Priority { get; init; }

    /// <summary>The days for which it is remembered that a person is not on a channel; 0 if it is not.</summary>
    public required int ReachabilityDays { get; init; }

    /// <summary>The requests that it may make in a second; null if it has no rate of its own.</summary>
    public int? RequestsPerSecond { get; init; }
}

/// <summary>A channel account.</summary>
public sealed record ChannelAccount
{
    /// <summary>Its id: the <c>ChannelId</c> of a step.</summary>
    public required string ChannelId { get; init; }

    /// <summary>Its channel.</summary>
    public required Channel Channel { get; init; }

    /// <summary>The provider behind it.</summary>
    public required string Provider { get; init; }

    /// <summary>The best status that it can report.</summary>
    public required SuccessStatus BestStatus { get; init; }

    /// <summary>True if the operator has disabled it: messages that need it are refused.</summary>
    public bool? IsDisabled { get; init; }
}

/// <summary>A fallback sequence of the subaccount.</summary>
public sealed record Sequence
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>True if messages that name neither channels nor a sequence use it.</summary>
    public required bool IsDefault { get; init; }

    /// <summary>The steps.</summary>
    public required IReadOnlyList<SequenceEntry> Channels { get; init; }
}

/// <summary>A sequence to store.</summary>
public sealed record SequenceRequest
{
    /// <summary>The steps: 1 to 10.</summary>
    public required IReadOnlyList<SequenceEntry> Channels { get; init; }

    /// <summary>True if messages that name neither channels nor a sequence use it. Null leaves it as it was.</summary>
    public bool? IsDefault { get; init; }
}

/// <summary>One step of a stored sequence.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="FallbackAfter">The window in seconds.</param>
/// <param name="SuccessStatus">The status at which the step is done.</param>
/// <param name="ChannelId">The channel account, if there are several.</param>
public sealed record SequenceEntry(
    Channel Channel, int? FallbackAfter = null, SuccessStatus? SuccessStatus = null, string? ChannelId = null)
{
    /// <summary>The reasons of failures that start the next step; null for all.</summary>
    public IReadOnlyList<FallbackReason>? FallbackOn { get; init; }
}

/// <summary>What a key may do.</summary>
[JsonConverter(typeof(NameConverter<Scope>))]
public enum Scope
{
    /// <summary>A scope that this version of the client does not know.</summary>
    Unrecognized,

    /// <summary>Send, batch, preview, cancel, skip.</summary>
    [JsonStringEnumMemberName("messages:send")]
    SendMessages,

    /// <summary>Details, timeline, search, export, statistics, advice.</summary>
    [JsonStringEnumMemberName("messages:read")]
    ReadMessages,

    /// <summary>The status webhooks of the whole account, and their deliveries.</summary>
    Webhooks,

    /// <summary>Changing the subaccount's own sequences.</summary>
    Settings,
}
