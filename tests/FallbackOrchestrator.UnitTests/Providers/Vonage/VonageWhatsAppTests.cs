using System.Collections.Immutable;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.UnitTests.Support;
using static FallbackOrchestrator.UnitTests.Providers.Vonage.VonageRequests;

namespace FallbackOrchestrator.UnitTests.Providers.Vonage;

/// <summary>
/// WhatsApp by Vonage. The forms are those of Vonage's SDK for .NET (Vonage.Test/Messages/WhatsApp/Data at 8cad0859, June 2026) and of its
/// samples for curl (messages/whatsapp, January 2026).
/// </summary>
public sealed class VonageWhatsAppTests
{
    private static readonly Uri Url = new("https://cdn.example/menu.pdf");
    private static readonly IChannelAdapter WhatsApp = Adapter(Channel.WhatsApp, ("From", "+44 7700 900456"));

    public static TheoryData<ContentBody, string> Bodies => new()
    {
        { new ContentBody.Text("Words"), """{"message_type":"text","text":"Words"}""" },
        { new ContentBody.Image(Url) { Caption = "Look" }, """{"message_type":"image","image":{"url":"https://cdn.example/menu.pdf","caption":"Look"}}""" },
        { new ContentBody.Audio(Url), """{"message_type":"audio","audio":{"url":"https://cdn.example/menu.pdf"}}""" },
        { new ContentBody.Video(Url) { Caption = "Look" }, """{"message_type":"video","video":{"url":"https://cdn.example/menu.pdf","caption":"Look"}}""" },
        { new ContentBody.File(Url) { Caption = "Eat" }, """{"message_type":"file","file":{"url":"https://cdn.example/menu.pdf","caption":"Eat","name":"menu.pdf"}}""" },
        { new ContentBody.Location(new Place(37.5, -122.25, "Home", "1 Main Street")),
            """{"message_type":"custom","custom":{"type":"location","location":{"longitude":-122.25,"latitude":37.5,"name":"Home","address":"1 Main Street"}}}""" },
        { new ContentBody.Interactive(new InteractiveAction.ReplyButtons([new ReplyButton("yes", "Yes")]), "Come?"),
            """{"message_type":"custom","custom":{"type":"interactive","interactive":{"type":"button","body":{"text":"Come?"},"action":{"buttons":[{"type":"reply","reply":{"id":"yes","title":"Yes"}}]}}}}""" },
        { new ContentBody.Template("order", "en_GB", ImmutableArray<TemplateComponent>.Empty),
            """{"message_type":"custom","custom":{"type":"template","template":{"name":"order","language":{"code":"en_GB","policy":"deterministic"}}}}""" },
        { new ContentBody.Template("code", "en",
            [
                new TemplateComponent.Body([new TemplateParameter.Text("7781")]),
                new TemplateComponent.Button(TemplateButton.Url, 0, [new TemplateParameter.Text("7781")]),
            ]),
            """
            {"message_type":"custom","custom":{"type":"template","template":{"name":"code","language":{"code":"en","policy":"deterministic"},"components":[
              {"type":"body","parameters":[{"type":"text","text":"7781"}]},
              {"type":"button","sub_type":"url","index":"0","parameters":[{"type":"text","text":"7781"}]}]}}}
            """ },
        { new ContentBody.Template("menu", "en", [new TemplateComponent.Header([new TemplateParameter.Media(TemplateMedium.Image, Url)])]),
            """
            {"message_type":"custom","custom":{"type":"template","template":{"name":"menu","language":{"code":"en","policy":"deterministic"},"components":[
              {"type":"header","parameters":[{"type":"image","image":{"link":"https://cdn.example/menu.pdf"}}]}]}}}
            """ },
    };

    [Theory, MemberData(nameof(Bodies))]
    public async Task A_body_is_written_as_Vonage_wants_it(ContentBody body, string expected) =>
        (await OfBodyAsync(WhatsApp, body)).ShouldBe(expected);

    [Fact]
    public async Task A_text_is_addressed_by_numbers_without_a_plus() => (await WrittenAsync(WhatsApp, A.Handover)).ShouldBe("""
        {"channel":"whatsapp","message_type":"text","to":"447700900123","from":"447700900456","text":"Your parcel waits at the corner shop",
         "client_ref":"0193b1c2d3e47f508a6b1c2d3e4f5061-2","webhook_url":"https://us.example/webhooks/acme/main","webhook_version":"v1"}
        """);

    [Fact]
    public async Task A_person_without_a_number_is_addressed_by_the_user_id() =>
        (await WrittenAsync(WhatsApp, A.Handover with { Recipient = new Recipient(null, "US.1349") }))["to"]!.GetValue<string>().Should().Be(
            "US.1349");

    [Fact]
    public async Task A_quotation_names_Vonages_id_of_the_quoted_message()
    {
        WhatsApp.Traits.SupportsQuotes.Should().BeTrue();
        (await WrittenAsync(WhatsApp, A.Handover with { Quoted = "a1b2" }))["context"]!.ShouldBe("""{"message_uuid":"a1b2"}""");
    }

    [Fact]
    public void It_reports_Read_and_has_no_lifetime()
    {
        WhatsApp.Traits.BestStatus.Should().Be(SuccessStatus.Read);
        WhatsApp.Traits.ShortestLifetime.Should().BeNull();
    }

    [Theory]
    [InlineData(1300, ErrorClass.NotReachable, 1018)]
    [InlineData(1340, ErrorClass.NotReachable, 1022)]
    [InlineData(1461, ErrorClass.NotReachable, 1024)]
    [InlineData(1240, ErrorClass.RecipientRefused, ErrorCodes.Blacklisted)]
    [InlineData(1022, ErrorClass.BadRequest, ErrorCodes.InvalidParameter)]
    public void WhatsApps_own_reasons_have_8x8s_codes_for_WhatsApp(int code, ErrorClass @class, int published)
    {
        var result = WhatsApp.ReadResponse(new ProviderResponse(
            422, System.Text.Encoding.UTF8.GetBytes($$"""{"title":"{{code}}","detail":"why"}"""), RetryAfter: null));

        result.Should().Be(new CallResult.Rejected(
            new AttemptError(@class, published, $"{code}", "why") { NotOnChannel = code == 1300 }));
    }
}
