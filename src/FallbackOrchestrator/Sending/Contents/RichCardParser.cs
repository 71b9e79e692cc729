using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>Reads RCS cards.</summary>
internal static class RichCardParser
{
    private const int LongestTitle = 200;
    private const int LongestDescription = 2000;
    private const int MostOnCard = 4;

    public static IEnumerable<Problem> Check(RequestedRichCard? asked, string at) => asked is null ? [ContentMissing(at)] :
    [
        .. FieldChecks.OneOf<CardOrientation>(asked.CardOrientation, $"{at}.cardOrientation", "horizontal or vertical"),
        .. string.IsNullOrEmpty(asked.ThumbnailImageAlignment)
            ? []
            : FieldChecks.OneOf<CardImageSide>(asked.ThumbnailImageAlignment, $"{at}.thumbnailImageAlignment", "left or right"),
        .. CheckCard(CardOf(asked), at),
    ];

    public static IEnumerable<Problem> Check(RequestedCarousel? asked, string at) => asked is null ? [ContentMissing(at)] :
    [
        .. FieldChecks.OneOf<CardWidth>(asked.CardWidth, $"{at}.cardWidth", "small or medium"),
        .. FieldChecks.Each(asked.Cards, $"{at}.cards", 2, 10, CheckCard),
    ];

    public static ContentBody.RichCard Read(RequestedRichCard asked) => new(
        EnumText.ParseOrNull<CardOrientation>(asked.CardOrientation)!.Value, EnumText.ParseOrNull<CardImageSide>(asked.ThumbnailImageAlignment), Read(CardOf(asked)));

    public static ContentBody.Carousel Read(RequestedCarousel asked) =>
        new(EnumText.ParseOrNull<CardWidth>(asked.CardWidth)!.Value, [.. asked.Cards!.Select(card => Read(card!))]);

    private static RequestedCard CardOf(RequestedRichCard asked) => new()
    {
        Title = asked.Title,
        Description = asked.Description,
        Media = asked.Media,
        Suggestions = asked.Suggestions,
    };

    private static IEnumerable<Problem> CheckCard(RequestedCard asked, string at) =>
    [
        .. FieldChecks.Optional(asked.Title, $"{at}.title", LongestTitle),
        .. FieldChecks.Optional(asked.Description, $"{at}.description", LongestDescription),
        .. string.IsNullOrEmpty(asked.Media?.Height) ? [] : FieldChecks.OneOf<CardMediaHeight>(asked.Media.Height, $"{at}.media.height", "short, medium or tall"),
        .. FieldChecks.Media(asked.Media?.ContentInfo?.FileUrl, $"{at}.media.contentInfo.fileUrl"),
        .. FieldChecks.OptionalMedia(asked.Media?.ContentInfo?.ThumbnailUrl, $"{at}.media.contentInfo.thumbnailUrl"),
        .. SuggestionParser.Check(asked.Suggestions, $"{at}.suggestions", MostOnCard),
    ];

    private static Card Read(RequestedCard asked)
    {
        var file = asked.Media!.ContentInfo!;
        var media = new CardMedia(
            EnumText.ParseOrNull<CardMediaHeight>(asked.Media.Height), WebAddress.Read(file.FileUrl)!, WebAddress.Read(file.ThumbnailUrl), file.ForceRefresh ?? false);
        return new Card(asked.Title, asked.Description, media, asked.Suggestions is { } suggestions ? SuggestionParser.Read(suggestions) : []);
    }
}
