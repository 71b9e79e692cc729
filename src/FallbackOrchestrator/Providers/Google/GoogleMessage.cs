using System.Collections.Immutable;

namespace FallbackOrchestrator.Providers.Google;

/// <summary>
/// A message to send
/// (https://developers.google.com/business-communications/rcs-business-messaging/reference/rest/v1/phones.agentMessages).
/// </summary>
/// <param name="ContentMessage">The content.</param>
/// <param name="MessageTrafficType">The purpose of the message.</param>
/// <param name="Ttl">The time after which Google withdraws the message, if it was not delivered, such as <c>55s</c>.</param>
internal sealed record GoogleMessage(GoogleContentMessage ContentMessage, string MessageTrafficType, string? Ttl);

/// <summary>The content: a text, a file or cards, and what can be tapped below.</summary>
internal sealed record GoogleContentMessage
{
    public string? Text { get; init; }
    public GoogleContentInfo? ContentInfo { get; init; }
    public GoogleRichCard? RichCard { get; init; }
    public ImmutableArray<GoogleSuggestion>? Suggestions { get; init; }
}

internal sealed record GoogleContentInfo(string FileUrl, string? ThumbnailUrl, bool? ForceRefresh);

internal sealed record GoogleRichCard(GoogleStandaloneCard? StandaloneCard = null, GoogleCarouselCard? CarouselCard = null);

internal sealed record GoogleStandaloneCard(string CardOrientation, string? ThumbnailImageAlignment, GoogleCardContent CardContent);

internal sealed record GoogleCarouselCard(string CardWidth, ImmutableArray<GoogleCardContent> CardContents);

internal sealed record GoogleCardContent(
    string? Title, string? Description, GoogleMedia Media, ImmutableArray<GoogleSuggestion>? Suggestions);

internal sealed record GoogleMedia(string? Height, GoogleContentInfo ContentInfo);

/// <summary>Something to tap: one of the two.</summary>
internal sealed record GoogleSuggestion(GoogleReply? Reply = null, GoogleAction? Action = null);

internal sealed record GoogleReply(string Text, string PostbackData);

/// <summary>An action; exactly one of its last four members is present.</summary>
internal sealed record GoogleAction(
    string Text,
    string PostbackData,
    string? FallbackUrl,
    GoogleDialAction? DialAction = null,
    GoogleViewLocationAction? ViewLocationAction = null,
    GoogleCalendarEventAction? CreateCalendarEventAction = null,
    GoogleOpenUrlAction? OpenUrlAction = null);

internal sealed record GoogleDialAction(string PhoneNumber);

internal sealed record GoogleViewLocationAction(GoogleLatLong? LatLong, string? Label, string? Query);

internal sealed record GoogleLatLong(double Latitude, double Longitude);

internal sealed record GoogleCalendarEventAction(string StartTime, string EndTime, string Title, string? Description);

internal sealed record GoogleOpenUrlAction(string Url, string? Application, string? WebviewViewMode, string? Description);

/// <summary>The people of whom is asked whether an agent can reach them.</summary>
internal sealed record GoogleUsers(ImmutableArray<string> Users, string AgentId);

internal sealed record GoogleAssertionHeader(string Alg, string Typ, string? Kid);

internal sealed record GoogleAssertionClaims(string Iss, string Scope, string Aud, long Iat, long Exp);
