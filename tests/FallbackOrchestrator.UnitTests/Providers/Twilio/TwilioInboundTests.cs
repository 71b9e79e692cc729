using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Inbound;
using FallbackOrchestrator.Providers.Twilio;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Twilio;

/// <summary>What people write, with the parameters that Twilio documents.</summary>
public sealed class TwilioInboundTests
{
    private const string Common =
        "SmsMessageSid=SM1&SmsSid=SM1&MessageSid=SM1&AccountSid=AC00000000000000000000000000000001&SmsStatus=received&ApiVersion=2010-04-01";

    private static InboundMessage Read(string form)
    {
        var read = new TwilioProvider().CreateAdapter(A.Settings(Channel.Sms.Name, TwilioConformance.Account))
            .ReadReceipts(TwilioConformance.Signed("auth-token-1", $"{Common}&{form}"))
            .Should().BeOfType<ReceiptParseResult.Receipts>().Subject;
        read.All.Should().BeEmpty("it is no status");
        return read.Inbound.Should().ContainSingle().Subject;
    }

    [Fact]
    public void An_SMS_has_its_sender_and_its_text() =>
        Read("Body=Stop&From=%2B14155552345&To=%2B15005550006&NumMedia=0&NumSegments=1&FromCountry=US").Should().Be(
            new InboundMessage("SM1", new InboundSender(Msisdn.Stored("+14155552345"), null), new InboundContent.Text("Stop"), At: null));

    [Theory]
    [InlineData("%2B15005550006", true)] // the account's own
    [InlineData("%2B15005550007", false)]
    [InlineData("79797", true)] // a short code cannot be compared
    [InlineData("whatsapp%3A%2B15005550006", false)]
    [InlineData("rcs%3Aacme_agent", false)]
    public void A_message_to_another_sender_at_the_same_address_is_not_the_accounts(string to, bool isOurs) =>
        (Read($"Body=Hello&From=%2B14155552345&To={to}").AccountName is null).Should().Be(isOurs);

    [Fact]
    public void A_message_of_WhatsApp_has_the_name_and_what_it_replies_to()
    {
        var read = Read(
            "Body=Yes&From=whatsapp%3A%2B6285176810035&To=whatsapp%3A%2B14155238886&ProfileName=teknisee&WaId=6285176810035&OriginalRepliedMessageSid=SM0");

        read.From.Should().Be(new InboundSender(Msisdn.Stored("+6285176810035"), null, "teknisee"));
        read.RepliesTo.Should().Be("SM0");
    }

    [Fact]
    public void A_button_has_its_payload_and_its_words() =>
        Read("MessageType=interactive&Body=Confirm&ButtonText=Confirm&ButtonPayload=yes&From=whatsapp%3A%2B6285176810035").Content
            .Should().Be(new InboundContent.Choice(IsOfList: false, "yes", "Confirm"));

    [Fact]
    public void An_entry_of_a_list_has_its_id_and_its_words() =>
        Read("ListId=2&ListTitle=Second&ListDescription=Next&Body=Second&From=whatsapp%3A%2B6285176810035").Content
            .Should().Be(new InboundContent.Choice(IsOfList: true, "2", "Second", "Next"));

    [Theory]
    [InlineData("image%2Fjpeg", InboundMediaKind.Image)]
    [InlineData("video%2Fmp4", InboundMediaKind.Video)]
    [InlineData("audio%2Fogg", InboundMediaKind.Audio)]
    [InlineData("application%2Fpdf", InboundMediaKind.File)]
    public void A_medium_has_Twilios_address(string type, InboundMediaKind kind) =>
        Read($"NumMedia=1&MediaUrl0=https%3A%2F%2Fapi.twilio.com%2FMedia%2FME1&MediaContentType0={type}&Body=Look&From=%2B14155552345").Content
            .Should().Be(new InboundContent.Media(kind, "https://api.twilio.com/Media/ME1", "Look"));

    [Fact]
    public void A_place_has_its_degrees() =>
        Read("Latitude=37.7879277&Longitude=-122.3937508&Address=x&Label=y&From=whatsapp%3A%2B14155552345").Content
            .Should().Be(new InboundContent.Location(37.7879277m, -122.3937508m));

    [Fact]
    public void A_sender_without_a_number_is_known_by_its_name() =>
        Read("Body=Hi&From=12345").From.Should().Be(new InboundSender(null, "12345"));
}
