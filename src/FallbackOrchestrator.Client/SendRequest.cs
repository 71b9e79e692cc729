using System.Text.Json;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Client;

/// <summary>What a single message and a message of a batch have in common.</summary>
public abstract record MessageRequest
{
    private protected MessageRequest()
    {
    }

    /// <summary>The recipient.</summary>
    public required Recipient User { get; init; }

    /// <summary>Your own id for the message, at most 50 characters; it is returned in responses and status updates.</summary>
    public string? ClientMessageId { get; init; }

    /// <summary>The channels to try, in order: 1 to 10. Without them and without a <see cref="Sequence"/>, the subaccount's default.</summary>
    public IReadOnlyList<FallbackStep>? Channels { get; init; }

    /// <summary>The name of one of the subaccount's sequences; not used if <see cref="Channels"/> is given.</summary>
    public string? Sequence { get; init; }

    /// <summary>The time at which to send it, at most 7 days ahead; null for at once.</summary>
    public DateTimeOffset? Scheduled { get; init; }

    /// <summary>No channel is tried at or after this time.</summary>
    public DateTimeOffset? Expiry { get; init; }

    /// <summary>The address for the message's receipts, instead of the registered webhook.</summary>
    public string? DlrCallbackUrl { get; init; }

    /// <summary>The earlier message to which this one replies, on WhatsApp.</summary>
    public MessageContext? Context { get; init; }

    /// <summary>The order in which messages wait for a channel account's limits; null for the subaccount's own.</summary>
    public Priority? Priority { get; init; }

    /// <summary>Fields that this version of the client does not know, as JSON.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? More { get; set; }
}

/// <summary>A message to send.</summary>
public sealed record SendRequest : MessageRequest
{
    /// <summary>The kind of the content.</summary>
    public string Type => Content.Type;

    /// <summary>The content.</summary>
    public required Content Content { get; init; }
}

/// <summary>A message of a batch. What it lacks is taken from the batch's template.</summary>
public sealed record BatchedRequest : MessageRequest
{
    /// <summary>The kind of the content.</summary>
    public string? Type => Content?.Type;

    /// <summary>The content; null for that of the template.</summary>
    public Content? Content { get; init; }
}

/// <summary>The recipient of a message: at least one address.</summary>
/// <param name="Msisdn">The number: + and 6 to 15 digits, or a national number together with <see cref="Country"/>.</param>
public sealed record Recipient(string? Msisdn = null)
{
    /// <summary>The country of a national number, two letters (ISO 3166-1).</summary>
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
/// <param name="Channel">The channel.</param>
/// <param name="FallbackAfter">
/// The seconds after which the next channel is tried if the success status was not reached, counted from the call to the provider. Null if
/// only a failure starts the next step. Ignored on the last step.
/// </param>
/// <param name="SuccessStatus">The status at which the step is done. Null for Delivered, or the channel's best if that is lower.</param>
public sealed record FallbackStep(Channel Channel, int? FallbackAfter = null, SuccessStatus? SuccessStatus = null)
{
    /// <summary>One of the subaccount's accounts for the channel, if it has several.</summary>
    public string? ChannelId { get; init; }

    /// <summary>
    /// The reasons of failures that start the next step; null for all. After a failure of another reason the message ends as failed.
    /// </summary>
    public IReadOnlyList<FallbackReason>? FallbackOn { get; init; }

    /// <summary>The kind of the step's own content.</summary>
    public string? Type => Content?.Type;

    /// <summary>The content of this step; null for the message's.</summary>
    public Content? Content { get; init; }
}

/// <summary>An earlier message to quote.</summary>
/// <param name="Umid">Its umid.</param>
public sealed record MessageContext(Guid Umid);

/// <summary>The order in which messages wait for the limits of a channel account.</summary>
[JsonConverter(typeof(NameConverter<Priority>))]
public enum Priority
{
    /// <summary>A priority that this version of the client does not know. It cannot be sent.</summary>
    Unrecognized,

    /// <summary>Somebody waits for it.</summary>
    Transactional,

    /// <summary>It can wait for everything transactional.</summary>
    Marketing,
}
