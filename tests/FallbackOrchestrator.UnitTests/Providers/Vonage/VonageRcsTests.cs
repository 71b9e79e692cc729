using System.Collections.Immutable;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.UnitTests.Support;
using static FallbackOrchestrator.UnitTests.Providers.Vonage.VonageRequests;

namespace FallbackOrchestrator.UnitTests.Providers.Vonage;

/// <summary>
/// RCS by Vonage. The forms are those of Vonage's SDK for .NET (Vonage.Test/Messages/Rcs/Data at 8cad0859, June 2026), of its samples for
/// curl with <c>custom</c> (messages/rcs at 6ef38fc), and of Google's reference of agent messages.
/// </summary>
public sealed class VonageRcsTests
{
    private static readonly Uri Url = new("https://cdn.example/menu.pdf");
    private static readonly Uri Small = new("https://cdn.example/small.jpg");
    private static readonly IChannelAdapter Rcs = Adapter(Channel.Rcs);
    private static readonly Suggestion Yes = new Suggestion.Reply { Label = "Yes", PostbackData = "y" };

    private static Card Fish => new("Fish", null, new CardMedia(CardMediaHeight.Short, Url, Small, ForceRefresh: true), [Yes]);

    private static Card Cake => new(null, "Sweet", new CardMedia(null, Url, null, ForceRefresh: false), ImmutableArray<Suggestion>.Empty);

    public static TheoryData<ContentBody, string> Bodies => new()
    {
        { new ContentBody.Text("Words"), """{"message_type":"text","text":"Words"}""" },
        { new ContentBody.Image(Url), """{"message_type":"image","image":{"url":"https://cdn.example/menu.pdf"}}""" },
        { new ContentBody.Video(Url) { Caption = "Not shown" }, """{"message_type":"video","video":{"url":"https://cdn.example/menu.pdf"}}""" },
        { new ContentBody.File(Url), """{"message_type":"file","file":{"url":"https://cdn.example/menu.pdf"}}""" },
        { new ContentBody.Text("Come?") { Suggestions = [Yes] },
            """{"message_type":"custom","custom":{"contentMessage":{"text":"Come?","suggestions":[{"reply":{"text":"Yes","postbackData":"y"}}]}}}""" },
        { new ContentBody.Image(Url, Small) { Suggestions = [Yes] },
            """
            {"message_type":"custom","custom":{"contentMessage":{
              "contentInfo":{"fileUrl":"https://cdn.example/menu.pdf","thumbnailUrl":"https://cdn.example/small.jpg"},
              "suggestions":[{"reply":{"text":"Yes","postbackData":"y"}}]}}}
            """ },
        { new ContentBody.Video(Url, Small),
            """{"message_type":"custom","custom":{"contentMessage":{"contentInfo":{"fileUrl":"https://cdn.example/menu.pdf","thumbnailUrl":"https://cdn.example/small.jpg"}}}}""" },
        { new ContentBody.RichCard(CardOrientation.Horizontal, CardImageSide.Right, Fish),
            """
            {"message_type":"custom","custom":{"contentMessage":{"richCard":{"standaloneCard":{"cardOrientation":"HORIZONTAL","thumbnailImageAlignment":"RIGHT",
              "cardContent":{"title":"Fish","media":{"height":"SHORT","contentInfo":{"fileUrl":"https://cdn.example/menu.pdf",
              "thumbnailUrl":"https://cdn.example/small.jpg","forceRefresh":true}},"suggestions":[{"reply":{"text":"Yes","postbackData":"y"}}]}}}}}}
            """ },
        { new ContentBody.Carousel(CardWidth.Medium, [Fish with { Suggestions = [] }, Cake]) { Suggestions = [Yes] },
            """
            {"message_type":"custom","custom":{"contentMessage":{"richCard":{"carouselCard":{"cardWidth":"MEDIUM","cardContents":[
              {"title":"Fish","media":{"height":"SHORT","contentInfo":{"fileUrl":"https://cdn.example/menu.pdf","thumbnailUrl":"https://cdn.example/small.jpg","forceRefresh":true}}},
              {"description":"Sweet","media":{"contentInfo":{"fileUrl":"https://cdn.example/menu.pdf"}}}]}},
              "suggestions":[{"reply":{"text":"Yes","postbackData":"y"}}]}}}
            """ },
    };

    public static TheoryData<Suggestion, string> Actions => new()
    {
        { new Suggestion.Dial("+15556667777") { Label = "L", PostbackData = "p", FallbackUrl = Url },
            """{"action":{"text":"L","postbackData":"p","fallbackUrl":"https://cdn.example/menu.pdf","dialAction":{"phoneNumber":"+15556667777"}}}""" },
        { new Suggestion.ViewLocation(new Place(1.5, -2, "Home"), null) { Label = "L", PostbackData = "p" },
            """{"action":{"text":"L","postbackData":"p","viewLocationAction":{"latLong":{"latitude":1.5,"longitude":-2},"label":"Home"}}}""" },
        { new Suggestion.ViewLocation(null, "cake near me") { Label = "L", PostbackData = "p" },
            """{"action":{"text":"L","postbackData":"p","viewLocationAction":{"query":"cake near me"}}}""" },
        { new Suggestion.CreateCalendarEvent("Party", "All day", A.Time, A.Time.AddHours(2).ToOffset(TimeSpan.FromHours(8))) { Label = "L", PostbackData = "p" },
            """{"action":{"text":"L","postbackData":"p","createCalendarEventAction":{"startTime":"2026-11-23T10:00:00Z","endTime":"2026-11-23T12:00:00Z","title":"Party","description":"All day"}}}""" },
        { new Suggestion.OpenUrl(Url, UrlApplication.Webview, WebviewMode.Half, "The menu") { Label = "L", PostbackData = "p" },
            """{"action":{"text":"L","postbackData":"p","openUrlAction":{"url":"https://cdn.example/menu.pdf","application":"WEBVIEW","webviewViewMode":"HALF","description":"The menu"}}}""" },
        { new Suggestion.OpenUrl(Url, null, null, null) { Label = "L", PostbackData = "p" },
            """{"action":{"text":"L","postbackData":"p","openUrlAction":{"url":"https://cdn.example/menu.pdf"}}}""" },
    };

    [Theory, MemberData(nameof(Bodies))]
    public async Task A_body_is_written_as_Vonage_wants_it(ContentBody body, string expected) =>
        (await OfBodyAsync(Rcs, body)).ShouldBe(expected);

    [Theory, MemberData(nameof(Actions))]
    public async Task An_action_is_written_as_Google_wants_it(Suggestion action, string expected) =>
        (await OfBodyAsync(Rcs, new ContentBody.Text("Words") { Suggestions = [action] }))["custom"]!["contentMessage"]!["suggestions"]![0]!
            .ShouldBe(expected);

    [Fact]
    public async Task Purpose_trust_and_lifetime_are_in_the_call() => (await WrittenAsync(
        Adapter(Channel.Rcs, ("RcsCategory", "service-request"), ("TrustedRecipient", "true")),
        A.Handover with { Lifetime = TimeSpan.FromSeconds(55) })).ShouldBe("""
        {"channel":"rcs","message_type":"text","to":"447700900123","from":"ACME","text":"Your parcel waits at the corner shop",
         "client_ref":"0193b1c2d3e47f508a6b1c2d3e4f5061-2","webhook_url":"https://us.example/webhooks/acme/main","webhook_version":"v1",
         "ttl":55,"rcs":{"category":"service-request"},"trusted_recipient":true}
        """);

    [Fact]
    public void It_reports_Read_and_takes_lifetimes_of_20_seconds_and_more()
    {
        Rcs.Traits.BestStatus.Should().Be(SuccessStatus.Read);
        Rcs.Traits.ShortestLifetime.Should().Be(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task L4_A_message_is_revoked_by_Vonages_id_and_the_response_promises_nothing()
    {
        var recall = new Recall(A.Reference, new Recipient(A.Msisdn), "a1b2/c3");
        using var request = Rcs.WriteRecall(recall)!;

        Rcs.Traits.SupportsRecall.Should().BeTrue();
        (request.Method, request.RequestUri!.AbsoluteUri).Should().Be((HttpMethod.Patch, "https://api.nexmo.com/v1/messages/a1b2%2Fc3"));
        request.Headers.Authorization!.Scheme.Should().Be("Basic");
        (await request.Content!.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().Be("""{"status":"revoked"}""");
        Rcs.WriteRecall(recall with { ProviderId = null }).Should().BeNull();
        foreach (var status in (int[])[200, 202, 204, 404, 422, 500])
            Rcs.ReadRecallResponse(new ProviderResponse(status, default, RetryAfter: null)).Should().BeOfType<RecallResult.Failed>();
    }

    [Fact]
    public void A_purpose_that_Vonage_does_not_have_is_a_mistake_in_the_settings()
    {
        var create = () => Adapter(Channel.Rcs, ("RcsCategory", "spam"));

        create.Should().Throw<InvalidSettingsException>().WithMessage("*RcsCategory*authentication*");
    }
}
