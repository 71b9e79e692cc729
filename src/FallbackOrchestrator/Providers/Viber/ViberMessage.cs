using System.Text.Json.Serialization;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.Viber;

/// <summary>A message to send (https://creators.viber.com/docs/bots-api/resources/messaging/send-message).</summary>
/// <param name="Receiver">The subscriber's id.</param>
/// <param name="Sender">The sender that people see.</param>
/// <param name="TrackingData">Repeated in the person's reply only.</param>
/// <param name="Type">The name of its kind, which decides which members are present.</param>
internal sealed record ViberMessage(string Receiver, ViberSender Sender, string TrackingData, string Type)
{
    /// <summary>The text; of a picture, its description.</summary>
    public string? Text { get; init; }

    /// <summary>The address of a picture or a video.</summary>
    public string? Media { get; init; }

    public string? Thumbnail { get; init; }

    /// <summary>The size of a video in bytes.</summary>
    public long? Size { get; init; }

    /// <summary>The duration of a video in seconds.</summary>
    public int? Duration { get; init; }

    /// <summary>The button below the chat.</summary>
    public ViberKeyboard? Keyboard { get; init; }

    /// <summary>Writes a body.</summary>
    /// <exception cref="NotSupportedException">A bot cannot send such a body.</exception>
    public static ViberMessage Of(ContentBody body, string receiver, ViberSender sender, string trackingData)
    {
        return body switch
        {
            ContentBody.Text text => As("text") with { Text = text.Value },
            ContentBody.Image image => Picture(image.Url, image.Thumbnail, image.Caption),
            ContentBody.Video { Bytes: { } bytes } video => As("video") with
            {
                Media = video.Url.OriginalString,
                Thumbnail = video.Thumbnail?.OriginalString,
                Size = bytes,
                Duration = video.Seconds is { } seconds ? (int)Math.Ceiling(seconds) : null,
                Keyboard = ViberKeyboard.Of(video.Button),
            },
            ContentBody.Buttons { Picture: { } picture } buttons =>
                Picture(picture, null, buttons.Value) with { Keyboard = ViberKeyboard.Of(buttons.Button) },
            ContentBody.Buttons buttons => As("text") with { Text = buttons.Value, Keyboard = ViberKeyboard.Of(buttons.Button) },
            _ => throw new NotSupportedException($"no way to write {body.Kind}"),
        };

        ViberMessage As(string type) => new(receiver, sender, trackingData, type);

        ViberMessage Picture(Uri url, Uri? thumbnail, string? description) => As("picture") with
        {
            Text = description ?? "", // Viber requires it.
            Media = url.OriginalString,
            Thumbnail = thumbnail?.OriginalString,
        };
    }
}

/// <param name="Name">The name.</param>
/// <param name="Avatar">The address of a picture.</param>
internal sealed record ViberSender(string Name, string? Avatar);

/// <summary>The buttons below the chat, until another message has some.</summary>
internal sealed record ViberKeyboard(
    [property: JsonPropertyName("Type")] string Type,
    [property: JsonPropertyName("Buttons")] IReadOnlyList<ViberButton> Buttons)
{
    /// <summary>The keyboard of one button; null if there is none.</summary>
    public static ViberKeyboard? Of(LinkButton? button) =>
        button is null ? null : new ViberKeyboard("keyboard", [new ViberButton("open-url", button.Action.OriginalString, button.Caption)]);
}

/// <param name="ActionType">What a tap does.</param>
/// <param name="ActionBody">The address that it opens.</param>
/// <param name="Text">The text on the button.</param>
internal sealed record ViberButton(
    [property: JsonPropertyName("ActionType")] string ActionType,
    [property: JsonPropertyName("ActionBody")] string ActionBody,
    [property: JsonPropertyName("Text")] string Text);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ViberMessage))]
internal sealed partial class ViberJson : JsonSerializerContext;
