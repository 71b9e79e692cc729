using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Providers.Vonage;

/// <summary>A message of Google's RCS for Business.</summary>
internal sealed record RbmMessage(RbmContent ContentMessage);

/// <summary>The content: a text, a file, or cards; and what there is to tap below it.</summary>
internal sealed record RbmContent(
    string? Text = null, RbmFile? ContentInfo = null, RbmRichCard? RichCard = null, ImmutableArray<RbmSuggestion>? Suggestions = null);

internal sealed record RbmFile(string FileUrl, string? ThumbnailUrl = null, bool? ForceRefresh = null);

internal sealed record RbmRichCard(RbmStandaloneCard? StandaloneCard = null, RbmCarouselCard? CarouselCard = null);

internal sealed record RbmStandaloneCard(string CardOrientation, string? ThumbnailImageAlignment, RbmCard CardContent);

internal sealed record RbmCarouselCard(string CardWidth, ImmutableArray<RbmCard> CardContents);

internal sealed record RbmCard(string? Title, string? Description, RbmMedia Media, ImmutableArray<RbmSuggestion>? Suggestions);

internal sealed record RbmMedia(string? Height, RbmFile ContentInfo);

/// <summary>A reply or an action.</summary>
internal sealed record RbmSuggestion(RbmReply? Reply = null, RbmAction? Action = null);

internal sealed record RbmReply(string Text, string PostbackData);

/// <summary>An action; one of the members below is present.</summary>
internal sealed record RbmAction(string Text, string PostbackData, string? FallbackUrl)
{
    public RbmDial? DialAction { get; init; }
    public RbmViewLocation? ViewLocationAction { get; init; }
    public RbmCalendarEvent? CreateCalendarEventAction { get; init; }
    public RbmOpenUrl? OpenUrlAction { get; init; }
}

internal sealed record RbmDial(string PhoneNumber);

internal sealed record RbmViewLocation(RbmLatLong? LatLong, string? Label, string? Query);

internal sealed record RbmLatLong(double Latitude, double Longitude);

internal sealed record RbmCalendarEvent(string StartTime, string EndTime, string Title, string? Description);

internal sealed record RbmOpenUrl(string Url, string? Application, string? WebviewViewMode, string? Description);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RbmMessage))]
internal sealed partial class RbmJson : JsonSerializerContext;
