using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>The content of a message. The message's <c>type</c> decides which fields it needs.</summary>
public sealed record RequestedContent
{
    /// <summary>The text, at most 35,000 characters; with an image, a video or a file, its caption.</summary>
    public string? Text { get; init; }

    /// <summary>The public address of the image, audio, video or file. With <c>buttons</c>, an image above the text.</summary>
    public string? Url { get; init; }

    /// <summary>The text that SMS sends instead, at most 35,000 characters, and any other channel that cannot carry the content.</summary>
    public string? FallbackText { get; init; }

    /// <summary>The settings of an SMS step.</summary>
    public RequestedSms? Sms { get; init; }

    /// <summary>The place; needed by <c>location</c>.</summary>
    public RequestedLocation? Location { get; init; }

    /// <summary>More about an image.</summary>
    public RequestedImage? Image { get; init; }

    /// <summary>More about an audio.</summary>
    public RequestedAudio? Audio { get; init; }

    /// <summary>More about a video.</summary>
    public RequestedVideo? Video { get; init; }

    /// <summary>The link button of <c>buttons</c> and <c>video</c>; it is hidden if caption and action are blank.</summary>
    public RequestedButton? Button { get; init; }

    /// <summary>The approved template and the values of its placeholders; needed by <c>template</c>.</summary>
    public RequestedTemplate? Template { get; init; }

    /// <summary>The question and the elements to tap; needed by <c>interactive</c>.</summary>
    public RequestedInteractive? Interactive { get; init; }

    /// <summary>The card; needed by <c>richCard</c>. RCS only.</summary>
    public RequestedRichCard? RichCard { get; init; }

    /// <summary>The cards; needed by <c>carousel</c>. RCS only.</summary>
    public RequestedCarousel? Carousel { get; init; }

    /// <summary>Replies and actions to tap, at most 10. RCS only.</summary>
    public IReadOnlyList<RequestedSuggestion?>? Suggestions { get; init; }

    /// <summary>Settings that only WhatsApp uses.</summary>
    public RequestedWhatsApp? WhatsApp { get; init; }
}

/// <summary>The settings of an SMS.</summary>
public sealed record RequestedSms
{
    /// <summary><c>AUTO</c> (the default), <c>GSM7</c> or <c>UCS2</c>.</summary>
    [JsonConverter(typeof(SmsEncodingNames))]
    public string? Encoding { get; init; }

    /// <summary>The sender ID that the handset shows: up to 11 letters, digits and spaces, or up to 16 digits.</summary>
    public string? Source { get; init; }
}

/// <summary>A place.</summary>
public sealed record RequestedLocation
{
    /// <summary>-90 to 90.</summary>
    [JsonConverter(typeof(AnyNumber))]
    [Required]
    public double? Latitude { get; init; }

    /// <summary>-180 to 180.</summary>
    [JsonConverter(typeof(AnyNumber))]
    [Required]
    public double? Longitude { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Its postal address.</summary>
    public string? Address { get; init; }
}

/// <summary>More about an image.</summary>
public sealed record RequestedImage
{
    /// <summary>The address of a small version (LINE).</summary>
    public string? Thumbnail { get; init; }
}

/// <summary>More about an audio.</summary>
public sealed record RequestedAudio
{
    /// <summary>Its duration in seconds (LINE).</summary>
    [JsonConverter(typeof(AnyNumber))]
    public double? Duration { get; init; }
}

/// <summary>More about a video.</summary>
public sealed record RequestedVideo
{
    /// <summary>The address of a still image.</summary>
    public string? Thumbnail { get; init; }

    /// <summary>Its size in bytes.</summary>
    [JsonConverter(typeof(AnyNumber))]
    public double? Filesize { get; init; }

    /// <summary>Its duration in seconds.</summary>
    [JsonConverter(typeof(AnyNumber))]
    public double? Duration { get; init; }
}

/// <summary>A button that opens an address.</summary>
public sealed record RequestedButton
{
    /// <summary>The text of the button; Viber shows 30 characters.</summary>
    public string? Caption { get; init; }

    /// <summary>The address, at most 1,000 characters.</summary>
    public string? Action { get; init; }
}

/// <summary>Settings that only WhatsApp uses.</summary>
public sealed record RequestedWhatsApp
{
    /// <summary>Sends without a template that was created before.</summary>
    public RequestedDirectSend? DirectSend { get; init; }
}

/// <summary>WhatsApp's Direct Send.</summary>
public sealed record RequestedDirectSend
{
    /// <summary>Always <c>utility</c>.</summary>
    [JsonConverter(typeof(DirectSendCategoryNames))]
    [Required]
    public string? Category { get; init; }

    /// <summary>The time for which WhatsApp tries to deliver, 30 to 43,200 seconds; 30 days if left out.</summary>
    [JsonConverter(typeof(WholeNumber))]
    public int? TtlSeconds { get; init; }
}
