using System.Collections.Immutable;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.UnitTests.Messages;

public class MessageContentTests
{
    private static readonly ContentBody Body = new ContentBody.Text("Hello, with *bold*");

    private static readonly SmsSettings Shop = new(SmsEncoding.Auto, "SHOP");

    private static readonly SmsSettings Other = new(SmsEncoding.Ucs2, "OTHER");

    [Fact]
    public void A_step_without_its_own_content_has_the_messages_content() =>
        new MessageContent(Body, "Hello", Shop).For(2).Should().Be(new StepContent(Body, "Hello", Shop));

    [Fact]
    public void A_step_with_its_own_content_has_nothing_of_the_messages_content() =>
        WithOwn(new StepContent(new ContentBody.Text("Own"))).For(2)
            .Should().Be(new StepContent(new ContentBody.Text("Own"), FallbackText: null, Shop), "how an SMS is sent is no content");

    [Fact]
    public void A_step_may_have_its_own_SMS_settings() =>
        WithOwn(new StepContent(new ContentBody.Text("Own"), Sms: Other)).For(2).Sms.Should().Be(Other);

    [Fact]
    public void The_other_steps_keep_the_messages_content() =>
        WithOwn(new StepContent(new ContentBody.Text("Own"))).For(1).Should().Be(new StepContent(Body, "Hello", Shop));

    [Theory]
    [InlineData("https://shop.example/docs/invoice%207.pdf?x=1", "invoice 7.pdf")]
    [InlineData("https://shop.example/docs/", "docs")]
    [InlineData("https://shop.example", null)]
    public void A_file_is_named_as_its_address_ends(string url, string? name) => new ContentBody.File(new Uri(url)).Name.Should().Be(name);

    private static MessageContent WithOwn(StepContent own) =>
        new(Body, "Hello", Shop, Steps: ImmutableDictionary<int, StepContent>.Empty.Add(2, own));
}
