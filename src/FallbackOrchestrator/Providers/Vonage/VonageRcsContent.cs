using System.Collections.Immutable;
using System.Globalization;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.Vonage;

/// <summary>
/// Writes bodies in Google's form
/// (https://developers.google.com/business-communications/rcs-business-messaging/reference/rest/v1/phones.agentMessages).
/// </summary>
internal static class VonageRcsContent
{
    /// <exception cref="NotSupportedException">RCS does not carry such a body.</exception>
    public static RbmContent Write(ContentBody body) => Bare(body) with { Suggestions = Suggestions(body.Suggestions) };

    private static RbmContent Bare(ContentBody body) => body switch
    {
        ContentBody.Text text => new RbmContent(Text: text.Value),
        ContentBody.Image image => new RbmContent(ContentInfo: File(image.Url, image.Thumbnail)),
        ContentBody.Video video => new RbmContent(ContentInfo: File(video.Url, video.Thumbnail)),
        ContentBody.File file => new RbmContent(ContentInfo: File(file.Url)),
        ContentBody.RichCard card => new RbmContent(RichCard: new RbmRichCard(StandaloneCard: new RbmStandaloneCard(
            card.Orientation.ToString().ToUpperInvariant(), card.ImageSide?.ToString().ToUpperInvariant(), Card(card.Card)))),
        ContentBody.Carousel carousel => new RbmContent(RichCard: new RbmRichCard(CarouselCard: new RbmCarouselCard(
            carousel.Width.ToString().ToUpperInvariant(), [.. carousel.Cards.Select(Card)]))),
        _ => throw new NotSupportedException($"no way to write {body.Kind}"),
    };

    private static RbmCard Card(Card card) => new(
        card.Title,
        card.Description,
        new RbmMedia(
            card.Media.Height?.ToString().ToUpperInvariant(),
            File(card.Media.File, card.Media.Thumbnail) with { ForceRefresh = card.Media.ForceRefresh ? true : null }),
        Suggestions(card.Suggestions));

    private static RbmFile File(Uri url, Uri? thumbnail = null) => new(url.OriginalString, thumbnail?.OriginalString);

    private static ImmutableArray<RbmSuggestion>? Suggestions(ImmutableArray<Suggestion>? suggestions) =>
        suggestions is { IsDefaultOrEmpty: false } some ? [.. some.Select(Write)] : null;

    private static RbmSuggestion Write(Suggestion suggestion)
    {
        var action = new RbmAction(suggestion.Label, suggestion.PostbackData, suggestion.FallbackUrl?.OriginalString);
        return suggestion switch
        {
            Suggestion.Reply => new RbmSuggestion(Reply: new RbmReply(suggestion.Label, suggestion.PostbackData)),
            Suggestion.Dial dial => new RbmSuggestion(Action: action with { DialAction = new RbmDial(dial.PhoneNumber) }),
            Suggestion.ViewLocation place => new RbmSuggestion(Action: action with { ViewLocationAction = Write(place) }),
            Suggestion.CreateCalendarEvent day => new RbmSuggestion(Action: action with
            {
                CreateCalendarEventAction = new RbmCalendarEvent(Time(day.StartTime), Time(day.EndTime), day.Title, day.Description),
            }),
            Suggestion.OpenUrl open => new RbmSuggestion(Action: action with
            {
                OpenUrlAction = new RbmOpenUrl(
                    open.Url.OriginalString, open.Application?.ToString().ToUpperInvariant(), open.ViewMode?.ToString().ToUpperInvariant(),
                    open.Description),
            }),
            _ => throw new NotSupportedException($"no way to write {suggestion.GetType().Name}"),
        };
    }

    private static RbmViewLocation Write(Suggestion.ViewLocation view) => new(
        view.Place is { } place ? new RbmLatLong(place.Latitude, place.Longitude) : null, view.Place?.Name, view.Query);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
