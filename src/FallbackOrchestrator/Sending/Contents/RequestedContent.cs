using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>What a message says. Which fields it needs follows from the message's <c>type</c>.</summary>
public sealed record RequestedContent
{
    /// <summary>The text, at most 35,000 characters; with an image, a video or a file, its caption.</summary>
    public string? Text { get; init; }

    /// <summary>Where the image, audio, video or file lies: a public address. With <c>buttons</c>, a picture above the text.</summary>
    public string? Url { get; init; }

    /// <summary>What SMS sends instead, at most 35,000 characters, and any other channel that cannot carry the content.</summary>
    public string? FallbackText { get; init; }

    /// <summary>How an SMS step sends it.</summary>
    public RequestedSms? Sms { get; init; }

    /// <summary>The place; needed by <c>location</c>.</summary>
    public RequestedLocation? Location { get; init; }

    /// <summary>More about an image.</summary>
    public RequestedImage? Image { get; init; }

    /// <summary>More about an audio.</summary>
    public RequestedAudio? Audio { get; init; }

    /// <summary>More about a video.</summary>
    public RequestedVideo? Video { get; init; }

    /// <summary>The link button of <c>buttons</c> and <c>video</c>; blank caption and action hide it.</summary>
    public RequestedButton? Button { get; init; }

    /// <summary>The approved template and what fills it; needed by <c>template</c>.</summary>
    public RequestedTemplate? Template { get; init; }

    /// <summary>The question and what can be tapped; needed by <c>interactive</c>.</summary>
    public RequestedInteractive? Interactive { get; init; }

    /// <summary>The card; needed by <c>richCard</c>. RCS only.</summary>
    public RequestedRichCard? RichCard { get; init; }

    /// <summary>The cards; needed by <c>carousel</c>. RCS only.</summary>
    public RequestedCarousel? Carousel { get; init; }

    /// <summary>Answers and actions to tap, at most 10. RCS only.</summary>
    public IReadOnlyList<RequestedSuggestion?>? Suggestions { get; init; }

    /// <summary>What only WhatsApp looks at.</summary>
    public RequestedWhatsApp? WhatsApp { get; init; }
}

/// <summary>How an SMS step sends its text.</summary>
public sealed record RequestedSms
{
    /// <summary><c>AUTO</c> (the default), <c>GSM7</c> or <c>UCS2</c>.</summary>
    public string? Encoding { get; init; }

    /// <summary>The sender ID that the handset shows: up to 11 letters, digits and spaces, or up to 16 digits.</summary>
    public string? Source { get; init; }
}

/// <summary>A place.</summary>
public sealed record RequestedLocation
{
    /// <summary>-90 to 90.</summary>
    [JsonConverter(typeof(AnyNumber))]
    public double? Latitude { get; init; }

    /// <summary>-180 to 180.</summary>
    [JsonConverter(typeof(AnyNumber))]
    public double? Longitude { get; init; }

    /// <summary>What it is called.</summary>
    public string? Name { get; init; }

    /// <summary>Where it is.</summary>
    public string? Address { get; init; }
}

/// <summary>More about an image.</summary>
public sealed record RequestedImage
{
    /// <summary>The address of a small one of it (LINE).</summary>
    public string? Thumbnail { get; init; }
}

/// <summary>More about an audio.</summary>
public sealed record RequestedAudio
{
    /// <summary>How long it plays, in seconds (LINE).</summary>
    [JsonConverter(typeof(AnyNumber))]
    public double? Duration { get; init; }
}

/// <summary>More about a video.</summary>
public sealed record RequestedVideo
{
    /// <summary>The address of a still of it.</summary>
    public string? Thumbnail { get; init; }

    /// <summary>Its size in bytes.</summary>
    [JsonConverter(typeof(AnyNumber))]
    public double? Filesize { get; init; }

    /// <summary>How long it plays, in seconds.</summary>
    [JsonConverter(typeof(AnyNumber))]
    public double? Duration { get; init; }
}

/// <summary>A button that opens an address.</summary>
public sealed record RequestedButton
{
    /// <summary>What it says; Viber shows 30 characters.</summary>
    public string? Caption { get; init; }

    /// <summary>The address, at most 1,000 characters.</summary>
    public string? Action { get; init; }
}

/// <summary>What only WhatsApp looks at.</summary>
public sealed record RequestedWhatsApp
{
    /// <summary>Send without a template made beforehand.</summary>
    public RequestedDirectSend? DirectSend { get; init; }
}

/// <summary>WhatsApp's Direct Send.</summary>
public sealed record RequestedDirectSend
{
    /// <summary>Always <c>utility</c>.</summary>
    public string? Category { get; init; }

    /// <summary>How long WhatsApp tries, 30 to 43,200 seconds; left out, 30 days.</summary>
    [JsonConverter(typeof(WholeNumber))]
    public int? TtlSeconds { get; init; }
}
