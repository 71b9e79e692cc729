using System.Text;
using CsCheck;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.UnitTests.Messages;

public class StoredTextTests
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc")]
    [InlineData("ab\U0001F600", 3, "ab")]
    [InlineData("ab\U0001F600", 4, "ab\U0001F600")]
    [InlineData("a\0b\0", 9, "ab")]
    [InlineData("\0\0\0abc", 3, "abc")]
    [InlineData("", 3, "")]
    [InlineData("abc", 0, "")]
    [InlineData("\U0001F600", 1, "")]
    public void A_text_is_cut_behind_a_whole_character_and_has_no_NUL(string text, int most, string kept) =>
        StoredText.Of(text, most).Should().Be(kept);

    [Fact]
    public void Half_a_pair_becomes_the_replacement_character()
    {
        StoredText.Of("a\uD83D", 9).Should().Be("a\uFFFD");
        StoredText.Of("\uDE00a", 9).Should().Be("\uFFFDa");
        StoredText.Of("\uD83D\uD83D\uDE00\uDE00", 9).Should().Be("\uFFFD\U0001F600\uFFFD");
    }

    [Fact]
    public void Null_stays_null() => StoredText.Of(null, 9).Should().BeNull();

    [Fact]
    public void A_storable_text_is_not_copied()
    {
        var text = new string('a', 9);

        StoredText.Of(text, 9).Should().BeSameAs(text);
    }

    [Fact]
    public void For_every_input_the_result_can_be_encoded_and_is_within_the_limit() =>
        Gen.Select(
            Gen.OneOf(Gen.Char, Gen.Int[0, 3].Select(i => "\0\uD83D\uDE00a"[i])).Array[0, 20].Select(all => new string(all)),
            Gen.Int[0, 20])
            .Sample((text, most) =>
            {
                var kept = StoredText.Of(text, most);
                kept.Length.Should().BeLessThanOrEqualTo(most);
                kept.Should().NotContain("\0");
                var encode = () => Strict.GetBytes(kept);
                encode.Should().NotThrow();
                StoredText.Of(kept, most).Should().BeSameAs(kept);
            });
}
