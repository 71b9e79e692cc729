using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Reading;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>A webhook, as 8x8 publishes it; extensions are marked.</summary>
public sealed record WebhookObject
{
    /// <summary>The subaccount whose updates it receives, or <c>*</c> for all of the account.</summary>
    [Required]
    public string? SubAccountId { get; init; }

    /// <summary>
    /// <c>CADR</c> (delivery receipts), <c>MSG</c> (inbound messages) or <c>CABM</c> (business management, never called); if left out, CADR
    /// and MSG. Extension: <c>OPS</c>, events of the account's own webhooks, for <c>*</c>.
    /// </summary>
    [JsonConverter(typeof(WebhookTypeNames))]
    public string? Type { get; init; }

    /// <summary>The address that is called.</summary>
    [Required]
    public string? Url { get; init; }

    /// <summary>False stops the calls. Default true.</summary>
    public bool? Enabled { get; init; }

    /// <summary>
    /// The value of the <c>Authorization</c> header; returned as <c>***</c>. If <c>***</c> is posted back, the stored value is kept, as
    /// long as <c>url</c> stays the same.
    /// </summary>
    public string? HttpAuthorization { get; init; }

    /// <summary>OAuth 2.0 client credentials, instead of a fixed header.</summary>
    public OauthCredentials? Oauth { get; init; }

    /// <summary>
    /// Extension, the format of its payloads: <c>8x8-v9</c> (default), <c>8x8-v8</c> or <c>events-v1</c>. For OPS always <c>events-v1</c>,
    /// and for MSG <c>8x8-v3</c>.
    /// </summary>
    [OneOf(WebhookFormat.Receipt9, WebhookFormat.Receipt8, WebhookFormat.Events1, WebhookFormat.Inbound3)]
    public string? Format { get; init; }

    /// <summary>
    /// Extension, only in responses: <c>active</c>, <c>disabled</c>, <c>gone</c> (it responded 410) or <c>failing</c> (stopped, because
    /// every attempt failed for a day).
    /// </summary>
    [OneOf("active", "disabled", "gone", "failing")]
    public string? Status { get; init; }

    /// <summary>Extension, only in responses: the time since which every attempt has failed.</summary>
    public DateTimeOffset? FailingSince { get; init; }
}

/// <summary>Names a webhook.</summary>
public sealed record WebhookTarget
{
    /// <summary>The subaccount that it was registered for; <c>*</c> names only the one registered with <c>*</c>.</summary>
    [Required]
    public string? SubAccountId { get; init; }

    /// <summary>If left out: CADR and MSG when webhooks are deleted, else CADR.</summary>
    [JsonConverter(typeof(WebhookTypeNames))]
    public string? Type { get; init; }
}

/// <summary>The types of webhooks in the order of 8x8's OpenAPI document, then our own.</summary>
internal sealed class WebhookTypeNames() : NameOrNumber("CADR", "MSG", "CABM", WebhookDirectory.Operational);

/// <summary>The places of OAuth client credentials, in the order of 8x8's OpenAPI document.</summary>
internal sealed class CredentialsLocationNames() : NameOrNumber("header", "body");

/// <summary>A signing secret, shown only this once.</summary>
public sealed record RotatedSecret
{
    /// <summary><c>whsec_</c> and base64, for a Standard Webhooks library.</summary>
    public required string Secret { get; init; }

    /// <summary>The time until which deliveries are also signed with the previous secret.</summary>
    public required DateTimeOffset PreviousSecretUntil { get; init; }
}

/// <summary>A status update for one endpoint.</summary>
public sealed record Delivery
{
    /// <summary>Its id: <c>webhook-id</c> of every attempt.</summary>
    public required Guid Id { get; init; }

    /// <summary>The message, outbound or inbound; left out for an event of an operational webhook.</summary>
    public Guid? Umid { get; init; }

    /// <summary>
    /// The number of the event in the message's timeline; 1 for an inbound message, left out for an event of an operational webhook.
    /// </summary>
    public int? Sequence { get; init; }

    /// <summary>The subaccount of the message; <c>*</c> for an event of an operational webhook.</summary>
    public required string SubAccountId { get; init; }

    [OneOf(WebhookFormat.Receipt9, WebhookFormat.Receipt8, WebhookFormat.Events1, WebhookFormat.Inbound3)]
    public required string Format { get; init; }

    /// <summary>pending, delivered or failed.</summary>
    [OneOf<UpdateState>]
    public required string State { get; init; }

    public required int Tries { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The time of the next attempt.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The result of the last attempt, as for a ping.</summary>
    public string? LastResult { get; init; }

    /// <summary>The HTTP status of the last attempt.</summary>
    public int? LastStatus { get; init; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<WebhookObject>))]
[JsonSerializable(typeof(IReadOnlyList<WebhookTarget>))]
[JsonSerializable(typeof(WebhookTarget))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(RotatedSecret))]
[JsonSerializable(typeof(PingResult))]
[JsonSerializable(typeof(IReadOnlyList<Delivery>))]
[JsonSerializable(typeof(Delivery))]
internal sealed partial class WebhooksJson : JsonSerializerContext;
