using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Providers.TelegramGateway;
using FallbackOrchestrator.Sending;
using FallbackOrchestrator.UnitTests.Providers.TelegramGateway;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Sending;

/// <summary>An account that sends only the code of a text, although its channel carries all of it.</summary>
public sealed class OnlyCodeTests
{
    private const string Warning = "channels[0] (Telegram): only the code of 6 digits is sent, in the channel's own words";

    private static ParsedSend Read(string content) => SendingWorld.Read(
        $$"""{"user":{"msisdn":"+447700900123"},{{content}},"channels":[{"channel":"Telegram"}]}""",
        SendingWorld.Having(
            new TelegramProvider().CreateAdapter(A.Settings(Channel.Telegram.Name, TelegramConformance.Account)), Channel.Telegram));

    [Fact]
    public void It_gets_the_code_and_Send_warns_of_what_is_lost()
    {
        var read = Read("\"type\":\"text\",\"content\":{\"text\":\"Your code is 482913. Tell nobody.\"}");

        read.Message!.Content.For(1).Body.Should().Be(new ContentBody.Text("482913"));
        read.Message.Content.Body.Should().Be(new ContentBody.Text("Your code is 482913. Tell nobody."));
        read.Warnings.Should().Equal(Warning);
    }

    [Fact]
    public void A_code_alone_causes_no_warning() =>
        Read("\"type\":\"text\",\"content\":{\"text\":\"482913\"}").Warnings.Should().BeEmpty();

    [Fact]
    public void The_code_may_be_in_the_fallback_text()
    {
        var read = Read("""
            "type":"template","content":{"template":{"name":"otp","language":"en"},"fallbackText":"Your code is 482913"}
            """);

        read.Message!.Content.For(1).Body.Should().Be(new ContentBody.Text("482913"));
        read.Warnings.Should().Equal(Warning);
    }

    [Theory]
    [InlineData("\"type\":\"text\",\"content\":{\"text\":\"Hello\"}", "the text has no number of 4 to 8 digits")]
    [InlineData("\"type\":\"text\",\"content\":{\"text\":\"1111 or 2222\"}", "the text has 2 numbers of 4 to 8 digits")]
    [InlineData("\"type\":\"image\",\"content\":{\"url\":\"https://cdn.example/a.png\",\"text\":\"Look\"}", "carries only a code")]
    public void S5_Without_a_code_the_step_is_not_possible(string content, string why) =>
        Read(content).Problem!.Message.Should().Contain(why);
}
