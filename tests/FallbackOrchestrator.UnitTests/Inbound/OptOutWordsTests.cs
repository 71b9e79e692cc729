using FallbackOrchestrator.Inbound;
using FallbackOrchestrator.Messages.Inbound;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.UnitTests.Inbound;

public sealed class OptOutWordsTests
{
    private static readonly OptOutWords Words = new(Options.Create(new InboundOptions()));

    [Theory]
    [InlineData("STOP", true)]
    [InlineData(" stop ", true)]
    [InlineData("Unsubscribe", true)]
    [InlineData("START", false)]
    [InlineData("please stop", null)]
    [InlineData("", null)]
    public void Only_a_text_of_one_word_opts_out_or_in(string text, bool? isOut) =>
        Words.Read(new InboundContent.Text(text)).Should().Be(isOut);

    [Theory]
    [InlineData("Cancel")]
    [InlineData("STOP")]
    [InlineData("Start")]
    public void A_button_is_about_the_business_of_its_message(string title)
    {
        Words.Read(new InboundContent.Choice(IsOfList: false, "id", title)).Should().BeNull();
        Words.Read(new InboundContent.Choice(IsOfList: true, "id", title)).Should().BeNull();
    }

    [Fact]
    public void Nothing_else_does() => Words.Read(new InboundContent.Other()).Should().BeNull();
}
