using System.Text.Json.Serialization;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.Meta.Messenger;

/// <summary>
/// A call of the Send API (https://developers.facebook.com/documentation/business-messaging/messenger-platform/reference/send-api).
/// </summary>
/// <param name="Recipient">The recipient.</param>
/// <param name="MessagingType"><c>UPDATE</c>, or <c>MESSAGE_TAG</c> if there is a tag.</param>
/// <param name="Message">The message.</param>
/// <param name="Tag">The reason why the message may be sent after 24 hours.</param>
internal sealed record MessengerCall(MessengerRecipient Recipient, string MessagingType, MessengerMessage Message, string? Tag);

/// <param name="Id">The page-scoped or Instagram-scoped id of a person.</param>
internal sealed record MessengerRecipient(string Id);

/// <summary>A text or one attachment.</summary>
internal sealed record MessengerMessage
{
    public string? Text { get; init; }
    public MessengerAttachment? Attachment { get; init; }

    /// <summary>Up to 1,000 characters, repeated in the echo of this message.</summary>
    public required string Metadata { get; init; }

    /// <exception cref="NotSupportedException">The channel does not carry such a body.</exception>
    public static MessengerMessage Of(ContentBody body, string metadata)
    {
        return body switch
        {
            ContentBody.Text text => new MessengerMessage { Text = text.Value, Metadata = metadata },
            ContentBody.Image image => Attached("image", image.Url),
            ContentBody.Audio audio => Attached("audio", audio.Url),
            ContentBody.Video video => Attached("video", video.Url),
            ContentBody.File file => Attached("file", file.Url),
            _ => throw new NotSupportedException($"no way to write {body.Kind}"),
        };

        MessengerMessage Attached(string type, Uri url) => new()
        {
            Attachment = new MessengerAttachment(type, new MessengerPayload(url.OriginalString)),
            Metadata = metadata,
        };
    }
}

/// <param name="Type"><c>image</c>, <c>audio</c>, <c>video</c> or <c>file</c>.</param>
/// <param name="Payload">Where it is.</param>
internal sealed record MessengerAttachment(string Type, MessengerPayload Payload);

internal sealed record MessengerPayload(string Url);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MessengerCall))]
internal sealed partial class MessengerJson : JsonSerializerContext;
