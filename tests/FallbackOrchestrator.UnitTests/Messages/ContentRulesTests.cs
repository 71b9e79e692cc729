using System.Reflection;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using static FallbackOrchestrator.Messages.Contents.ContentKind;

namespace FallbackOrchestrator.UnitTests.Messages;

public class ContentRulesTests
{
    private const string Link = "https://cdn.example/x";

    private static readonly Uri Url = new(Link);

    private static readonly CardMedia Media = new(null, Url, null, ForceRefresh: false);

    private static readonly Dictionary<ContentKind, ContentBody> Samples = new()
    {
        [Text] = new ContentBody.Text("Words"),
        [Image] = new ContentBody.Image(Url),
        [Audio] = new ContentBody.Audio(Url, 5),
        [Video] = new ContentBody.Video(Url, Url, 2700, 5),
        [ContentKind.File] = new ContentBody.File(Url),
        [Location] = new ContentBody.Location(new Place(1.5, 103.8)),
        [Buttons] = new ContentBody.Buttons("Words", Url, new LinkButton("Open", Url)),
        [Interactive] = new ContentBody.Interactive(new InteractiveAction.LocationRequest(), "Words"),
        [Template] = new ContentBody.Template("order_update", "en", []),
        [RichCard] = new ContentBody.RichCard(CardOrientation.Vertical, null, new Card("Title", "Words", Media, [])),
        [Carousel] = new ContentBody.Carousel(CardWidth.Small, [new Card(null, null, Media, []), new Card(null, null, Media, [])]),
    };

    public static TheoryData<ContentKind> Kinds => [.. Samples.Keys];

    [Theory]
    [InlineData("WhatsApp", Text, Image, Audio, Video, ContentKind.File, Location, Interactive, Template)]
    [InlineData("Viber", Text, Image, Video, ContentKind.File, Buttons)]
    [InlineData("SMS", Text)]
    [InlineData("RCS", Text, Image, Video, ContentKind.File, RichCard, Carousel)]
    [InlineData("Line", Text, Image, Audio, Video, Location)]
    [InlineData("LineNotification", Text, Template)]
    [InlineData("Zalo", Template)]
    public void A_channel_carries_these_kinds_as_they_are(string channel, params ContentKind[] kinds) =>
        Samples.Where(sample => Fit(sample.Value, channel) is Fitting.Fits fits && ReferenceEquals(fits.Body, sample.Value))
            .Select(sample => sample.Key)
            .Should().BeEquivalentTo(kinds);

    [Fact]
    public void Every_channel_of_the_table_can_be_found() =>
        typeof(Channel).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<Channel>()
            .Should().BeEquivalentTo(Channel.All)
            .And.OnlyContain(channel => Channel.ContentOf(channel.Name) == channel.Content);

    [Theory, MemberData(nameof(Kinds))]
    public void SMS_sends_the_fallback_text_whatever_the_kind(ContentKind kind) =>
        Words(Fit(Samples[kind], "sms", "Fallback")).Should().Be("Fallback");

    [Theory, MemberData(nameof(Kinds))]
    public void Other_channels_send_the_fallback_text_only_instead_of_what_they_do_not_carry(ContentKind kind)
    {
        var fits = Fit(Samples[kind], "Viber", "Fallback").Should().BeOfType<Fitting.Fits>().Subject;

        fits.UsesFallbackText.Should().Be(!Channel.Viber.Content.Kinds.Contains(kind));
        fits.Warnings.Should().BeEmpty("this is what was asked for");
    }

    [Theory]
    [InlineData(Text, "Words")]
    [InlineData(Image, Link)]
    [InlineData(Audio, Link)]
    [InlineData(Video, Link)]
    [InlineData(ContentKind.File, Link)]
    [InlineData(Location, "https://maps.google.com/?q=1.5,103.8")]
    [InlineData(Buttons, "Words")]
    [InlineData(Interactive, "Words")]
    [InlineData(Template, null)]
    [InlineData(RichCard, "Title\nWords")]
    [InlineData(Carousel, null)]
    public void Without_fallback_text_the_text_or_the_link_is_sent(ContentKind kind, string? expected) =>
        Words(Fit(Samples[kind], "SMS")).Should().Be(expected);

    [Theory, MemberData(nameof(Kinds))]
    public void A_caption_is_used_before_a_link(ContentKind kind)
    {
        if (kind is Text or Buttons or Interactive)
            return; // They have a text of their own.
        Words(Fit(Samples[kind] with { Caption = "Caption" }, "SMS")).Should().Be("Caption");
    }

    [Fact]
    public void The_text_of_a_place_is_its_name_and_address() =>
        Words(Fit(new ContentBody.Location(new Place(1, 2, "Office", "1 George Street")), "SMS")).Should().Be("Office\n1 George Street");

    [Fact]
    public void Lost_parts_cause_a_warning() => Fit(Samples[Image] with { Caption = "Caption" }, "SMS").Should().BeOfType<Fitting.Fits>()
        .Which.Warnings.Should().Equal("the channel does not carry Image content; only its text, caption or link is sent");

    [Fact]
    public void A_channel_without_captions_sends_the_medium_with_a_warning() =>
        Fit(Samples[ContentKind.File] with { Caption = "Caption" }, "Viber").Should().BeOfType<Fitting.Fits>()
            .Which.Warnings.Should().Equal("the channel shows no text with File content, so content.text is not sent");

    [Theory]
    [InlineData("WhatsApp", 4096)]
    [InlineData("Viber", 1000)]
    [InlineData("RCS", 3072)]
    [InlineData("Line", 5000)]
    public void A_text_that_is_too_long_cannot_be_carried(string channel, int most)
    {
        Fit(new ContentBody.Text(new string('a', most)), channel).Should().BeOfType<Fitting.Fits>();
        Fit(new ContentBody.Text(new string('a', most + 1)), channel).Should().BeOfType<Fitting.CannotApply>()
            .Which.Why.Should().Be(
                AttemptError.Of(ErrorClass.BadRequest, text: $"the text is longer than the channel's {most} characters"));
        Words(Fit(new ContentBody.Text(new string('a', most + 1)), channel, "Short")).Should().Be("Short");
    }

    [Fact]
    public void A_caption_that_is_too_long_takes_the_place_of_its_medium()
    {
        var caption = new string('a', 1025);

        Words(Fit(Samples[Image] with { Caption = caption }, "WhatsApp")).Should().Be(caption);
    }

    [Fact]
    public void A_button_whose_caption_is_too_long_is_left_out() =>
        Words(Fit(new ContentBody.Buttons("Words", null, new LinkButton(new string('a', 31), Url)), "Viber")).Should().Be("Words");

    [Fact]
    public void A_content_without_text_is_not_possible_on_a_channel_without_its_kind() =>
        Fit(Samples[Template], "Viber").Should().BeOfType<Fitting.CannotApply>()
        .Which.Why.Should().Be(AttemptError.Of(ErrorClass.BadRequest, text: "the channel does not carry Template content"));

    [Fact]
    public void A_long_SMS_is_cut_with_a_warning()
    {
        var fits = Fit(new ContentBody.Text(new string('a', 2000)), "SMS").Should().BeOfType<Fitting.Fits>().Subject;

        fits.Body.Should().Be(new ContentBody.Text(new string('a', 1530)));
        fits.Warnings.Should().Equal("the text needs more than 10 segments and is cut after 1530 characters");
    }

    [Fact]
    public void Characters_outside_a_forced_alphabet_are_sent_nevertheless() =>
        ContentRules.Fit(
            new StepContent(new ContentBody.Text("Привет"), Sms: new SmsSettings(SmsEncoding.Gsm7, "Bad!")), new ChannelName("SMS"))
            .Should().BeOfType<Fitting.Fits>().Which.Warnings.Should().Equal(
                "the text has characters that GSM7 has not, so it is sent as UCS2",
                "the sender ID (sms.source) holds more than letters, digits and spaces: operators may replace it");

    private static Fitting Fit(ContentBody body, string channel, string? fallbackText = null) =>
        ContentRules.Fit(new StepContent(body, fallbackText), new ChannelName(channel));

    private static string? Words(Fitting fitting) => fitting is Fitting.Fits { Body: ContentBody.Text text } ? text.Value : null;
}
