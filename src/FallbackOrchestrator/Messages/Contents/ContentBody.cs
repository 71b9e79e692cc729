using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Messages.Contents;

/// <summary>The content of a step: a closed set. It was validated when the message was sent. Names here are stored data.</summary>
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
    /// The <c>content.text</c> of any other kind than text: the caption of a medium, or the text to send if the channel cannot show the
    /// rest.
    /// </summary>
    public string? Caption { get; init; }

    /// <summary>Replies and actions to tap, at most 10, on RCS.</summary>
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
    public sealed record Text(string Value) : ContentBody
    {
        /// <summary>The parts of the text, for accounts that can lay them out (LINE); null if it has none.</summary>
        public NoticeLayout? Layout { get; init; }
    }

    /// <summary>An image.</summary>
    /// <param name="Url">Its address.</param>
    /// <param name="Thumbnail">The address of a small version (LINE).</param>
    public sealed record Image(Uri Url, Uri? Thumbnail = null) : ContentBody;

    /// <summary>An audio file.</summary>
    /// <param name="Url">Its address.</param>
    /// <param name="Seconds">Its duration in seconds (LINE).</param>
    public sealed record Audio(Uri Url, double? Seconds = null) : ContentBody;

    /// <summary>A video.</summary>
    /// <param name="Url">Its address.</param>
    /// <param name="Thumbnail">The address of a still image.</param>
    /// <param name="Bytes">Its size in bytes.</param>
    /// <param name="Seconds">Its duration in seconds.</param>
    /// <param name="Button">A button below it (Viber).</param>
    public sealed record Video(
        Uri Url, Uri? Thumbnail = null, long? Bytes = null, double? Seconds = null, LinkButton? Button = null) : ContentBody;

    /// <summary>A document.</summary>
    /// <param name="Url">Its address.</param>
    public sealed record File(Uri Url) : ContentBody
    {
        /// <summary>The name to show: the last part of the address, if there is one.</summary>
        [JsonIgnore]
        public string? Name => MediaName.Of(Url);
    }

    /// <summary>A place on the map.</summary>
    public sealed record Location(Place Place) : ContentBody;

    /// <summary>A text, with an image above, a button below, or both.</summary>
    public sealed record Buttons(string Value, Uri? Picture = null, LinkButton? Button = null) : ContentBody;

    /// <summary>A question that the person answers with a tap.</summary>
    /// <param name="Action">The buttons or other elements to tap.</param>
    /// <param name="Body">The text, at most 1,024 characters; some actions need none.</param>
    /// <param name="Header">The part above the text.</param>
    /// <param name="Footer">The part below the text, at most 60 characters.</param>
    public sealed record Interactive(
        InteractiveAction Action, string? Body = null, InteractiveHeader? Header = null, string? Footer = null) : ContentBody;

    /// <summary>A template that the channel has approved.</summary>
    /// <param name="Name">Its name at the provider.</param>
    /// <param name="Language">One of its languages.</param>
    /// <param name="Components">The values of its placeholders.</param>
    public sealed record Template(string Name, string Language, ImmutableArray<TemplateComponent> Components) : ContentBody;

    /// <summary>One card.</summary>
    public sealed record RichCard(CardOrientation Orientation, CardImageSide? ImageSide, Card Card) : ContentBody;

    /// <summary>2 to 10 cards.</summary>
    public sealed record Carousel(CardWidth Width, ImmutableArray<Card> Cards) : ContentBody;
}
