using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Subaccounts.Management;

/// <summary>The settings of an account.</summary>
public sealed record AccountRequest
{
    /// <summary>Its name for operators, at most 100 characters.</summary>
    public string? Name { get; init; }
}

/// <summary>An account.</summary>
public sealed record AccountView
{
    public required Guid AccountId { get; init; }
    public string? Name { get; init; }

    /// <summary><c>open</c> or <c>closed</c>.</summary>
    [OneOf("open", "closed")]
    public required string State { get; init; }

    /// <summary><c>database</c>, or <c>configuration</c> if this API cannot change it.</summary>
    [OneOf("database", "configuration")]
    public required string Source { get; init; }

    /// <summary>The ids of its subaccounts.</summary>
    public required IReadOnlyList<string> SubAccounts { get; init; }
}

/// <summary>The settings of a subaccount. Omitted settings get their defaults.</summary>
public sealed record SubaccountRequest
{
    /// <summary>The channel accounts that it may use, by id, the preferred one of a channel first.</summary>
    public IReadOnlyList<string>? ChannelAccounts { get; init; }

    /// <summary>The channel of messages that name none, if there is no default sequence.</summary>
    [OneOfChannels]
    public string? DefaultChannel { get; init; }

    /// <summary>True if a call with an unknown outcome on the last step may be repeated once (rule U3). Default true.</summary>
    public bool? ResendUnknown { get; init; }

    /// <summary>True if a message for one channel with a <c>fallbackText</c> gets an SMS step (rule S11). Default false.</summary>
    public bool? AppendSmsStep { get; init; }

    /// <summary>
    /// True if a step that names no <c>channelId</c> may use all channel accounts of its channel, one after the other, if one cannot take
    /// the message (rule U10). Default false.
    /// </summary>
    public bool? AccountFailover { get; init; }

    /// <summary>
    /// How often a channel account is the first of a step that names none, in relation to the others of its channel, by id: 0 to 1000. With
    /// <c>{"sms-a": 3, "sms-b": 1}</c> three of four begin with <c>sms-a</c> (rule U10). If left out, the first of the list always is.
    /// </summary>
    public IReadOnlyDictionary<string, int>? AccountWeights { get; init; }

    /// <summary>
    /// True if a person who refuses messages on one channel (blocked the sender, opted out) is tried on no other (rule S13). Default false.
    /// </summary>
    public bool? StopWhenRefused { get; init; }

    /// <summary>True if a reply of the person counts as Read of the message that it replies to (rule R1). Default false.</summary>
    public bool? RepliesCountAsRead { get; init; }

    /// <summary>True if steps on a channel of which the person opted out are skipped (rule S15). Default false.</summary>
    public bool? SkipOptedOut { get; init; }

    /// <summary>True if numbers that no operator can have assigned are rejected. Default false.</summary>
    public bool? StrictMsisdn { get; init; }

    /// <summary>True if details, search and export hide the last four digits of numbers. Default true.</summary>
    public bool? MaskNumbers { get; init; }

    /// <summary>
    /// The days for which it is remembered that a person is not on a channel, 0 to 365. Until then, steps on that channel are skipped at
    /// once (rule S14). Default 0: nothing is remembered.
    /// </summary>
    public int? ReachabilityDays { get; init; }

    /// <summary>The requests that it may make in a second at one replica, 1 to 1,000,000; if left out, the service's setting.</summary>
    public int? RequestsPerSecond { get; init; }

    /// <summary>The priority of its messages that name none: <c>transactional</c> (default) or <c>marketing</c>.</summary>
    [OneOf<Priority>]
    public string? Priority { get; init; }
}

/// <summary>A subaccount, as an operator sees it.</summary>
public sealed record SubaccountView
{
    public required string SubAccountId { get; init; }
    public required Guid AccountId { get; init; }

    /// <summary><c>open</c> or <c>closed</c>.</summary>
    [OneOf("open", "closed")]
    public required string State { get; init; }

    /// <summary><c>database</c>, or <c>configuration</c> if this API cannot change it.</summary>
    [OneOf("database", "configuration")]
    public required string Source { get; init; }

    /// <summary>The channel accounts that it may use.</summary>
    public required IReadOnlyList<ChannelAccountView> ChannelAccounts { get; init; }

    [OneOfChannels]
    public string? DefaultChannel { get; init; }
    public required bool ResendUnknown { get; init; }
    public required bool AppendSmsStep { get; init; }
    public required bool AccountFailover { get; init; }

    /// <summary>How often a channel account is the first of its channel; left out if they have no weights.</summary>
    public IReadOnlyDictionary<string, int>? AccountWeights { get; init; }

    public required bool StopWhenRefused { get; init; }
    public required bool RepliesCountAsRead { get; init; }
    public required bool SkipOptedOut { get; init; }
    public required bool StrictMsisdn { get; init; }
    public required bool MaskNumbers { get; init; }
    public required int ReachabilityDays { get; init; }
    public int? RequestsPerSecond { get; init; }

    /// <summary><c>transactional</c> or <c>marketing</c>.</summary>
    [OneOf<Priority>]
    public required string Priority { get; init; }

    /// <summary>Its sequences.</summary>
    public required IReadOnlyList<SequenceView> Sequences { get; init; }
}

/// <summary>A sequence to store.</summary>
public sealed record SequenceRequest
{
    /// <summary>The steps, as in <c>channels</c> of a Send: 1 to 10.</summary>
    [Required]
    public IReadOnlyList<SequenceEntry?>? Channels { get; init; }

    /// <summary>True if messages that name neither channels nor a sequence use it. If left out, it stays as it was.</summary>
    public bool? IsDefault { get; init; }
}

/// <summary>A sequence.</summary>
public sealed record SequenceView
{
    public required string Name { get; init; }
    public required bool IsDefault { get; init; }

    /// <summary>The steps.</summary>
    public required IReadOnlyList<SequenceEntry> Channels { get; init; }
}

/// <summary>A rotation.</summary>
public sealed record RotateRequest
{
    /// <summary>The time at which the old key expires; if left out, it works until it is revoked.</summary>
    public DateTimeOffset? PreviousExpiresAt { get; init; }
}

/// <summary>A key, without its secret.</summary>
public record KeyView
{
    /// <summary>Its id: the part between <c>fo_</c> and the secret.</summary>
    public required string KeyId { get; init; }

    public string? Name { get; init; }

    /// <summary>The subaccounts that it opens.</summary>
    public required IReadOnlyList<string> SubAccounts { get; init; }

    /// <summary>Its scopes.</summary>
    [OneOfScopes]
    public required IReadOnlyList<string> Scopes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? RevokedAt { get; init; }
}

/// <summary>A key that was just created.</summary>
public sealed record NewKeyView : KeyView
{
    /// <summary>The whole key. It is shown only this once.</summary>
    public required string Key { get; init; }
}

/// <summary>A subaccount, as its customer sees it.</summary>
public sealed record OwnView
{
    public required string SubAccountId { get; init; }
    public required Guid AccountId { get; init; }

    /// <summary>The channels that it can send on.</summary>
    [OneOfChannels]
    public required IReadOnlyList<string> Channels { get; init; }

    /// <summary>Its channel accounts, the preferred one of a channel first.</summary>
    public required IReadOnlyList<ChannelAccountView> ChannelAccounts { get; init; }

    /// <summary>The name of the sequence of messages that name neither channels nor a sequence.</summary>
    public string? DefaultSequence { get; init; }

    /// <summary>The channel of such messages if there is no default sequence.</summary>
    [OneOfChannels]
    public string? DefaultChannel { get; init; }

    public required IReadOnlyList<SequenceView> Sequences { get; init; }

    /// <summary>The settings that affect its messages, and its rate if it has its own.</summary>
    public required OwnSettings Settings { get; init; }

    /// <summary>The scopes of the key of this request.</summary>
    [OneOfScopes]
    public required IReadOnlyList<string> Scopes { get; init; }
}

/// <summary>Settings of a subaccount that an operator chose.</summary>
public sealed record OwnSettings
{
    public required bool ResendUnknown { get; init; }
    public required bool AppendSmsStep { get; init; }
    public required bool AccountFailover { get; init; }

    /// <summary>How often a channel account is the first of its channel; left out if they have no weights.</summary>
    public IReadOnlyDictionary<string, int>? AccountWeights { get; init; }

    public required bool StopWhenRefused { get; init; }
    public required bool RepliesCountAsRead { get; init; }
    public required bool SkipOptedOut { get; init; }
    public required bool StrictMsisdn { get; init; }
    public required bool MaskNumbers { get; init; }
    public required int ReachabilityDays { get; init; }

    /// <summary>The priority of messages that name none: <c>transactional</c> or <c>marketing</c>.</summary>
    [OneOf<Priority>]
    public required string Priority { get; init; }

    /// <summary>
    /// The requests that it may make in a second; left out if it has no rate of its own. Every response contains the rate
    /// (<c>RateLimit-Limit</c>).
    /// </summary>
    public int? RequestsPerSecond { get; init; }
}

/// <summary>The JSON of the management API, generated at compile time.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AccountRequest))]
[JsonSerializable(typeof(IReadOnlyList<AccountView>))]
[JsonSerializable(typeof(SubaccountRequest))]
[JsonSerializable(typeof(IReadOnlyList<SubaccountView>))]
[JsonSerializable(typeof(SequenceRequest))]
[JsonSerializable(typeof(KeyRequest))]
[JsonSerializable(typeof(RotateRequest))]
[JsonSerializable(typeof(NewKeyView))]
[JsonSerializable(typeof(IReadOnlyList<KeyView>))]
[JsonSerializable(typeof(ChannelAccountRequest))]
[JsonSerializable(typeof(SecretRequest))]
[JsonSerializable(typeof(ChannelAccountCheck))]
[JsonSerializable(typeof(IReadOnlyList<ChannelAccountDetails>))]
[JsonSerializable(typeof(OwnView))]
internal sealed partial class ManagementJson : JsonSerializerContext;
