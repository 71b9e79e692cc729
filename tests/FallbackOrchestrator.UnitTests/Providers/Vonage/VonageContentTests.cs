using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Providers.Vonage;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Vonage;

/// <summary>Every body that Viber and SMS carry, in Vonage's wire: the members that follow from it.</summary>
public sealed class VonageContentTests
{
    private static readonly Uri Url = new("https://cdn.example/menu.pdf");
    private static readonly LinkButton Open = new("Open", new Uri("https://shop.example/7"));

    public static TheoryData<ContentBody, string> OnViber => new()
    {
        { new ContentBody.Image(Url), """"message_type":"image" "image":{"url":"https://cdn.example/menu.pdf"} "viber_service":{"category":"transaction"}"""" },
        { new ContentBody.Image(Url) { Caption = "Look" }, """"image":{"url":"https://cdn.example/menu.pdf","caption":"Look"}"""" },
        { new ContentBody.File(Url), """"message_type":"file" "file":{"url":"https://cdn.example/menu.pdf","name":"menu.pdf"}"""" },
        { new ContentBody.Video(Url, new Uri("https://cdn.example/s.jpg"), 2_700_000, 4.5) { Caption = "Look" }, """"message_type":"video" "video":{"url":"https://cdn.example/menu.pdf","caption":"Look","thumb_url":"https://cdn.example/s.jpg"} "viber_service":{"category":"transaction","duration":"5","file_size":"3"}"""" },
        { new ContentBody.Video(Url, Button: Open), """"viber_service":{"category":"transaction","action":{"url":"https://shop.example/7","text":"Open"}}"""" },
        { new ContentBody.File(new Uri("https://cdn.example/A-rather-long-file-name-of-an-invoice-2026.pdf")), """"file":{"url":"https://cdn.example/A-rather-long-file-name-of-an-invoice-2026.pdf","name":"A-rather-long-file-na.pdf"}"""" },
        { new ContentBody.File(new Uri("https://cdn.example/get?id=7")), """"file":{"url":"https://cdn.example/get?id=7"}"""" },
        { new ContentBody.Buttons("Words", null, Open), """"message_type":"text" "text":"Words" "viber_service":{"category":"transaction","action":{"url":"https://shop.example/7","text":"Open"}}"""" },
        { new ContentBody.Buttons("Words", Url, Open), """"message_type":"image" "image":{"url":"https://cdn.example/menu.pdf","caption":"Words"} "action":{"url":"https://shop.example/7","text":"Open"}"""" },
        { new ContentBody.Buttons("Words", Url), """"image":{"url":"https://cdn.example/menu.pdf","caption":"Words"} "viber_service":{"category":"transaction"}"""" },
    };

    [Theory, MemberData(nameof(OnViber))]
    public async Task A_body_on_Viber_is_written_as_Vonage_wants_it(ContentBody body, string members)
    {
        var written = await Requests.WrittenAsync(Adapter(Channel.Viber), A.Handover with { Body = body });

        foreach (var member in members.Split(' '))
            written.Should().Contain(member);
    }

    [Fact]
    public async Task A_forced_alphabet_is_not_used_if_the_text_does_not_fit_it() =>
        (await Requests.WrittenAsync(
            Adapter(Channel.Sms), A.Handover with { Body = new ContentBody.Text("Привет"), Sms = new SmsSettings(SmsEncoding.Gsm7, null) }))
        .Should().Contain("\"encoding_type\":\"unicode\"");

    [Theory]
    [InlineData("Viber")]
    [InlineData("SMS")]
    public void A_content_that_the_channel_does_not_carry_is_not_written(string channel)
    {
        Channel.TryFind(channel, out var known);
        var write = () => Adapter(known!).WriteCall(A.Handover with { Body = new ContentBody.Audio(Url) });

        write.Should().Throw<NotSupportedException>();
    }

    private static IChannelAdapter Adapter(Channel channel) =>
        new VonageProvider().CreateAdapter(A.Settings(channel.Name, VonageConformance.Account));
}
