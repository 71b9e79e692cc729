using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Messages.Contents;

/// <summary>An RCS card.</summary>
/// <param name="Title">At most 200 characters.</param>
/// <param name="Description">At most 2,000 characters.</param>
/// <param name="Media">The picture or film.</param>
/// <param name="Suggestions">At most 4.</param>
public sealed record Card(string? Title, string? Description, CardMedia Media, ImmutableArray<Suggestion> Suggestions);

/// <summary>The medium of a card.</summary>
/// <param name="Height">How high it is shown.</param>
/// <param name="File">Where it lies.</param>
/// <param name="Thumbnail">A small one of it.</param>
/// <param name="ForceRefresh">Whether it is fetched again even if RCS has it.</param>
public sealed record CardMedia(CardMediaHeight? Height, Uri File, Uri? Thumbnail, bool ForceRefresh);

public enum CardMediaHeight
{
#pragma warning disable CA1720 // RCS's own word for it; no number is meant.
    Short,
#pragma warning restore CA1720
    Medium,
    Tall,
}

public enum CardOrientation
{
    Horizontal,
    Vertical,
}

/// <summary>On which side of a horizontal card its picture is.</summary>
public enum CardImageSide
{
    Left,
    Right,
}

public enum CardWidth
{
    Small,
    Medium,
}

/// <summary>An answer or an action to tap, on RCS: a closed set. Names here are stored data.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Reply), "reply")]
[JsonDerivedType(typeof(Dial), "dial")]
[JsonDerivedType(typeof(ViewLocation), "viewLocation")]
[JsonDerivedType(typeof(CreateCalendarEvent), "createCalendarEvent")]
[JsonDerivedType(typeof(OpenUrl), "openUrl")]
public abstract record Suggestion
{
    private Suggestion() { }

    /// <summary>What it says, at most 25 characters.</summary>
    public required string Label { get; init; }

    /// <summary>What comes back when it is tapped, at most 2,048 characters.</summary>
    public required string PostbackData { get; init; }

    /// <summary>Opened where the handset does not know the action.</summary>
    public Uri? FallbackUrl { get; init; }

    /// <summary>Says the label.</summary>
    public sealed record Reply : Suggestion;

    /// <summary>Calls a number.</summary>
    public sealed record Dial(string PhoneNumber) : Suggestion;

    /// <summary>Opens the map at a place, or at what a search finds.</summary>
    public sealed record ViewLocation(Place? Place, string? Query) : Suggestion;

    /// <summary>Opens the calendar with an event filled in.</summary>
    public sealed record CreateCalendarEvent(string Title, string? Description, DateTimeOffset StartTime, DateTimeOffset EndTime) : Suggestion;

    /// <summary>Opens an address.</summary>
    /// <param name="Url">The address.</param>
    /// <param name="Application">In the browser or in the messaging app; left out, as the handset likes.</param>
    /// <param name="ViewMode">How much of the screen the webview takes.</param>
    /// <param name="Description">Read to those who cannot see the webview.</param>
    public sealed record OpenUrl(Uri Url, UrlApplication? Application, WebviewMode? ViewMode, string? Description) : Suggestion;
}

/// <summary>What opens an address.</summary>
public enum UrlApplication
{
    Browser,
    Webview,
}

/// <summary>How much of the screen a webview takes.</summary>
public enum WebviewMode
{
    Full,
    Half,
    Tall,
}
