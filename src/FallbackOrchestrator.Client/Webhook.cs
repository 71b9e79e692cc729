using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Client;

/// <summary>A webhook: where updates of a subaccount, or of the whole account, go.</summary>
public sealed record Webhook
{
    /// <summary>The subaccount whose updates it receives, or <c>*</c> for all of the account.</summary>
    public required string SubAccountId { get; init; }

    /// <summary>What it receives. Null for delivery receipts and inbound messages.</summary>
    public WebhookType? Type { get; init; }

    /// <summary>The address that is called.</summary>
    public required string Url { get; init; }

    /// <summary>False stops the calls. Null for true.</summary>
    public bool? Enabled { get; init; }

    /// <summary>
    /// The value of the <c>Authorization</c> header; returned as <c>***</c>. If <c>***</c> is posted back, the stored value is kept, as
    /// long as <see cref="Url"/> stays the same.
    /// </summary>
    public string? HttpAuthorization { get; init; }

    /// <summary>OAuth 2.0 client credentials, instead of a fixed header.</summary>
    public OauthCredentials? Oauth { get; init; }

    /// <summary>
    /// The format of its payloads. Null for version 9 of 8x8's receipts, and for operational events and inbound messages, which have one
    /// format.
    /// </summary>
    public WebhookFormat? Format { get; init; }

    /// <summary>Only in responses: whether it is called.</summary>
    public WebhookStatus? Status { get; init; }

    /// <summary>Only in responses: the time since which every attempt has failed.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Names it, without its credentials, so that no log contains them.</summary>
    public override string ToString() => $"{nameof(Webhook)} of {SubAccountId}";
}

/// <summary>OAuth 2.0 client credentials, used to fetch an access token for the calls.</summary>
public sealed record OauthCredentials
{
    /// <summary>The token endpoint.</summary>
    public required string Url { get; init; }

    /// <summary>The client's id.</summary>
    public required string ClientId { get; init; }

    /// <summary>
    /// The client's secret; returned as <c>***</c>. If <c>***</c> is posted back, the stored secret is kept, as long as the token endpoint
    /// and the webhook's address stay the same.
    /// </summary>
    public required string ClientSecret { get; init; }

    /// <summary>Where the token request has the credentials.</summary>
    public required CredentialsLocation CredentialsLocation { get; init; }

    /// <summary>Scopes to ask for, separated by spaces.</summary>
    public string? Scope { get; init; }

    /// <summary>Names it, without its secret, so that no log contains it.</summary>
    public override string ToString() => nameof(OauthCredentials);
}

/// <summary>Names a webhook.</summary>
/// <param name="SubAccountId">The subaccount that it was registered for; <c>*</c> names only the one registered with <c>*</c>.</param>
/// <param name="Type">Null for delivery receipts; when webhooks are deleted, for inbound messages too.</param>
public sealed record WebhookTarget(string SubAccountId, WebhookType? Type = null);

/// <summary>A signing secret, returned only this once.</summary>
public sealed record RotatedSecret
{
    /// <summary><c>whsec_</c> and base64, for a <see cref="WebhookVerifier"/>.</summary>
    public required string Secret { get; init; }

    /// <summary>The time until which deliveries are also signed with the previous secret.</summary>
    public required DateTimeOffset PreviousSecretUntil { get; init; }

    /// <summary>Names it, without the secret, so that no log contains it.</summary>
    public override string ToString() => nameof(RotatedSecret);
}

/// <summary>The result of a ping.</summary>
public sealed record PingResult
{
    /// <summary>True if the endpoint responded 2xx.</summary>
    public required bool Delivered { get; init; }

    /// <summary>What came of the call.</summary>
    public required WebhookCallResult Result { get; init; }

    /// <summary>The HTTP status of the endpoint's response.</summary>
    public int? Status { get; init; }

    /// <summary>The time that it took.</summary>
    public required int Milliseconds { get; init; }
}

/// <summary>A status update for one endpoint.</summary>
public sealed record Delivery
{
    /// <summary>Its id: <c>webhook-id</c> of every attempt.</summary>
    public required Guid Id { get; init; }

    /// <summary>The unique id of the message, outbound or inbound; null for an operational event.</summary>
    public Guid? Umid { get; init; }

    /// <summary>The number of the event in the message's timeline; 1 for an inbound message, null for an operational event.</summary>
    public int? Sequence { get; init; }

    /// <summary>The subaccount of the message; <c>*</c> for an operational event.</summary>
    public required string SubAccountId { get; init; }

    /// <summary>The format of its body.</summary>
    public required WebhookFormat Format { get; init; }

    /// <summary>What became of it.</summary>
    public required DeliveryState State { get; init; }

    /// <summary>The attempts so far.</summary>
    public required int Tries { get; init; }

    /// <summary>The time of the event.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The time of the next attempt.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>What came of the last attempt.</summary>
    public WebhookCallResult? LastResult { get; init; }

    /// <summary>The HTTP status of the last attempt.</summary>
    public int? LastStatus { get; init; }
}

/// <summary>What a webhook receives.</summary>
[JsonConverter(typeof(NameConverter<WebhookType>))]
public enum WebhookType
{
    /// <summary>A type that this version of the client does not know. It cannot be sent.</summary>
    Unrecognized,

    /// <summary>Status updates of messages.</summary>
    [JsonStringEnumMemberName("CADR")]
    DeliveryReceipts,

    /// <summary>Inbound messages: stored, but never called.</summary>
    [JsonStringEnumMemberName("MSG")]
    InboundMessages,

    /// <summary>Business management: stored, but never called.</summary>
    [JsonStringEnumMemberName("CABM")]
    BusinessManagement,

    /// <summary>Events of the account's own webhooks, for the subaccount <c>*</c> only: <see cref="OperationalEvent"/>.</summary>
    [JsonStringEnumMemberName("OPS")]
    OperationalEvents,
}

/// <summary>The format of a webhook's payloads.</summary>
[JsonConverter(typeof(NameConverter<WebhookFormat>))]
public enum WebhookFormat
{
    /// <summary>A format that this version of the client does not know. It cannot be sent.</summary>
    Unrecognized,

    /// <summary>8x8's delivery receipts, version 9: <see cref="DeliveryReceipt"/>.</summary>
    [JsonStringEnumMemberName("8x8-v9")]
    Receipts9,

    /// <summary>8x8's delivery receipts, version 8: <see cref="DeliveryReceipt"/>.</summary>
    [JsonStringEnumMemberName("8x8-v8")]
    Receipts8,

    /// <summary>Every event of the timeline: <see cref="MessageEvent"/>; or operational events: <see cref="OperationalEvent"/>.</summary>
    [JsonStringEnumMemberName("events-v1")]
    Events1,

    /// <summary>8x8's inbound messages, version 3: <see cref="InboundMessage"/>.</summary>
    [JsonStringEnumMemberName("8x8-v3")]
    Inbound3,
}

/// <summary>Whether a webhook is called.</summary>
[JsonConverter(typeof(NameConverter<WebhookStatus>))]
public enum WebhookStatus
{
    /// <summary>A status that this version of the client does not know.</summary>
    Unrecognized,

    /// <summary>It is called.</summary>
    Active,

    /// <summary>You disabled it.</summary>
    Disabled,

    /// <summary>It responded 410.</summary>
    Gone,

    /// <summary>It was stopped, because every attempt failed for a day.</summary>
    Failing,
}

/// <summary>Where a token request has its credentials.</summary>
[JsonConverter(typeof(NameConverter<CredentialsLocation>))]
public enum CredentialsLocation
{
    /// <summary>A place that this version of the client does not know. It cannot be sent.</summary>
    Unrecognized,

    /// <summary>Basic authentication.</summary>
    Header,

    /// <summary>A form.</summary>
    Body,
}

/// <summary>What came of a call to a webhook.</summary>
[JsonConverter(typeof(NameConverter<WebhookCallResult>))]
public enum WebhookCallResult
{
    /// <summary>A result that this version of the client does not know.</summary>
    Unrecognized,

    /// <summary>It responded 2xx.</summary>
    Delivered,

    /// <summary>It responded with an error.</summary>
    Refused,

    /// <summary>It responded with another address, which is not called.</summary>
    Redirected,

    /// <summary>It responded 410.</summary>
    Gone,

    /// <summary>It did not respond in time.</summary>
    TimedOut,

    /// <summary>It could not be reached.</summary>
    Unreachable,

    /// <summary>There was no access token.</summary>
    NoToken,
}

/// <summary>What became of a status update.</summary>
[JsonConverter(typeof(NameConverter<DeliveryState>))]
public enum DeliveryState
{
    /// <summary>A state that this version of the client does not know. It cannot be sent.</summary>
    Unrecognized,

    /// <summary>It waits for its next attempt.</summary>
    Pending,

    /// <summary>The endpoint has it.</summary>
    Delivered,

    /// <summary>It was given up; it can be replayed.</summary>
    Failed,
}
