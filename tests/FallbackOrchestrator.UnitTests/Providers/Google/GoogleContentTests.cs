using System.Collections.Immutable;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Providers.Google;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Google;

/// <summary>
/// Contents as Google's API has them: member by member as in Google's own client in C#
/// (github.com/rcs-business-messaging/rcsforbusiness-samples, csharp/rcsforbusinessapi) and in its examples for curl.
/// </summary>
public sealed class GoogleContentTests
{
    private static readonly CardMedia Media = new(
        CardMediaHeight.Short, new Uri("https://www.example.com/image.jpg"), new Uri("https://www.example.com/small.jpg"), ForceRefresh: true);

    private static async Task<string> WrittenAsync(ContentBody body)
    {
        var adapter = new GoogleProvider().CreateAdapter(A.Settings(Channel.Rcs.Name, GoogleConformance.Account));
        var written = (await Requests.WrittenAsync(adapter, A.Handover with { Body = body })).Split('\n')[^1];
        const string Start = "{\"contentMessage\":", End = ",\"messageTrafficType\":\"TRANSACTION\"}";
        written.Should().StartWith(Start).And.EndWith(End);
        return written[Start.Length..^End.Length];
    }

    [Fact]
    public async Task Media_are_written_by_their_address()
    {
        const string File = "https://cdn.example/a.jpg";
        var (url, small) = (new Uri(File), new Uri("https://cdn.example/s.jpg"));
        const string Both = """{"contentInfo":{"fileUrl":"https://cdn.example/a.jpg","thumbnailUrl":"https://cdn.example/s.jpg"}}""";

        (await WrittenAsync(new ContentBody.Image(url, small) { Caption = "not shown" })).Should().Be(Both);
        (await WrittenAsync(new ContentBody.Video(url, small))).Should().Be(Both);
        (await WrittenAsync(new ContentBody.File(url))).Should().Be($$$"""{"contentInfo":{"fileUrl":"{{{File}}}"}}""");
    }

    [Fact]
    public async Task A_vertical_card_is_written_as_in_Googles_example()
    {
        var card = new Card("Hello, world!", "RBM is awesome!", Media,
        [
            new Suggestion.Reply { Label = "Suggestion #1", PostbackData = "suggestion_1" },
            new Suggestion.Reply { Label = "Suggestion #2", PostbackData = "suggestion_2" },
            new Suggestion.ViewLocation(new Place(37.4220188, -122.0844786, "Googleplex"), null) { Label = "View map", PostbackData = "postback_data_1234" },
        ]);

        (await WrittenAsync(new ContentBody.RichCard(CardOrientation.Vertical, null, card))).Should().Be(
            """{"richCard":{"standaloneCard":{"cardOrientation":"VERTICAL","cardContent":{"title":"Hello, world!","description":"RBM is awesome!","media":{"height":"SHORT","contentInfo":{"fileUrl":"https://www.example.com/image.jpg","thumbnailUrl":"https://www.example.com/small.jpg","forceRefresh":true}},"suggestions":[{"reply":{"text":"Suggestion #1","postbackData":"suggestion_1"}},{"reply":{"text":"Suggestion #2","postbackData":"suggestion_2"}},{"action":{"text":"View map","postbackData":"postback_data_1234","viewLocationAction":{"latLong":{"latitude":37.4220188,"longitude":-122.0844786},"label":"Googleplex"}}}]}}}}""");
    }

    [Theory]
    [InlineData(CardImageSide.Right, "RIGHT")]
    [InlineData(CardImageSide.Left, "LEFT")]
    [InlineData(null, "LEFT")]
    public async Task A_horizontal_card_has_a_side_for_its_image_and_needs_no_height(CardImageSide? side, string written)
    {
        var card = new Card("Your table", null, new CardMedia(null, Media.File, null, ForceRefresh: false), []);

        (await WrittenAsync(new ContentBody.RichCard(CardOrientation.Horizontal, side, card))).Should().Be(
            """{"richCard":{"standaloneCard":{"cardOrientation":"HORIZONTAL","thumbnailImageAlignment":"SIDE","cardContent":{"title":"Your table","media":{"contentInfo":{"fileUrl":"https://www.example.com/image.jpg"}}}}}}"""
                .Replace("SIDE", written, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_carousel_is_written_with_a_height_for_each_image_and_suggestions_below()
    {
        var media = new CardMedia(null, Media.File, null, ForceRefresh: false);
        var carousel = new ContentBody.Carousel(CardWidth.Small, [new Card("One", null, media, []), new Card(null, "Two", media, [])])
        {
            Suggestions = [new Suggestion.Reply { Label = "None", PostbackData = "n" }],
        };

        (await WrittenAsync(carousel)).Should().Be(
            """{"richCard":{"carouselCard":{"cardWidth":"SMALL","cardContents":[{"title":"One","media":{"height":"MEDIUM","contentInfo":{"fileUrl":"https://www.example.com/image.jpg"}}},{"description":"Two","media":{"height":"MEDIUM","contentInfo":{"fileUrl":"https://www.example.com/image.jpg"}}}]}},"suggestions":[{"reply":{"text":"None","postbackData":"n"}}]}""");
    }

    [Fact]
    public async Task Every_suggestion_is_written_below_a_text()
    {
        ImmutableArray<Suggestion> all =
        [
            new Suggestion.Reply { Label = "Yes", PostbackData = "y" },
            new Suggestion.Dial("+12025551234") { Label = "Call", PostbackData = "c", FallbackUrl = new Uri("https://shop.example/call") },
            new Suggestion.ViewLocation(null, "coffee") { Label = "Find", PostbackData = "f" },
            new Suggestion.CreateCalendarEvent(
                "Pick up", "at desk 4", new(2026, 12, 1, 9, 0, 0, TimeSpan.FromHours(1)), new(2026, 12, 1, 10, 0, 0, TimeSpan.FromHours(1)))
            { Label = "Note", PostbackData = "n" },
            new Suggestion.OpenUrl(new Uri("https://shop.example/"), UrlApplication.Webview, WebviewMode.Full, "The shop")
            { Label = "Open", PostbackData = "o" },
            new Suggestion.OpenUrl(new Uri("https://shop.example/"), null, null, null) { Label = "Open", PostbackData = "o" },
        ];

        (await WrittenAsync(new ContentBody.Text("Hi") { Suggestions = all })).Should().Be(
            """{"text":"Hi","suggestions":[{"reply":{"text":"Yes","postbackData":"y"}},{"action":{"text":"Call","postbackData":"c","fallbackUrl":"https://shop.example/call","dialAction":{"phoneNumber":"\u002B12025551234"}}},{"action":{"text":"Find","postbackData":"f","viewLocationAction":{"query":"coffee"}}},{"action":{"text":"Note","postbackData":"n","createCalendarEventAction":{"startTime":"2026-12-01T08:00:00Z","endTime":"2026-12-01T09:00:00Z","title":"Pick up","description":"at desk 4"}}},{"action":{"text":"Open","postbackData":"o","openUrlAction":{"url":"https://shop.example/","application":"WEBVIEW","webviewViewMode":"FULL","description":"The shop"}}},{"action":{"text":"Open","postbackData":"o","openUrlAction":{"url":"https://shop.example/"}}}]}""");
    }

    [Fact]
    public async Task What_RCS_does_not_carry_is_not_written()
    {
        var write = () => WrittenAsync(new ContentBody.Location(new Place(1, 2)));

        await write.Should().ThrowAsync<NotSupportedException>();
    }
}
