using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Client;

/// <summary>
/// What happened to one of the account's own endpoints: what a webhook of the type <see cref="WebhookType.OperationalEvents"/> receives.
/// </summary>
public sealed record OperationalEvent : StatusUpdate
{
    /// <summary>What happened.</summary>
    public required OperationalEventType Type { get; init; }

    /// <summary>The time of the event; of several that are counted together, of the last.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The event.</summary>
    public required OperationalEventData Data { get; init; }
}

/// <summary>The content of an operational event.</summary>
public sealed record OperationalEventData
{
    /// <summary>
    /// The subaccount that the endpoint's webhook was registered for, or <c>*</c>; null for a message's <c>dlrCallbackUrl</c>.
    /// </summary>
    public string? SubAccountId { get; init; }

    /// <summary>The scheme and host of the endpoint's address.</summary>
    public required string Server { get; init; }

    /// <summary>Of a webhook: why it was stopped.</summary>
    public WebhookStatus? Reason { get; init; }

    /// <summary>
    /// Disabled: the time since which every attempt had failed. Enabled: the time at which it had been stopped. Exhausted: the time of the
    /// first of the updates.
    /// </summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Exhausted: the number of status updates that were given up.</summary>
    public int? Count { get; init; }

    /// <summary>Exhausted: the first ten of these updates.</summary>
    public IReadOnlyList<ExhaustedUpdate>? Updates { get; init; }
}

/// <summary>A status update that was given up. It can be replayed.</summary>
public sealed record ExhaustedUpdate
{
    /// <summary>Its id: the <c>webhook-id</c> of its attempts.</summary>
    public required Guid Id { get; init; }

    /// <summary>The message's unique id.</summary>
    public required Guid Umid { get; init; }

    /// <summary>The subaccount of the message.</summary>
    public required string SubAccountId { get; init; }

    /// <summary>The attempts.</summary>
    public required int Tries { get; init; }

    /// <summary>What came of the last attempt.</summary>
    public required WebhookCallResult LastResult { get; init; }

    /// <summary>The HTTP status of the last attempt, if there was a response.</summary>
    public int? LastStatus { get; init; }
}

/// <summary>What happened to an endpoint.</summary>
[JsonConverter(typeof(NameConverter<OperationalEventType>))]
public enum OperationalEventType
{
    /// <summary>An event that this version of the client does not know.</summary>
    Unrecognized,

    /// <summary>A webhook was stopped: it responded 410, or every attempt failed for a day.</summary>
    [JsonStringEnumMemberName("endpoint.disabled")]
    EndpointDisabled,

    /// <summary>A webhook that had been stopped was registered again.</summary>
    [JsonStringEnumMemberName("endpoint.enabled")]
    EndpointEnabled,

    /// <summary>Status updates were given up.</summary>
    [JsonStringEnumMemberName("message.exhausted")]
    MessageExhausted,
}
