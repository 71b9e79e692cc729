using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>One card.</summary>
public sealed record RequestedRichCard
{
    /// <summary><c>horizontal</c> or <c>vertical</c>.</summary>
    [JsonConverter(typeof(CardOrientationNames))]
    [Required]
    public string? CardOrientation { get; init; }

    /// <summary>The side of a horizontal card on which its image is: <c>left</c> or <c>right</c>.</summary>
    [JsonConverter(typeof(CardImageSideNames))]
    public string? ThumbnailImageAlignment { get; init; }

    /// <summary>At most 200 characters.</summary>
    public string? Title { get; init; }

    /// <summary>At most 2,000 characters.</summary>
    public string? Description { get; init; }

    /// <summary>The image or video.</summary>
    [Required]
    public RequestedCardMedia? Media { get; init; }

    /// <summary>At most 4.</summary>
    public IReadOnlyList<RequestedSuggestion?>? Suggestions { get; init; }
}

/// <summary>Cards to swipe through.</summary>
public sealed record RequestedCarousel
{
    /// <summary><c>small</c> or <c>medium</c>.</summary>
    [JsonConverter(typeof(CardWidthNames))]
    [Required]
    public string? CardWidth { get; init; }

    /// <summary>2 to 10 cards.</summary>
    [Required]
    public IReadOnlyList<RequestedCard?>? Cards { get; init; }
}

/// <summary>A card of a carousel.</summary>
public sealed record RequestedCard
{
    /// <summary>At most 200 characters.</summary>
    public string? Title { get; init; }

    /// <summary>At most 2,000 characters.</summary>
    public string? Description { get; init; }

    /// <summary>The image or video.</summary>
    [Required]
    public RequestedCardMedia? Media { get; init; }

    /// <summary>At most 4.</summary>
    public IReadOnlyList<RequestedSuggestion?>? Suggestions { get; init; }
}

/// <summary>The image or video of a card.</summary>
public sealed record RequestedCardMedia
{
    /// <summary><c>short</c>, <c>medium</c> or <c>tall</c>.</summary>
    [JsonConverter(typeof(CardMediaHeightNames))]
    public string? Height { get; init; }

    /// <summary>The file.</summary>
    [Required]
    public RequestedCardFile? ContentInfo { get; init; }
}

/// <summary>The file of a card.</summary>
public sealed record RequestedCardFile
{
    /// <summary>Its public address.</summary>
    [Required]
    public string? FileUrl { get; init; }

    /// <summary>The address of a small version.</summary>
    public string? ThumbnailUrl { get; init; }

    /// <summary>True if RCS must fetch it again even if it has it.</summary>
    public bool? ForceRefresh { get; init; }
}

/// <summary>An element to tap: exactly one of the two.</summary>
public sealed record RequestedSuggestion
{
    /// <summary>Sends a reply.</summary>
    public RequestedSuggestedReply? Reply { get; init; }

    /// <summary>Starts an action.</summary>
    public RequestedSuggestedAction? Action { get; init; }
}

/// <summary>A reply.</summary>
public sealed record RequestedSuggestedReply
{
    /// <summary>At most 25 characters.</summary>
    [Required]
    public string? Text { get; init; }

    /// <summary>The data that come back when it is tapped, at most 2,048 characters.</summary>
    [Required]
    public string? PostbackData { get; init; }
}

/// <summary>An action: exactly one of the four.</summary>
public sealed record RequestedSuggestedAction
{
    /// <summary>At most 25 characters.</summary>
    [Required]
    public string? Text { get; init; }

    /// <summary>The data that come back when it is tapped, at most 2,048 characters.</summary>
    [Required]
    public string? PostbackData { get; init; }

    /// <summary>The address to open if the handset does not know the action.</summary>
    public string? FallbackUrl { get; init; }

    /// <summary>Calls a number.</summary>
    public RequestedDial? DialAction { get; init; }

    /// <summary>Opens the map.</summary>
    public RequestedViewLocation? ViewLocationAction { get; init; }

    /// <summary>Opens the calendar.</summary>
    public RequestedCalendarEvent? CreateCalendarEventAction { get; init; }

    /// <summary>Opens an address.</summary>
    public RequestedOpenUrl? OpenUrlAction { get; init; }
}

/// <summary>Calls a number.</summary>
public sealed record RequestedDial
{
    /// <summary>The number.</summary>
    [Required]
    public string? PhoneNumber { get; init; }
}

/// <summary>Opens the map at a place, or at the result of a search.</summary>
public sealed record RequestedViewLocation
{
    /// <summary>The place.</summary>
    public RequestedLocation? LatLong { get; init; }

    /// <summary>The name of the place, at most 100 characters.</summary>
    public string? Label { get; init; }

    /// <summary>The text to search for, at most 200 characters.</summary>
    public string? Query { get; init; }
}

/// <summary>Opens the calendar with an event filled in.</summary>
public sealed record RequestedCalendarEvent
{
    /// <summary>At most 100 characters.</summary>
    [Required]
    public string? Title { get; init; }

    /// <summary>At most 500 characters.</summary>
    public string? Description { get; init; }

    /// <summary>The start of the event.</summary>
    [Required]
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>The end of the event.</summary>
    [Required]
    public DateTimeOffset? EndTime { get; init; }
}

/// <summary>Opens an address.</summary>
public sealed record RequestedOpenUrl
{
    /// <summary>The address, at most 2,048 characters.</summary>
    [Required]
    public string? Url { get; init; }

    /// <summary><c>BROWSER</c> or <c>WEBVIEW</c>; if left out or unspecified, the handset chooses.</summary>
    [JsonConverter(typeof(UrlApplicationNames))]
    public string? Application { get; init; }

    /// <summary><c>FULL</c>, <c>HALF</c> or <c>TALL</c>.</summary>
    [JsonConverter(typeof(WebviewModeNames))]
    public string? WebviewViewMode { get; init; }

    /// <summary>Shown to recipients who cannot open the webview, at most 2,048 characters.</summary>
    public string? Description { get; init; }
}
