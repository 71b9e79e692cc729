using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Messages.Contents;

/// <summary>A reply or an action to tap, on RCS: a closed set. Names here are stored data.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Reply), "reply")]
[JsonDerivedType(typeof(Dial), "dial")]
[JsonDerivedType(typeof(ViewLocation), "viewLocation")]
[JsonDerivedType(typeof(CreateCalendarEvent), "createCalendarEvent")]
[JsonDerivedType(typeof(OpenUrl), "openUrl")]
public abstract record Suggestion
{
    private Suggestion() { }

    /// <summary>The text of the button, at most 25 characters.</summary>
    public required string Label { get; init; }

    /// <summary>The data that come back when it is tapped, at most 2,048 characters.</summary>
    public required string PostbackData { get; init; }

    /// <summary>The address to open if the handset does not know the action.</summary>
    public Uri? FallbackUrl { get; init; }

    /// <summary>Sends the label as a reply.</summary>
    public sealed record Reply : Suggestion;

    /// <summary>Calls a number.</summary>
    public sealed record Dial(string PhoneNumber) : Suggestion;

    /// <summary>Opens the map at a place, or at the result of a search.</summary>
    public sealed record ViewLocation(Place? Place, string? Query) : Suggestion;

    /// <summary>Opens the calendar with an event filled in.</summary>
    public sealed record CreateCalendarEvent(
        string Title, string? Description, DateTimeOffset StartTime, DateTimeOffset EndTime) : Suggestion;

    /// <summary>Opens an address.</summary>
    /// <param name="Url">The address.</param>
    /// <param name="Application">The browser or the messaging app; if left out, the handset chooses.</param>
    /// <param name="ViewMode">The part of the screen that the webview takes.</param>
    /// <param name="Description">The text that is read to people who cannot see the webview.</param>
    public sealed record OpenUrl(Uri Url, UrlApplication? Application, WebviewMode? ViewMode, string? Description) : Suggestion;
}
