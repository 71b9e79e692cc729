using System.Text.Json;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Client;

/// <summary>
/// The content of a message: a <see cref="TextContent"/>, <see cref="ImageContent"/>, <see cref="AudioContent"/>,
/// <see cref="VideoContent"/>, <see cref="FileContent"/>, <see cref="LocationContent"/>, <see cref="ButtonsContent"/>,
/// <see cref="TemplateContent"/>, or <see cref="OtherContent"/> for the rest.
/// </summary>
[JsonConverter(typeof(ContentConverter))]
public abstract record Content
{
    private protected Content()
    {
    }

    /// <summary>The name of the kind in the API, such as <c>text</c>.</summary>
    [JsonIgnore]
    public abstract string Type { get; }

    /// <summary>The text that SMS sends instead, at most 35,000 characters, and any other channel that cannot carry the content.</summary>
    public string? FallbackText { get; init; }

    /// <summary>The settings of an SMS step.</summary>
    public SmsSettings? Sms { get; init; }

    /// <summary>Fields for which the client has no type, as JSON, such as <c>suggestions</c> or <c>whatsApp</c>.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? More { get; set; }
}

/// <summary>A text.</summary>
/// <param name="Text">The text, at most 35,000 characters.</param>
public sealed record TextContent(string Text) : Content
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "text";
}

/// <summary>An image.</summary>
/// <param name="Url">Its public address.</param>
/// <param name="Text">Its caption.</param>
public sealed record ImageContent(string Url, string? Text = null) : Content
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "image";

    /// <summary>More about it.</summary>
    public ImageDetails? Image { get; init; }
}

/// <summary>More about an image.</summary>
/// <param name="Thumbnail">The address of a small version (LINE).</param>
public sealed record ImageDetails(string? Thumbnail);

/// <summary>An audio.</summary>
/// <param name="Url">Its public address.</param>
public sealed record AudioContent(string Url) : Content
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "audio";

    /// <summary>More about it.</summary>
    public AudioDetails? Audio { get; init; }
}

/// <summary>More about an audio.</summary>
/// <param name="Duration">Its duration in seconds (LINE).</param>
public sealed record AudioDetails(double? Duration);

/// <summary>A video.</summary>
/// <param name="Url">Its public address.</param>
/// <param name="Text">Its caption.</param>
public sealed record VideoContent(string Url, string? Text = null) : Content
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "video";

    /// <summary>More about it.</summary>
    public VideoDetails? Video { get; init; }

    /// <summary>A link button below it (Viber).</summary>
    public LinkButton? Button { get; init; }
}

/// <summary>More about a video.</summary>
public sealed record VideoDetails
{
    /// <summary>The address of a still image.</summary>
    public string? Thumbnail { get; init; }

    /// <summary>Its size in bytes.</summary>
    public double? Filesize { get; init; }

    /// <summary>Its duration in seconds.</summary>
    public double? Duration { get; init; }
}

/// <summary>A file.</summary>
/// <param name="Url">Its public address.</param>
/// <param name="Text">Its caption.</param>
public sealed record FileContent(string Url, string? Text = null) : Content
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "file";
}

/// <summary>A place.</summary>
/// <param name="Location">The place.</param>
public sealed record LocationContent(Place Location) : Content
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "location";
}

/// <summary>A place.</summary>
/// <param name="Latitude">-90 to 90.</param>
/// <param name="Longitude">-180 to 180.</param>
public sealed record Place(double Latitude, double Longitude)
{
    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Its postal address.</summary>
    public string? Address { get; init; }
}

/// <summary>A text with an image above and a link button below (Viber).</summary>
/// <param name="Text">The text.</param>
/// <param name="Button">The button.</param>
/// <param name="Url">The public address of the image.</param>
public sealed record ButtonsContent(string Text, LinkButton? Button = null, string? Url = null) : Content
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "buttons";
}

/// <summary>A button that opens an address.</summary>
/// <param name="Caption">The text of the button; Viber shows 30 characters.</param>
/// <param name="Action">The address, at most 1,000 characters.</param>
public sealed record LinkButton(string Caption, string Action);

/// <summary>
/// A kind of content for which the client has no type, such as <c>interactive</c>, <c>richCard</c> or <c>carousel</c>. Its fields are in
/// <see cref="Content.More"/>.
/// </summary>
public sealed record OtherContent : Content
{
    /// <summary>Content of a kind.</summary>
    /// <param name="type">The name of the kind in the API.</param>
    public OtherContent(string type) => Type = type;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type { get; }
}

/// <summary>The settings of an SMS.</summary>
public sealed record SmsSettings
{
    /// <summary>The alphabet; null for the smallest that fits.</summary>
    public SmsEncoding? Encoding { get; init; }

    /// <summary>The sender ID that the handset shows: up to 11 letters, digits and spaces, or up to 16 digits.</summary>
    public string? Source { get; init; }
}

/// <summary>The alphabet of an SMS.</summary>
[JsonConverter(typeof(NameConverter<SmsEncoding>))]
public enum SmsEncoding
{
    /// <summary>An alphabet that this version of the client does not know. It cannot be sent.</summary>
    Unrecognized,

    /// <summary>The smallest that fits.</summary>
    [JsonStringEnumMemberName("AUTO")]
    Auto,

    /// <summary>160 characters to the segment.</summary>
    [JsonStringEnumMemberName("GSM7")]
    Gsm7,

    /// <summary>70 characters to the segment.</summary>
    [JsonStringEnumMemberName("UCS2")]
    Ucs2,
}
