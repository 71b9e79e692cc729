using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Messages.Contents;

/// <summary>What a step says: a closed set. It was checked when the message was sent. Names here are stored data.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Text), "text")]
[JsonDerivedType(typeof(Image), "image")]
[JsonDerivedType(typeof(Audio), "audio")]
[JsonDerivedType(typeof(Video), "video")]
[JsonDerivedType(typeof(File), "file")]
[JsonDerivedType(typeof(Location), "location")]
[JsonDerivedType(typeof(Buttons), "buttons")]
[JsonDerivedType(typeof(Interactive), "interactive")]
[JsonDerivedType(typeof(Template), "template")]
[JsonDerivedType(typeof(RichCard), "richCard")]
[JsonDerivedType(typeof(Carousel), "carousel")]
public abstract record ContentBody
{
    private ContentBody() { }

    /// <summary>
    /// The <c>content.text</c> of anything but a text: the caption of a medium, and what is left where the rest cannot be shown.
    /// </summary>
    public string? Caption { get; init; }

    /// <summary>Answers and actions to tap, at most 10: on RCS.</summary>
    public ImmutableArray<Suggestion>? Suggestions { get; init; }

    [JsonIgnore]
    public ContentKind Kind => this switch
    {
        Text => ContentKind.Text,
        Image => ContentKind.Image,
        Audio => ContentKind.Audio,
        Video => ContentKind.Video,
        File => ContentKind.File,
        Location => ContentKind.Location,
        Buttons => ContentKind.Buttons,
        Interactive => ContentKind.Interactive,
        Template => ContentKind.Template,
        RichCard => ContentKind.RichCard,
        Carousel => ContentKind.Carousel,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Plain text.</summary>
    public sealed record Text(string Value) : ContentBody;

    /// <summary>A picture.</summary>
    /// <param name="Url">Where it lies.</param>
    /// <param name="Thumbnail">A small one of it (LINE).</param>
    public sealed record Image(Uri Url, Uri? Thumbnail = null) : ContentBody;

    /// <summary>A recording.</summary>
    /// <param name="Url">Where it lies.</param>
    /// <param name="Seconds">How long it plays (LINE).</param>
    public sealed record Audio(Uri Url, double? Seconds = null) : ContentBody;

    /// <summary>A film.</summary>
    /// <param name="Url">Where it lies.</param>
    /// <param name="Thumbnail">A still of it.</param>
    /// <param name="Bytes">Its size.</param>
    /// <param name="Seconds">How long it plays.</param>
    /// <param name="Button">A button below (Viber).</param>
    public sealed record Video(
        Uri Url, Uri? Thumbnail = null, long? Bytes = null, double? Seconds = null, LinkButton? Button = null) : ContentBody;

    /// <summary>A document.</summary>
    /// <param name="Url">Where it lies.</param>
    public sealed record File(Uri Url) : ContentBody
    {
        /// <summary>The name to show: the last part of the address, if it has one.</summary>
        [JsonIgnore]
        public string? Name => Uri.UnescapeDataString(Url.Segments[^1]).Trim('/') is { Length: > 0 } name ? name : null;
    }

    /// <summary>A place on the map.</summary>
    public sealed record Location(Place Place) : ContentBody;

    /// <summary>A text, with a picture above or a button below, or both.</summary>
    public sealed record Buttons(string Value, Uri? Picture = null, LinkButton? Button = null) : ContentBody;

    /// <summary>A question to answer with a tap.</summary>
    /// <param name="Action">What can be tapped.</param>
    /// <param name="Body">The text, at most 1,024 characters; some actions need none.</param>
    /// <param name="Header">What stands above.</param>
    /// <param name="Footer">What stands below, at most 60 characters.</param>
    public sealed record Interactive(
        InteractiveAction Action, string? Body = null, InteractiveHeader? Header = null, string? Footer = null) : ContentBody;

    /// <summary>An approved text.</summary>
    /// <param name="Name">Its name at the provider.</param>
    /// <param name="Language">Which of its languages.</param>
    /// <param name="Components">What fills its gaps.</param>
    public sealed record Template(string Name, string Language, ImmutableArray<TemplateComponent> Components) : ContentBody;

    /// <summary>One card.</summary>
    public sealed record RichCard(CardOrientation Orientation, CardImageSide? ImageSide, Card Card) : ContentBody;

    /// <summary>2 to 10 cards.</summary>
    public sealed record Carousel(CardWidth Width, ImmutableArray<Card> Cards) : ContentBody;
}
