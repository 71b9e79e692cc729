using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.UnitTests.Messages;

public class OneTimeCodeTests
{
    [Theory]
    [InlineData("482913")]
    [InlineData("4829")]
    [InlineData("48291377")]
    public void A_code_is_found_alone_and_in_a_text(string code)
    {
        OneTimeCode.In(code).Should().Be(code);
        OneTimeCode.In($"Your code is {code}.").Should().Be(code);
        OneTimeCode.In($"G-{code} is your code, for 10 minutes.").Should().Be(code);
        OneTimeCode.In($"Code:{code}\n@acme.example #{code}").Should().Be(code, "a handset fills it in");
        OneTimeCode.In($"验证码：{code}。请勿泄露").Should().Be(code);
    }

    [Theory]
    [InlineData("Hello World!")]
    [InlineData("")]
    [InlineData("482")]
    [InlineData("482913772")]
    [InlineData("482 913")]
    [InlineData("482-913")]
    [InlineData("Call +447700900123")]
    [InlineData("AB4829")]
    [InlineData("4829B")]
    [InlineData("4829_1")]
    [InlineData("1250.50 EUR")]
    [InlineData("12.3456")]
    [InlineData("0151-23456789")]
    [InlineData("No. 7/2026")]
    [InlineData("1,2500 EUR")]
    [InlineData("on 2026-11-28 at 12:30")]
    [InlineData("٤٨٢٩١٣")]
    public void A_text_without_a_number_that_can_only_be_a_code_has_none(string text)
    {
        OneTimeCode.In(text).Should().BeNull();
        OneTimeCode.WhyNot(text).Should().Be("the channel carries only a code, and the text has no number of 4 to 8 digits");
    }

    [Fact]
    public void Two_numbers_that_may_be_the_code_are_too_many()
    {
        OneTimeCode.In("Order 77812: your code is 482913").Should().BeNull();
        OneTimeCode.WhyNot("Order 77812: your code is 482913").Should().Be(
            "the channel carries only a code, and the text has 2 numbers of 4 to 8 digits");
    }
}
