using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Client;

/// <summary>The status at which a step is done.</summary>
[JsonConverter(typeof(NameConverter<SuccessStatus>))]
public enum SuccessStatus
{
    /// <summary>A status that this version of the client does not know. It cannot be sent.</summary>
    Unrecognized,

    /// <summary>The provider has accepted it.</summary>
    [JsonStringEnumMemberName("Accepted")]
    Accepted,

    /// <summary>The channel has it.</summary>
    [JsonStringEnumMemberName("Sent")]
    Sent,

    /// <summary>It is on the person's device.</summary>
    [JsonStringEnumMemberName("Delivered")]
    Delivered,

    /// <summary>The person has read it.</summary>
    [JsonStringEnumMemberName("Read")]
    Read,
}

/// <summary>The status of a message on one channel.</summary>
[JsonConverter(typeof(NameConverter<DeliveryStatus>))]
public enum DeliveryStatus
{
    /// <summary>A status that this version of the client does not know.</summary>
    Unrecognized,

    /// <summary>The service has it.</summary>
    Queued,

    /// <summary>The call to the provider has an unknown outcome.</summary>
    Unknown,

    /// <summary>The provider has accepted it.</summary>
    Accepted,

    /// <summary>The channel has it.</summary>
    Sent,

    /// <summary>It was rejected.</summary>
    Rejected,

    /// <summary>It was not delivered.</summary>
    Undelivered,

    /// <summary>Its lifetime at the provider is over.</summary>
    LifetimeOver,

    /// <summary>It was recalled before it was delivered.</summary>
    Recalled,

    /// <summary>It is on the person's device.</summary>
    Delivered,

    /// <summary>The person has read it.</summary>
    Read,
}

/// <summary>The phase of a message's life.</summary>
[JsonConverter(typeof(NameConverter<MessageState>))]
public enum MessageState
{
    /// <summary>A state that this version of the client does not know. It cannot be sent.</summary>
    Unrecognized,

    /// <summary>It waits for its scheduled time.</summary>
    Scheduled,

    /// <summary>Its steps are being tried.</summary>
    InProgress,

    /// <summary>It has an outcome.</summary>
    Completed,
}

/// <summary>How a message ended.</summary>
[JsonConverter(typeof(NameConverter<Outcome>))]
public enum Outcome
{
    /// <summary>An outcome that this version of the client does not know. It cannot be sent.</summary>
    Unrecognized,

    /// <summary>A step has reached its success status.</summary>
    Succeeded,

    /// <summary>No step was left.</summary>
    Failed,

    /// <summary>You cancelled it.</summary>
    Cancelled,

    /// <summary>Its <c>expiry</c> passed.</summary>
    Expired,

    /// <summary>It was handed over, and no decisive status was received.</summary>
    Unconfirmed,
}

/// <summary>The cause of a change.</summary>
[JsonConverter(typeof(NameConverter<Cause>))]
public enum Cause
{
    /// <summary>A cause that this version of the client does not know.</summary>
    Unrecognized,

    /// <summary>The request.</summary>
    Request,

    /// <summary>The scheduled time.</summary>
    Schedule,

    /// <summary>A call to a provider.</summary>
    Dispatch,

    /// <summary>A provider's receipt.</summary>
    Receipt,

    /// <summary>A reply of the person, if the subaccount counts it (<c>repliesCountAsRead</c>).</summary>
    Reply,

    /// <summary>The end of a window.</summary>
    Deadline,

    /// <summary>An attempt to recall it.</summary>
    Recall,

    /// <summary>A question to the provider for its status.</summary>
    Query,

    /// <summary>You cancelled it.</summary>
    Cancel,

    /// <summary>Its <c>expiry</c> passed.</summary>
    Expiry,

    /// <summary>The recovery after a replica of the service was lost.</summary>
    Recovery,

    /// <summary>The operator of the service.</summary>
    Operator,
}

/// <summary>The kind of an error.</summary>
[JsonConverter(typeof(NameConverter<ErrorClass>))]
public enum ErrorClass
{
    /// <summary>A kind that this version of the client does not know.</summary>
    Unrecognized,

    /// <summary>The person cannot be reached on this channel.</summary>
    NotReachable,

    /// <summary>The person blocked the sender, opted out, or is barred.</summary>
    RecipientRefused,

    /// <summary>The content, the template or its parameters were rejected.</summary>
    BadRequest,

    /// <summary>The account at the provider is at fault: its token, permission, billing or sender.</summary>
    Configuration,

    /// <summary>A rate limit of the provider.</summary>
    Throttled,

    /// <summary>The provider could not be reached, or was down; nothing was sent.</summary>
    Unavailable,

    /// <summary>The message's lifetime at the provider is over.</summary>
    Expired,

    /// <summary>Recalled before it was delivered.</summary>
    Recalled,

    /// <summary>A fault of the service, before anything was sent.</summary>
    Internal,

    /// <summary>Not delivered, without a known reason.</summary>
    Other,
}

/// <summary>A kind of failure that may start the next step (<see cref="FallbackStep.FallbackOn"/>).</summary>
[JsonConverter(typeof(NameConverter<FallbackReason>))]
public enum FallbackReason
{
    /// <summary>A kind that this version of the client does not know. It cannot be sent.</summary>
    Unrecognized,

    /// <summary>The person cannot be reached on this channel.</summary>
    NotReachable,

    /// <summary>The person blocked the sender, opted out, or is barred.</summary>
    RecipientRefused,

    /// <summary>The content, the template or its parameters were rejected.</summary>
    BadRequest,

    /// <summary>The account at the provider is at fault: its token, permission, billing or sender.</summary>
    Configuration,

    /// <summary>A rate limit of the provider.</summary>
    Throttled,

    /// <summary>The provider could not be reached, or was down; nothing was sent.</summary>
    Unavailable,

    /// <summary>A fault of the service, before anything was sent.</summary>
    Internal,

    /// <summary>Not delivered, without a known reason.</summary>
    Other,
}
