using System.Text.Json.Serialization;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.TelegramBot;

/// <summary>The parameters of a call that sends one message; the method decides which are present.</summary>
/// <param name="ChatId">The chat.</param>
internal sealed record TelegramBotCall(long ChatId)
{
    public string? Text { get; init; }
    public string? Photo { get; init; }
    public string? Audio { get; init; }
    public string? Video { get; init; }
    public string? Document { get; init; }

    /// <summary>The text below a file.</summary>
    public string? Caption { get; init; }

    public double? Latitude { get; init; }
    public double? Longitude { get; init; }

    /// <summary>The name of a place.</summary>
    public string? Title { get; init; }

    public string? Address { get; init; }

    /// <summary>The method and its parameters for a body.</summary>
    /// <exception cref="NotSupportedException">Telegram does not carry such a body.</exception>
    public static (string Method, TelegramBotCall Call) Of(ContentBody body, long chatId)
    {
        var to = new TelegramBotCall(chatId) { Caption = body.Caption };
        return body switch
        {
            ContentBody.Text text => ("sendMessage", new TelegramBotCall(chatId) { Text = text.Value }),
            ContentBody.Image image => ("sendPhoto", to with { Photo = image.Url.OriginalString }),
            ContentBody.Audio audio => ("sendAudio", to with { Audio = audio.Url.OriginalString }),
            ContentBody.Video video => ("sendVideo", to with { Video = video.Url.OriginalString }),
            ContentBody.File file => ("sendDocument", to with { Document = file.Url.OriginalString }),
            // Telegram shows a name only together with an address.
            ContentBody.Location { Place: { Name: { } name, Address: { } address } place } =>
                ("sendVenue", At(place) with { Title = name, Address = address }),
            ContentBody.Location { Place: var place } => ("sendLocation", At(place)),
            _ => throw new NotSupportedException($"no way to write {body.Kind}"),
        };

        TelegramBotCall At(Place place) => new(chatId) { Latitude = place.Latitude, Longitude = place.Longitude };
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TelegramBotCall))]
internal sealed partial class TelegramBotJson : JsonSerializerContext;
