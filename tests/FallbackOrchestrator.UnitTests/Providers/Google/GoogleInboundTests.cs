using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Inbound;
using FallbackOrchestrator.Providers.Google;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Google;

/// <summary>What people write to an RCS agent.</summary>
public sealed class GoogleInboundTests
{
    private static InboundMessage Read(string content)
    {
        var data = $$"""{"senderPhoneNumber":"+447700900123","messageId":"MxYZ","sendTime":"2026-01-02T15:04:05Z","agentId":"acme_agent@rbm.goog",{{content}}}""";
        var read = new GoogleProvider().CreateAdapter(A.Settings(Channel.Rcs.Name, GoogleConformance.Account))
            .ReadReceipts(GoogleConformance.Signed("SJENCPGJESMGUFPY", Encoding.UTF8.GetBytes(data)))
            .Should().BeOfType<ReceiptParseResult.Receipts>().Subject;
        read.All.Should().BeEmpty("it is no status");
        return read.Inbound.Should().ContainSingle().Subject;
    }

    [Fact]
    public void A_text_has_its_sender_its_time_and_its_agent() =>
        Read("\"text\":\"Hi\"").Should().Be(new InboundMessage(
            "MxYZ", new InboundSender(Msisdn.Stored("+447700900123"), null), new InboundContent.Text("Hi"),
            new DateTimeOffset(2026, 1, 2, 15, 4, 5, TimeSpan.Zero))
        {
            AccountName = "acme_agent",
        });

    [Fact]
    public void A_suggestion_has_its_data_and_its_words() =>
        Read("""
            "suggestionResponse":{"postbackData":"yes","text":"Yes","type":"REPLY"}
            """).Content.Should().Be(new InboundContent.Choice(IsOfList: false, "yes", "Yes"));

    [Fact]
    public void A_file_has_Googles_address() =>
        Read("""
            "userFile":{"payload":{"mimeType":"image/gif","fileSizeBytes":1,"fileName":"4_animated.gif","fileUri":"https://rcs.example/1"}}
            """).Content.Should().Be(new InboundContent.Media(InboundMediaKind.Image, "https://rcs.example/1"));

    [Fact]
    public void A_place_has_its_degrees() =>
        Read("""
            "location":{"latitude":37.422000,"longitude":-122.084056}
            """).Content.Should().Be(new InboundContent.Location(37.422m, -122.084056m));
}
