using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.UnitTests.Messages;

public class ChannelAddressTests
{
    private const string LineUser = "Ua12b345678c1de0fg1a1234567891011";
    private const string MetaUser = "4215879168499214";
    private const string ViberUser = "K917PBuvPZmhKfb8Vw3b2Q==";
    private const string WhatsAppUser = "US.13491208655302741918";

    private static readonly Msisdn Number = Msisdn.Stored("+447700900123");

    [Theory]
    [InlineData(true, null, "SMS WhatsApp Viber RCS Telegram LineNotification Zalo")]
    [InlineData(false, LineUser, "Line")]
    [InlineData(false, "24175879168499214", "Facebook Instagram")] // one digit more than a chat on Telegram may have
    [InlineData(false, WhatsAppUser, "WhatsApp")]
    [InlineData(false, MetaUser, "Telegram Facebook Instagram")]
    [InlineData(false, ViberUser, "Viber")]
    [InlineData(false, "01234567890A=", "Viber")] // as a page of Viber has it
    [InlineData(true, MetaUser, "SMS WhatsApp Viber RCS Telegram LineNotification Zalo Facebook Instagram")]
    [InlineData(true, LineUser, "SMS WhatsApp Viber RCS Telegram Line LineNotification Zalo")]
    [InlineData(true, WhatsAppUser, "SMS WhatsApp Viber RCS Telegram LineNotification Zalo")]
    public void A_channel_reaches_whom_it_can_address(bool hasNumber, string? userId, string channels)
    {
        var recipient = new Recipient(hasNumber ? Number : null, userId);

        Channel.All.Where(channel => channel.Reaches(recipient)).Select(channel => channel.Name.Value)
            .Should().Equal(channels.Split(' '));
    }

    [Theory]
    [InlineData(true, null, AccountAddressing.Any, true)]
    [InlineData(true, null, AccountAddressing.NumbersOnly, true)]
    [InlineData(true, null, AccountAddressing.UserIdsOnly, false)]
    [InlineData(false, ViberUser, AccountAddressing.Any, true)]
    [InlineData(false, ViberUser, AccountAddressing.NumbersOnly, false)]
    [InlineData(false, ViberUser, AccountAddressing.UserIdsOnly, true)]
    [InlineData(true, LineUser, AccountAddressing.UserIdsOnly, false)]
    public void An_account_reaches_whom_it_can_address(bool hasNumber, string? userId, AccountAddressing addressing, bool reaches) =>
        Channel.Viber.Reaches(new Recipient(hasNumber ? Number : null, userId), addressing).Should().Be(reaches);

    [Fact]
    public void S5_A_step_without_an_address_for_its_channel_is_not_possible() =>
        StepRules.WhyNot(new Recipient(Number), new Fitting.Fits(new ContentBody.Text("Hello"), []), Channel.Line, AccountAddressing.Any)!.Text
            .Should().Be("the recipient has no address on this channel");

    [Fact]
    public void LINE_takes_a_video_only_with_a_still_and_audio_only_with_its_duration()
    {
        var url = new Uri("https://cdn.example/x");

        Warning(new ContentBody.Video(url)).Should().Be(
            "the channel takes a video only with its video.thumbnail; only its text, caption or link is sent");
        Warning(new ContentBody.Audio(url)).Should().Be(
            "the channel takes audio only with its audio.duration; only its text, caption or link is sent");

        static string Warning(ContentBody body) => ContentRules.Fit(new StepContent(body), Channel.Line.Name)
            .Should().BeOfType<Fitting.Fits>().Subject.Warnings.Should().ContainSingle().Subject;
    }
}
