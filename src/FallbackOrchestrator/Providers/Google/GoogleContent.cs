using System.Collections.Immutable;
using System.Globalization;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.Google;

/// <summary>Writes a body into a message.</summary>
internal static class GoogleContent
{
    /// <exception cref="NotSupportedException">RCS does not carry such a body.</exception>
    public static GoogleContentMessage Write(ContentBody body)
    {
        var message = new GoogleContentMessage { Suggestions = Written(body.Suggestions) };
        return body switch
        {
            ContentBody.Text text => message with { Text = text.Value },
            ContentBody.Image image => message with { ContentInfo = File(image.Url, image.Thumbnail) },
            ContentBody.Video video => message with { ContentInfo = File(video.Url, video.Thumbnail) },
            ContentBody.File file => message with { ContentInfo = File(file.Url) },
            ContentBody.RichCard card => message with { RichCard = new GoogleRichCard(StandaloneCard: Standalone(card)) },
            ContentBody.Carousel carousel => message with { RichCard = new GoogleRichCard(CarouselCard: Carousel(carousel)) },
            _ => throw new NotSupportedException($"no way to write {body.Kind}"),
        };
    }

    // Google wants a side for the image of a horizontal card, and a height for that of any other; 8x8's schema requires neither.
    private static GoogleStandaloneCard Standalone(ContentBody.RichCard card) => card.Orientation == CardOrientation.Horizontal
        ? new GoogleStandaloneCard("HORIZONTAL", Name(card.ImageSide ?? CardImageSide.Left), Content(card.Card, needsHeight: false))
        : new GoogleStandaloneCard("VERTICAL", null, Content(card.Card, needsHeight: true));

    private static GoogleCarouselCard Carousel(ContentBody.Carousel carousel) =>
        new(Name(carousel.Width), [.. carousel.Cards.Select(card => Content(card, needsHeight: true))]);

    private static GoogleCardContent Content(Card card, bool needsHeight)
    {
        var height = card.Media.Height ?? (needsHeight ? CardMediaHeight.Medium : null);
        var media = new GoogleMedia(
            height is { } known ? Name(known) : null, File(card.Media.File, card.Media.Thumbnail, card.Media.ForceRefresh));
        return new GoogleCardContent(card.Title, card.Description, media, Written(card.Suggestions));
    }

    private static GoogleContentInfo File(Uri file, Uri? thumbnail = null, bool forceRefresh = false) =>
        new(file.OriginalString, thumbnail?.OriginalString, forceRefresh ? true : null);

    private static ImmutableArray<GoogleSuggestion>? Written(ImmutableArray<Suggestion>? suggestions) =>
        suggestions is { IsDefaultOrEmpty: false } some ? [.. some.Select(Written)] : null;

    private static GoogleSuggestion Written(Suggestion suggestion)
    {
        var action = new GoogleAction(suggestion.Label, suggestion.PostbackData, suggestion.FallbackUrl?.OriginalString);
        return suggestion switch
        {
            Suggestion.Reply reply => new GoogleSuggestion(Reply: new GoogleReply(reply.Label, reply.PostbackData)),
            Suggestion.Dial dial => new GoogleSuggestion(Action: action with { DialAction = new GoogleDialAction(dial.PhoneNumber) }),
            Suggestion.ViewLocation view => new GoogleSuggestion(Action: action with { ViewLocationAction = View(view) }),
            Suggestion.CreateCalendarEvent appointment => new GoogleSuggestion(Action: action with
            {
                CreateCalendarEventAction = new GoogleCalendarEventAction(
                    Time(appointment.StartTime), Time(appointment.EndTime), appointment.Title, appointment.Description),
            }),
            Suggestion.OpenUrl open => new GoogleSuggestion(Action: action with { OpenUrlAction = Open(open) }),
            _ => throw new NotSupportedException($"no way to write {suggestion.GetType().Name}"),
        };
    }

    private static GoogleViewLocationAction View(Suggestion.ViewLocation view) => new(
        view.Place is { } place ? new GoogleLatLong(place.Latitude, place.Longitude) : null, view.Place?.Name, view.Query);

    private static GoogleOpenUrlAction Open(Suggestion.OpenUrl open) => new(
        open.Url.OriginalString,
        open.Application is { } application ? Name(application) : null,
        open.ViewMode is { } mode ? Name(mode) : null,
        open.Description);

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    // Google's names are ours in capitals.
    private static string Name<T>(T value) where T : struct, Enum => value.ToString().ToUpperInvariant();
}
