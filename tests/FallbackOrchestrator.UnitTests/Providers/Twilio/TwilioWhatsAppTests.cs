using System.Collections.Immutable;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Providers.Twilio;
using FallbackOrchestrator.UnitTests.Support;
using Microsoft.AspNetCore.WebUtilities;

namespace FallbackOrchestrator.UnitTests.Providers.Twilio;

/// <summary>
/// WhatsApp by Twilio. The fields are those of Twilio's OpenAPI document (twilio_api_v2010, April 2026): <c>CreateMessage</c>.
/// </summary>
public sealed class TwilioWhatsAppTests
{
    private const string Sid = "HX0123456789abcdef0123456789abcdef";
    private const string OtherSid = "HXfedcba9876543210fedcba9876543210";

    private static readonly Uri Url = new("https://cdn.example/menu.pdf");
    private static readonly IChannelAdapter WhatsApp = With(("Templates", $"order/en_GB={Sid}, code/en = {OtherSid}"));

    private static IChannelAdapter With(params (string Name, string? Value)[] settings) => new TwilioProvider().CreateAdapter(A.Settings(
        Channel.WhatsApp.Name,
        [
            .. TwilioConformance.Account.Where(pair => settings.All(setting => setting.Name != pair.Key)),
            .. settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value)),
        ]));

    private static async Task<Dictionary<string, string>> FieldsAsync(IChannelAdapter adapter, ContentBody body)
    {
        using var call = adapter.WriteCall(A.Handover with { Body = body });
        return QueryHelpers.ParseQuery(await call.Content!.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .ToDictionary(field => field.Key, field => field.Value.Single()!);
    }

    private static ContentBody.Template Template(string name, string language, params TemplateComponent[] components) =>
        new(name, language, [.. components]);

    private static TemplateComponent.Body Words(params string[] words) => new([.. words.Select(word => new TemplateParameter.Text(word))]);

    private static TemplateComponent.Button Button(int index, TemplateParameter parameter, TemplateButton kind = TemplateButton.Url) =>
        new(kind, index, [parameter]);

    [Fact]
    public async Task A_text_is_written_as_Twilio_wants_it() => (await Requests.WrittenAsync(
        WhatsApp, A.Handover with { Sms = new SmsSettings(SmsEncoding.Auto, "SHOP"), Lifetime = TimeSpan.FromMinutes(1) })).Should().Be("""
        POST https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages.json
        Authorization: Basic QUMwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMTphdXRoLXRva2VuLTE=
        Content-Type: application/x-www-form-urlencoded

        To=whatsapp%3A%2B447700900123&From=whatsapp%3A%2B15005550006&Body=Your+parcel+waits+at+the+corner+shop&StatusCallback=https%3A%2F%2Fus.example%2Fwebhooks%2Facme%2Fmain%3Fref%3D0193b1c2d3e47f508a6b1c2d3e4f5061-2%23rc%3D3%26rp%3Dall
        """);

    [Theory]
    [InlineData("whatsapp:+15005550006")]
    [InlineData("15005550006")]
    [InlineData(" WhatsApp:15005550006")]
    public async Task The_sender_has_its_prefix_once(string from) =>
        (await FieldsAsync(With(("From", from)), new ContentBody.Text("Hello")))["From"].Should().Be("whatsapp:+15005550006");

    [Fact]
    public async Task A_messaging_service_chooses_the_sender_if_none_is_configured() =>
        (await FieldsAsync(With(("From", null), ("MessagingServiceSid", "MG1")), new ContentBody.Text("Hello"))).Should().Contain(
            "MessagingServiceSid", "MG1").And.NotContainKey("From");

    public static TheoryData<ContentBody, string?, string> Media => new()
    {
        { new ContentBody.Image(Url) { Caption = "Look" }, "Look", "MediaUrl" },
        { new ContentBody.Image(Url), null, "MediaUrl" },
        { new ContentBody.Video(Url) { Caption = "Look" }, "Look", "MediaUrl" },
        { new ContentBody.Audio(Url), null, "MediaUrl" },
        { new ContentBody.File(Url) { Caption = "Look" }, null, "MediaUrl" },
    };

    [Theory, MemberData(nameof(Media))]
    public async Task A_medium_is_sent_by_its_address(ContentBody body, string? words, string field)
    {
        var fields = await FieldsAsync(WhatsApp, body);

        fields[field].Should().Be("https://cdn.example/menu.pdf");
        fields.GetValueOrDefault("Body").Should().Be(words);
    }

    [Fact]
    public void The_text_of_a_file_is_left_out_and_said()
    {
        WhatsApp.Loss(new ContentBody.File(Url) { Caption = "Look" }).Should().Contain("content.text is not sent");
        WhatsApp.Loss(new ContentBody.File(Url)).Should().BeNull();
        WhatsApp.Loss(new ContentBody.Image(Url) { Caption = "Look" }).Should().BeNull();
    }

    [Theory]
    [InlineData("Home", "1 Main Street", "Home", "geo:37.5,-122.25|1 Main Street")]
    [InlineData("Home", null, "Home", "geo:37.5,-122.25")]
    [InlineData(null, "1 Main Street", "1 Main Street", "geo:37.5,-122.25|1 Main Street")]
    [InlineData(null, null, "37.5,-122.25", "geo:37.5,-122.25")]
    public async Task A_place_is_an_action_with_a_name(string? name, string? address, string body, string action)
    {
        var fields = await FieldsAsync(WhatsApp, new ContentBody.Location(new Place(37.5, -122.25, name, address)));

        (fields["Body"], fields["PersistentAction"]).Should().Be((body, action));
    }

    [Fact]
    public async Task A_template_is_named_by_its_content_SID_and_its_values_are_numbered_over_all_parts()
    {
        var fields = await FieldsAsync(WhatsApp, Template(
            "order", "en_GB",
            Button(1, new TemplateParameter.Text("7781")),
            Button(0, new TemplateParameter.Payload("yes"), TemplateButton.QuickReply),
            Words("Ann's", "tonight"),
            new TemplateComponent.Header([new TemplateParameter.Media(TemplateMedium.Image, Url)])));

        fields["ContentSid"].Should().Be(Sid);
        fields["ContentVariables"].Should().Be(
            """{"1":"https://cdn.example/menu.pdf","2":"Ann\u0027s","3":"tonight","4":"yes","5":"7781"}""");
        fields.Should().NotContainKey("Body").And.NotContainKey("MediaUrl");
    }

    [Fact]
    public async Task A_code_in_the_text_and_in_the_button_is_one_value() =>
        (await FieldsAsync(WhatsApp, Template("code", "en", Words("7781"), Button(0, new TemplateParameter.Text("7781")))))
            .Should().Contain("ContentSid", OtherSid).And.Contain("ContentVariables", """{"1":"7781"}""");

    [Fact]
    public async Task A_value_with_a_name_keeps_it() => (await FieldsAsync(WhatsApp, Template(
            "order", "en_GB", new TemplateComponent.Body([new TemplateParameter.Text("Ann", "first_name")]))))["ContentVariables"]
        .Should().Be("""{"first_name":"Ann"}""");

    [Fact]
    public async Task A_template_without_values_has_none() =>
        (await FieldsAsync(WhatsApp, Template("order", "en_GB"))).Should().NotContainKey("ContentVariables");

    public static TheoryData<ContentBody, string> Impossible => new()
    {
        { Template("order", "en"), "the channel account has no content SID for the template order in en" },
        { Template("other", "en_GB"), "the channel account has no content SID for the template other in en_GB" },
        { Template("order", "en_GB", Words("")), "Twilio's templates take texts*none that is empty" },
        { Template("order", "en_GB", new TemplateComponent.Header([new TemplateParameter.Location(new Place(1, 2))])), "Twilio's templates take texts*" },
        { Template("order", "en_GB", Button(0, new TemplateParameter.Ttl(10), TemplateButton.VoiceCall)), "Twilio's templates take texts*" },
        { Template("order", "en_GB", new TemplateComponent.CallPermissionRequest()), "*permission to call*" },
        { new ContentBody.Interactive(new InteractiveAction.LocationRequest(), "Where?"), "Twilio sends interactive messages only as templates*" },
        { new ContentBody.Text(new string('x', 1601)), "Twilio takes texts of at most 1600 characters" },
    };

    [Theory, MemberData(nameof(Impossible))]
    public void What_Twilio_cannot_send_is_refused_before_the_call(ContentBody body, string why) =>
        WhatsApp.WhyNot(body).Should().Match(why);

    [Fact]
    public void What_it_can_send_is_not_refused()
    {
        WhatsApp.WhyNot(new ContentBody.Text(new string('x', 1600))).Should().BeNull();
        WhatsApp.WhyNot(Template("order", "en_GB", Words("Ann"))).Should().BeNull();
        WhatsApp.WhyNot(new ContentBody.Location(new Place(1, 2))).Should().BeNull();
    }

    [Theory]
    [InlineData("order/en_GB=HX1")]
    [InlineData("order=HX0123456789abcdef0123456789abcdef")]
    [InlineData("order/en=HX0123456789abcdef0123456789abcdef,order/en=HXfedcba9876543210fedcba9876543210")]
    [InlineData("order/en")]
    public void A_map_of_templates_that_cannot_be_read_is_a_mistake_in_the_settings(string templates)
    {
        var create = () => With(("Templates", templates));

        create.Should().Throw<InvalidSettingsException>().WithMessage("*Settings:Templates*order*");
    }

    [Fact]
    public void It_reports_Read_by_numbers_only_and_has_no_lifetime()
    {
        WhatsApp.Traits.BestStatus.Should().Be(SuccessStatus.Read);
        WhatsApp.Traits.Addressing.Should().Be(AccountAddressing.NumbersOnly);
        WhatsApp.Traits.ShortestLifetime.Should().BeNull();
    }

    [Theory]
    [InlineData(63016, ErrorClass.NotReachable, 1022)]
    [InlineData(63024, ErrorClass.NotReachable, 1018)]
    [InlineData(63014, ErrorClass.RecipientRefused, ErrorCodes.Blacklisted)]
    [InlineData(63027, ErrorClass.BadRequest, 1031)]
    public void A_refusal_means_what_its_code_says(int code, ErrorClass @class, int published)
    {
        var body = System.Text.Encoding.UTF8.GetBytes($$"""{"code":{{code}},"message":"why","status":400}""");

        WhatsApp.ReadResponse(new ProviderResponse(400, body, RetryAfter: null)).Should().Be(
            new CallResult.Rejected(new AttemptError(@class, published, $"{code}", "why") { NotOnChannel = code is 63003 or 63024 }));
    }

    [Fact]
    public void A_fault_between_Twilio_and_WhatsApp_is_unknown() => WhatsApp.ReadResponse(new ProviderResponse(
        400, """{"code":63012,"message":"why","status":400}"""u8.ToArray(), RetryAfter: null)).Should().BeOfType<CallResult.Unknown>();
}
