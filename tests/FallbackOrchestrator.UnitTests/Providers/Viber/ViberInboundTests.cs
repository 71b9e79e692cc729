using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Inbound;
using FallbackOrchestrator.Providers.Viber;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Viber;

/// <summary>What subscribers write to a bot, in the form of Viber's page.</summary>
public sealed class ViberInboundTests
{
    private static InboundMessage Read(string message) =>
        new ViberProvider().CreateAdapter(A.Settings(Channel.Viber.Name, ViberConformance.Account))
            .ReadReceipts(ViberConformance.Signed(
                ViberConformance.Account["AuthToken"]!,
                $$$"""
                {"event":"message","timestamp":1457764197627,"message_token":4912661846655238145,
                 "sender":{"id":"K917PBuvPZmhKfb8Vw3b2Q==","name":"Ann","avatar":"https://avatar.example","country":"UK","language":"en","api_version":1},
                 "message":{{{{message}}}}}
                """))
            .Should().BeOfType<ReceiptParseResult.Receipts>().Subject.Inbound.Should().ContainSingle().Subject;

    [Fact]
    public void A_text_has_its_subscriber_and_its_time()
    {
        var read = Read("\"type\":\"text\",\"text\":\"Good morning\",\"tracking_data\":\"0193b1c2d3e47f508a6b1c2d3e4f5061-2\"");

        read.ProviderId.Should().Be("4912661846655238145");
        read.From.Should().Be(new InboundSender(null, "K917PBuvPZmhKfb8Vw3b2Q==", "Ann"));
        read.Content.Should().Be(new InboundContent.Text("Good morning"));
        read.At.Should().Be(DateTimeOffset.FromUnixTimeMilliseconds(1457764197627));
    }

    [Fact]
    public void Media_have_their_address_and_places_their_degrees()
    {
        Read("\"type\":\"picture\",\"media\":\"https://dl.example/1.jpg\",\"text\":\"Look\"").Content.Should().Be(
            new InboundContent.Media(InboundMediaKind.Image, "https://dl.example/1.jpg", "Look"));
        Read("\"type\":\"video\",\"media\":\"https://dl.example/1.mp4\"").Content.Should().Be(
            new InboundContent.Media(InboundMediaKind.Video, "https://dl.example/1.mp4"));
        Read("\"type\":\"file\",\"media\":\"https://dl.example/1.pdf\"").Content.Should().Be(
            new InboundContent.Media(InboundMediaKind.File, "https://dl.example/1.pdf"));
        Read("\"type\":\"location\",\"location\":{\"lat\":50.76891,\"lon\":6.11499}").Content.Should().Be(
            new InboundContent.Location(50.76891m, 6.11499m));
        Read("\"type\":\"url\",\"media\":\"https://shop.example\"").Content.Should().Be(new InboundContent.Text("https://shop.example"));
        Read("\"type\":\"contact\",\"contact\":{\"name\":\"Bob\"}").Content.Should().Be(new InboundContent.Other());
    }
}
