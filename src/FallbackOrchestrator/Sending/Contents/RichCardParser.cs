using FallbackOrchestrator.Messages.Contents;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>Reads RCS cards.</summary>
internal static class RichCardParser
{
    private const int LongestTitle = 200;
    private const int LongestDescription = 2000;
    private const int MostOnCard = 4;

    public static ContentBody.RichCard Read(RequestedRichCard? requested, string at, FieldReader fields)
    {
        requested ??= fields.Refuse(ContentMissing(at), new RequestedRichCard());
        return new ContentBody.RichCard(
            fields.OneOf<CardOrientation>(requested.CardOrientation, $"{at}.cardOrientation"),
            fields.OptionalOneOf<CardImageSide>(requested.ThumbnailImageAlignment, $"{at}.thumbnailImageAlignment"),
            ReadCard(
                new RequestedCard
                {
                    Title = requested.Title,
                    Description = requested.Description,
                    Media = requested.Media,
                    Suggestions = requested.Suggestions,
                },
                at,
                fields));
    }

    public static ContentBody.Carousel Read(RequestedCarousel? requested, string at, FieldReader fields)
    {
        requested ??= fields.Refuse(ContentMissing(at), new RequestedCarousel());
        return new ContentBody.Carousel(
            fields.OneOf<CardWidth>(requested.CardWidth, $"{at}.cardWidth"),
            fields.Each(requested.Cards, $"{at}.cards", 2, 10, ReadCard));
    }

    private static Card ReadCard(RequestedCard requested, string at, FieldReader fields)
    {
        var file = requested.Media?.ContentInfo;
        return new Card(
            fields.Optional(requested.Title, $"{at}.title", LongestTitle),
            fields.Optional(requested.Description, $"{at}.description", LongestDescription),
            new CardMedia(
                fields.OptionalOneOf<CardMediaHeight>(requested.Media?.Height, $"{at}.media.height"),
                fields.Media(file?.FileUrl, $"{at}.media.contentInfo.fileUrl"),
                fields.OptionalMedia(file?.ThumbnailUrl, $"{at}.media.contentInfo.thumbnailUrl"),
                file?.ForceRefresh ?? false),
            SuggestionParser.Read(requested.Suggestions, $"{at}.suggestions", MostOnCard, fields));
    }
}
