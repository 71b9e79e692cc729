using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.UnitTests.Messages;

public class MessageContentTests
{
    private static readonly ContentBody Body = new ContentBody.Text("Hello, with *bold*");

    private static readonly ContentBody Fallback = new ContentBody.Text("Hello");

    [Theory]
    [InlineData("SMS")]
    [InlineData("sms")]
    public void SMS_sends_the_fallback_text(string channel) =>
        new MessageContent(Body, "Hello").For(new ChannelName(channel)).Should().Be(Fallback);

    [Fact]
    public void SMS_sends_the_body_where_there_is_no_fallback_text() =>
        new MessageContent(Body).For(new ChannelName("SMS")).Should().Be(Body);

    [Theory]
    [InlineData("WhatsApp")]
    [InlineData("Viber")]
    public void Other_channels_send_the_body(string channel) =>
        new MessageContent(Body, "Hello").For(new ChannelName(channel)).Should().Be(Body);
}
