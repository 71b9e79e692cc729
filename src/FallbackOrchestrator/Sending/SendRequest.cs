using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Sending.Contents;

namespace FallbackOrchestrator.Sending;

/// <summary>A message to send, as 8x8 publishes it. Unknown fields are ignored, with a warning.</summary>
public sealed record SendRequest
{
    /// <summary>The recipient of the message.</summary>
    [Required]
    public RequestedUser? User { get; init; }

    /// <summary>The customer's own id for the message, at most 50 characters; it is returned in responses and receipts.</summary>
    public string? ClientMessageId { get; init; }

    /// <summary>
    /// The kind of content, in any case: <c>text</c>, <c>image</c>, <c>audio</c>, <c>video</c>, <c>file</c>, <c>location</c>,
    /// <c>interactive</c>, <c>template</c>, <c>buttons</c>, <c>richCard</c> or <c>carousel</c>.
    /// </summary>
    [JsonConverter(typeof(ContentTypeNames))]
    [Required]
    [OneOf<ContentKind>]
    public string? Type { get; init; }

    /// <summary>The content of the message.</summary>
    [Required]
    public RequestedContent? Content { get; init; }

    /// <summary>The time at which to send it, at most 7 days ahead; if left out, at once.</summary>
    public DateTimeOffset? Scheduled { get; init; }

    /// <summary>No channel is tried at or after this time.</summary>
    public DateTimeOffset? Expiry { get; init; }

    /// <summary>The address for the message's receipts, instead of the registered webhook.</summary>
    public string? DlrCallbackUrl { get; init; }

    /// <summary>The channels to try, in order; replaces the subaccount's own sequence.</summary>
    public IReadOnlyList<RequestedStep?>? Channels { get; init; }

    /// <summary>
    /// The name of one of the subaccount's own sequences; not used if <see cref="Channels"/> is given (extension: 8x8 has no such field).
    /// </summary>
    public string? Sequence { get; init; }

    /// <summary>The earlier message to which this one replies.</summary>
    public RequestedContext? Context { get; init; }

    /// <summary>
    /// The order in which messages wait for a channel account's limits: <c>transactional</c> before <c>marketing</c>. Default: the
    /// subaccount's, usually transactional. Extension: 8x8 has no such field.
    /// </summary>
    [OneOf<Priority>]
    public string? Priority { get; init; }
}

/// <summary>An earlier message to quote, on WhatsApp.</summary>
public sealed record RequestedContext
{
    /// <summary>Its umid.</summary>
    [Required]
    public string? Umid { get; init; }
}

/// <summary>The recipient of a message: at least one address.</summary>
public sealed record RequestedUser
{
    /// <summary>The number: + and 6 to 15 digits, or a national number together with <see cref="Country"/>.</summary>
    public string? Msisdn { get; init; }

    /// <summary>The country of a national number, two letters (ISO 3166).</summary>
    public string? Country { get; init; }

    /// <summary>
    /// The person's id on a channel with its own ids: a WhatsApp business-scoped user id, a LINE user id, a Viber subscriber's id, the
    /// id of a chat on Telegram, a page-scoped id (Messenger), an Instagram-scoped id.
    /// </summary>
    public string? ChannelUserId { get; init; }

    /// <summary>The older name of a LINE user id.</summary>
    public string? LineUserId { get; init; }
}

/// <summary>One step of a fallback sequence.</summary>
public sealed record RequestedStep
{
    /// <summary>The channel: <c>WhatsApp</c>, <c>Viber</c>, <c>SMS</c> and others, in any case.</summary>
    [JsonConverter(typeof(ChannelNames))]
    [Required]
    [OneOfChannels]
    public string? Channel { get; init; }

    /// <summary>
    /// The seconds after which the next channel is tried if the success status was not reached, counted from the call to the provider. If
    /// left out, only a failure starts the next step. Ignored on the last step.
    /// </summary>
    [JsonConverter(typeof(WholeNumber))]
    public int? FallbackAfter { get; init; }

    /// <summary>
    /// The status at which the step is done: <c>Accepted</c>, <c>Sent</c>, <c>Delivered</c> or <c>Read</c>. If left out: Delivered, or the
    /// channel's best if that is lower.
    /// </summary>
    [JsonConverter(typeof(SuccessStatusNames))]
    public string? SuccessStatus { get; init; }

    /// <summary>One of the subaccount's accounts for the channel, if it has several.</summary>
    public string? ChannelId { get; init; }

    /// <summary>
    /// The reasons of failures that start the next step. After a failure of another reason, the message ends as failed, and no other
    /// channel is tried. If left out: all. Extension: 8x8 has no such field.
    /// </summary>
    [OneOfFallbackReasons]
    public IReadOnlyList<string>? FallbackOn { get; init; }

    /// <summary>The kind of this step's own content; default: the message's. Extension: 8x8 has no such field.</summary>
    [JsonConverter(typeof(ContentTypeNames))]
    [OneOf<ContentKind>]
    public string? Type { get; init; }

    /// <summary>
    /// The content of this step, which replaces the message's content; <c>sms</c> may be left out (extension: 8x8 has no such field).
    /// </summary>
    public RequestedContent? Content { get; init; }
}
