using System.ComponentModel.DataAnnotations;
using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.UnitTests.Channels;

public class HeaderValueTests
{
    [Theory]
    [InlineData("Bearer s3cret")]
    [InlineData("abc:def")]
    [InlineData("{\"key\": 1}")]
    [InlineData("~")]
    public void Printable_ASCII_reaches_the_header_as_it_is(string text)
    {
        HeaderValue.TryRead(text, 100, out var value).Should().BeTrue();

        using var request = new HttpRequestMessage();
        value!.AuthorizeWith(request.Headers);

        request.Headers.NonValidated["Authorization"].ToString().Should().Be(text);
        value.ToString().Should().NotContain(text);
    }

    [Fact]
    public void Every_other_character_is_rejected_in_any_place()
    {
        foreach (var wrong in Enumerable.Range(0, 0x10000).Select(code => (char)code).Where(c => c is < ' ' or > '~'))
            HeaderValue.TryRead($"a{wrong}b", 100, out _).Should().BeFalse($"U+{(int)wrong:X4}");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" a")]
    [InlineData("a ")]
    [InlineData("12345678901")]
    public void Empty_and_too_long_texts_and_spaces_at_an_end_are_rejected(string? text) =>
        HeaderValue.TryRead(text, 10, out _).Should().BeFalse();

    [Fact]
    public void A_setting_that_goes_into_a_header_is_checked_at_the_start()
    {
        var mistakes = new List<ValidationResult>();

        var settings = new Settings { Token = "a\r\nX: y" };
        Validator.TryValidateObject(settings, new ValidationContext(settings), mistakes, validateAllProperties: true);

        mistakes.Should().ContainSingle().Which.MemberNames.Should().Equal("Token");
    }

    private sealed class Settings
    {
        [HeaderSafe]
        public string? Token { get; init; }
    }
}
