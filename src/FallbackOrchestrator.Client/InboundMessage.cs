using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Client;

/// <summary>
/// 8x8's inbound message: what a person wrote, as a webhook of the type <see cref="WebhookType.InboundMessages"/> receives it.
/// </summary>
public sealed record InboundMessage : StatusUpdate
{
    /// <summary>Always 3.</summary>
    public int? Version { get; init; }

    /// <summary>Always <c>ChatApps</c>.</summary>
    public string? Namespace { get; init; }

    /// <summary>Always <c>inbound_message_received</c>.</summary>
    public string? EventType { get; init; }

    /// <summary>What it is, in words.</summary>
    public string? Description { get; init; }

    /// <summary>The message.</summary>
    public required InboundPayload Payload { get; init; }
}

/// <summary>An inbound message.</summary>
public sealed record InboundPayload
{
    /// <summary>Its own unique id.</summary>
    public required Guid Umid { get; init; }

    /// <summary>The subaccount that gets it.</summary>
    public required string SubAccountId { get; init; }

    /// <summary>The time at which it was written.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The person who wrote it.</summary>
    public required InboundUser User { get; init; }

    /// <summary>The channel account that it was written to.</summary>
    public required InboundRecipient Recipient { get; init; }

    /// <summary>The kind of content.</summary>
    public required InboundType Type { get; init; }

    /// <summary>The content.</summary>
    public required InboundContent Content { get; init; }

    /// <summary>The message that it replies to, if the channel says so.</summary>
    public Guid? ReplyToUmid { get; init; }
}

/// <summary>The person who wrote an inbound message.</summary>
public sealed record InboundUser
{
    /// <summary>The number with its +.</summary>
    public string? Msisdn { get; init; }

    /// <summary>The person's id on the channel.</summary>
    public string? ChannelUserId { get; init; }

    /// <summary>The name that the person shows on the channel.</summary>
    public string? Name { get; init; }

    /// <summary>The user name on the channel.</summary>
    public string? Username { get; init; }
}

/// <summary>The channel account that an inbound message was written to.</summary>
public sealed record InboundRecipient
{
    /// <summary>The channel.</summary>
    public required Channel Channel { get; init; }

    /// <summary>The channel account.</summary>
    public required string ChannelId { get; init; }
}

/// <summary>The content of an inbound message. A property is set only if the kind of content has it.</summary>
public sealed record InboundContent
{
    /// <summary>The text; beside a medium, its caption.</summary>
    public string? Text { get; init; }

    /// <summary>The address of the medium, at its provider.</summary>
    public string? Url { get; init; }

    /// <summary>The id of the button or entry that was chosen, or the answers of a form.</summary>
    public string? Payload { get; init; }

    /// <summary>A place.</summary>
    public InboundLocation? Location { get; init; }

    /// <summary>What was chosen.</summary>
    public InboundInteractive? Interactive { get; init; }
}

/// <summary>A place, in degrees.</summary>
/// <param name="Latitude">From -90 to 90.</param>
/// <param name="Longitude">From -180 to 180.</param>
public sealed record InboundLocation(decimal Latitude, decimal Longitude);

/// <summary>A button that was pressed, or an entry that was chosen from a list.</summary>
public sealed record InboundInteractive
{
    /// <summary><c>button_reply</c> or <c>list_reply</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The button.</summary>
    [JsonPropertyName("button_reply")]
    public InboundChoice? ButtonReply { get; init; }

    /// <summary>The entry of the list.</summary>
    [JsonPropertyName("list_reply")]
    public InboundChoice? ListReply { get; init; }
}

/// <summary>A button, or an entry of a list.</summary>
public sealed record InboundChoice
{
    /// <summary>The id that its message gave it.</summary>
    public string? Id { get; init; }

    /// <summary>The words on it.</summary>
    public string? Title { get; init; }

    /// <summary>The words below them, in a list.</summary>
    public string? Description { get; init; }
}

/// <summary>The kind of content of an inbound message.</summary>
[JsonConverter(typeof(NameConverter<InboundType>))]
public enum InboundType
{
    /// <summary>A kind that this version of the client does not know.</summary>
    Unrecognized,

    /// <summary>A kind without content here, such as a reaction, a contact or an order.</summary>
    None,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A recording.</summary>
    Audio,

    /// <summary>A video.</summary>
    Video,

    /// <summary>A picture.</summary>
    Image,

    /// <summary>A place.</summary>
    Location,

    /// <summary>Any other file.</summary>
    File,

    /// <summary>A button, an entry of a list, or a form.</summary>
    Interactive,
}
