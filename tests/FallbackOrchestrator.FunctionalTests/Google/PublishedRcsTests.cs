using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.Google;

/// <summary>
/// The examples for RCS of 8x8's OpenAPI document, word for word, and its other contents
/// (https://developer.8x8.com/connect/docs/rcs/message-types). The simulated Google refuses every member and value that its API has not.
/// </summary>
public sealed class PublishedRcsTests(World world) : IClassFixture<World>
{
    private const string RcsCarousel =
        """
        {"user": {"msisdn": "+84123456789"}, "type": "carousel", "content": {"carousel": {"cardWidth": "medium",
        "cards": [{"title": "Catamaran day-trip", "description": "Snorkel, sushi, & sunset cocktails. $99, 6 spots left!",
        "media": {"height": "short", "contentInfo": {"fileUrl": "https://www.example.com/image.jpg", "thumbnailUrl": "https://www.example.com/image.jpg",
        "forceRefresh": false}}, "suggestions": [{"action": {"text": "Buy now", "postbackData": "buy_catamaran",
        "openUrlAction": {"url": "https://example.com", "application": "WEBVIEW", "webviewViewMode": "FULL",
        "description": "Buy catamaran day-trip"}}}, {"reply": {"text": "More details", "postbackData": "details_catamaran"}}]},
        {"title": "Jungle ATV tour", "description": "Explore off-road with an expert guide. $99, limited spots!",
        "media": {"height": "short", "contentInfo": {"fileUrl": "https://www.example.com/image.jpg", "thumbnailUrl": "https://www.example.com/image.jpg",
        "forceRefresh": false}}, "suggestions": [{"action": {"text": "Buy now", "postbackData": "buy_atv_tour",
        "openUrlAction": {"url": "https://example.com", "application": "WEBVIEW", "webviewViewMode": "FULL",
        "description": "Buy jungle ATV tour"}}}, {"reply": {"text": "More details", "postbackData": "details_atv_tour"}}]}]},
        "suggestions": [{"reply": {"text": "Check my orders", "postbackData": "check_my_orders"}}, {"reply": {"text": "Not interested",
        "postbackData": "not_interested"}}]}}
        """;

    private const string RcsRichCardVertical =
        """
        {"user": {"msisdn": "+84123456789"}, "type": "richCard", "content": {"richCard": {"cardOrientation": "vertical",
        "title": "Hey Melissa! New year, new shoes? 👟", "description": "Check out our latest arrivals, including the AirPulse, perfect for your next run! Plus, get a free gait analysis with any purchase this week.",
        "media": {"height": "short", "contentInfo": {"fileUrl": "https://www.example.com/image.jpg", "thumbnailUrl": "https://www.example.com/image.jpg",
        "forceRefresh": false}}, "suggestions": [{"reply": {"text": "🛍️ View new arrivals", "postbackData": "view_new_arrivals"}},
        {"reply": {"text": "📋 Book Gait Analysis", "postbackData": "book_gait_analysis"}}, {"action": {"text": "👗 Shop now",
        "postbackData": "shop_now", "openUrlAction": {"url": "https://example.com", "application": "WEBVIEW",
        "webviewViewMode": "FULL", "description": "Shop Bridgepoint Runners"}}}]}, "suggestions": [{"reply": {"text": "Check my orders",
        "postbackData": "check_my_orders"}}, {"reply": {"text": "Not interested", "postbackData": "not_interested"}}]}}
        """;

    private const string RcsRichCardHorizontal =
        """
        {"user": {"msisdn": "+84123456789"}, "type": "richCard", "content": {"richCard": {"cardOrientation": "horizontal",
        "thumbnailImageAlignment": "right", "title": "Your reservation at Ebi", "description": "We're springing into action to get your table ready for 5:00 PM! 🕔 Have any questions before you arrive?",
        "media": {"contentInfo": {"fileUrl": "https://www.example.com/image.jpg", "thumbnailUrl": "https://www.example.com/image.jpg",
        "forceRefresh": false}}, "suggestions": [{"action": {"text": "Ebi location", "postbackData": "ebi_location",
        "viewLocationAction": {"latLong": {"latitude": 37.7749, "longitude": -122.4194}, "label": "Ebi Restaurant"}}},
        {"action": {"text": "Call us", "postbackData": "call_ebi", "dialAction": {"phoneNumber": "+12025551234"}}}]},
        "suggestions": []}}
        """;

    public static TheoryData<string> Bodies =>
    [
        RcsCarousel, RcsRichCardVertical, RcsRichCardHorizontal,
        """{"user":{"msisdn":"+84123456789"},"type":"text","content":{"text":"How can we help?"}}""",
        """
        {"user":{"msisdn":"+84123456789"},"type":"text","content":{"text":"How can we help?","suggestions":[
        {"reply":{"text":"Call me","postbackData":"call"}},
        {"action":{"text":"Call","postbackData":"c","fallbackUrl":"https://shop.example/call","dialAction":{"phoneNumber":"+1234567890"}}},
        {"action":{"text":"Find","postbackData":"f","viewLocationAction":{"query":"coffee"}}},
        {"action":{"text":"Note","postbackData":"n","createCalendarEventAction":{"title":"Pick up","description":"at desk 4",
        "startTime":"2026-12-01T09:00:00+01:00","endTime":"2026-12-01T10:00:00Z"}}},
        {"action":{"text":"Visit","postbackData":"v","openUrlAction":{"url":"https://shop.example","application":"BROWSER"}}}]}}
        """,
        """{"user":{"msisdn":"+84123456789"},"type":"image","content":{"url":"https://www.example.com/image.jpg"}}""",
        """{"user":{"msisdn":"+84123456789"},"type":"video","content":{"url":"https://www.example.com/video.mp4"}}""",
        """{"user":{"msisdn":"+84123456789"},"type":"file","content":{"url":"https://www.example.com/menu.pdf"}}""",
    ];

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Every_published_content_reaches_the_handset_as_it_is(string body)
    {
        var sent = await world.SendJsonAsync(body.TrimEnd()[..^1] + ""","channels":[{"channel":"RCS"}]}""");
        await world.AdvanceAsync(TimeSpan.FromSeconds(3));

        (sent.Warnings ?? []).Should().BeEmpty();
        var attempt = (await world.TimelineAsync(sent.Umid)).Attempts.Single();
        (attempt.Status, attempt.Error).Should().Be(("delivered", null));
    }

    [Theory]
    [InlineData("""{"type":"image","content":{"url":"https://www.example.com/image.jpg","text":"Our menu"}}""", "shows no text with Image")]
    [InlineData("""{"type":"location","content":{"location":{"latitude":1.29,"longitude":103.85}}}""", "does not carry Location content; only its text")]
    public async Task What_RCS_does_not_show_is_named_and_the_rest_is_sent(string rest, string warning)
    {
        var sent = await world.SendJsonAsync($$"""{"user":{"msisdn":"+84123456789"},"channels":[{"channel":"RCS"}],{{rest[1..]}}""");
        await world.AdvanceAsync(TimeSpan.FromSeconds(3));

        sent.Warnings.Should().ContainSingle().Which.Should().Contain(warning);
        (await world.TimelineAsync(sent.Umid)).Outcome.Should().Be("succeeded");
    }
}
