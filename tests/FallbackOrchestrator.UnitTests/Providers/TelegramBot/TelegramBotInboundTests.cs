using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Inbound;
using FallbackOrchestrator.Providers.TelegramBot;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.TelegramBot;

/// <summary>What people write to a bot, in the form of Telegram's page.</summary>
public sealed class TelegramBotInboundTests
{
    private static IReadOnlyList<InboundMessage> Read(string update) =>
        new TelegramBotProvider().CreateAdapter(A.Settings(Channel.Telegram.Name, TelegramBotConformance.Account))
            .ReadReceipts(new ReceiptRequest(
                "POST", A.Handover.ReceiptsTo, name => name == "X-Telegram-Bot-Api-Secret-Token" ? "webhook-secret-1" : null,
                System.Text.Encoding.UTF8.GetBytes(update), A.Time))
            .Should().BeOfType<ReceiptParseResult.Receipts>().Subject.Inbound;

    private static InboundContent Content(string members) => Read(
        $$$"""{"update_id":10000,"message":{"message_id":5,"date":1441645532,"chat":{"id":1111111,"type":"private"},{{{members}}}}}""")
        .Should().ContainSingle().Subject.Content;

    [Fact]
    public void A_text_has_its_chat_its_person_and_its_time()
    {
        var read = Read(
            """
            {"update_id":10000,"message":{"date":1441645532,"chat":{"last_name":"Last","id":1111111,"type":"private","first_name":"Ann"},
             "message_id":1365,"from":{"last_name":"Last","id":1111111,"first_name":"Ann","username":"ann_l"},"text":"/start customer-4711"}}
            """).Should().ContainSingle().Subject;

        read.ProviderId.Should().Be("1111111-1365", "Telegram counts in each chat");
        read.From.Should().Be(new InboundSender(null, "1111111", "Ann Last", "ann_l"));
        read.Content.Should().Be(new InboundContent.Text("/start customer-4711"));
        read.At.Should().Be(DateTimeOffset.FromUnixTimeSeconds(1_441_645_532));
    }

    [Fact]
    public void Media_have_no_address_and_places_have_their_degrees()
    {
        Content("\"photo\":[{\"file_id\":\"f\",\"width\":90,\"height\":90}],\"caption\":\"Look\"").Should().Be(
            new InboundContent.Media(InboundMediaKind.Image, null, "Look"));
        Content("\"video\":{\"file_id\":\"f\"}").Should().Be(new InboundContent.Media(InboundMediaKind.Video, null));
        Content("\"voice\":{\"file_id\":\"f\"}").Should().Be(new InboundContent.Media(InboundMediaKind.Audio, null));
        Content("\"document\":{\"file_id\":\"f\"}").Should().Be(new InboundContent.Media(InboundMediaKind.File, null));
        Content("\"location\":{\"latitude\":1.5,\"longitude\":103.25}").Should().Be(new InboundContent.Location(1.5m, 103.25m));
        Content("\"sticker\":{\"file_id\":\"f\"}").Should().Be(new InboundContent.Other());
    }

    [Fact]
    public void What_is_said_in_a_group_is_left_out() =>
        Read("""{"update_id":1,"message":{"message_id":1,"date":1441645532,"chat":{"id":-100,"type":"supergroup"},"text":"Hi"}}""")
            .Should().BeEmpty();
}
