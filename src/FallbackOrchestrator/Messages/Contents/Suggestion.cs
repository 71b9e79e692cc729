using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Messages.Contents;

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
    public sealed record CreateCalendarEvent(
        string Title, string? Description, DateTimeOffset StartTime, DateTimeOffset EndTime) : Suggestion;

    /// <summary>Opens an address.</summary>
    /// <param name="Url">The address.</param>
    /// <param name="Application">In the browser or in the messaging app; left out, as the handset likes.</param>
    /// <param name="ViewMode">How much of the screen the webview takes.</param>
    /// <param name="Description">Read to those who cannot see the webview.</param>
    public sealed record OpenUrl(Uri Url, UrlApplication? Application, WebviewMode? ViewMode, string? Description) : Suggestion;
}
