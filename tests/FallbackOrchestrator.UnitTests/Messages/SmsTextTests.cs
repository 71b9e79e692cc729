using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.UnitTests.Messages;

public class SmsTextTests
{
    private static string Many(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    [Theory]
    [InlineData("a", 160, 1)]
    [InlineData("a", 161, 2)]
    [InlineData("a", 306, 2)]
    [InlineData("a", 307, 3)]
    [InlineData("a", 1530, 10)]
    [InlineData("€", 80, 1)]
    [InlineData("€", 81, 2)]
    [InlineData("€", 152, 2)]
    [InlineData("€", 153, 3)]
    [InlineData("é", 160, 1)]
    [InlineData("\n", 160, 1)]
    public void GSM_7_holds_160_septets_alone_and_153_joined(string character, int times, int segments)
    {
        var text = Many(character, times);

        SmsText.Of(text, SmsEncoding.Auto).Should().Be(new SmsText(text, SmsEncoding.Gsm7, segments, IsCut: false));
    }

    [Theory]
    [InlineData("я", 70, 1)]
    [InlineData("я", 71, 2)]
    [InlineData("я", 134, 2)]
    [InlineData("я", 135, 3)]
    [InlineData("я", 670, 10)]
    [InlineData("😀", 35, 1)]
    [InlineData("😀", 36, 2)]
    [InlineData("😀", 66, 2)]
    [InlineData("😀", 67, 3)]
    public void UCS_2_holds_70_units_alone_and_67_joined(string character, int times, int segments)
    {
        var text = Many(character, times);

        SmsText.Of(text, SmsEncoding.Auto).Should().Be(new SmsText(text, SmsEncoding.Ucs2, segments, IsCut: false));
    }

    [Theory]
    [InlineData("Hello @ £ $ ¥ è Δ Ω ß ¿ Å", SmsEncoding.Auto, SmsEncoding.Gsm7)]
    [InlineData("{[~^\\|]}€\f", SmsEncoding.Auto, SmsEncoding.Gsm7)]
    [InlineData("", SmsEncoding.Auto, SmsEncoding.Gsm7)]
    [InlineData("ç", SmsEncoding.Auto, SmsEncoding.Ucs2)]
    [InlineData("`", SmsEncoding.Auto, SmsEncoding.Ucs2)]
    [InlineData("tab\t", SmsEncoding.Auto, SmsEncoding.Ucs2)]
    [InlineData("It’s", SmsEncoding.Auto, SmsEncoding.Ucs2)]
    [InlineData("Hello", SmsEncoding.Ucs2, SmsEncoding.Ucs2)]
    [InlineData("Hello", SmsEncoding.Gsm7, SmsEncoding.Gsm7)]
    [InlineData("Привет", SmsEncoding.Gsm7, SmsEncoding.Ucs2)]
    public void The_alphabet_is_the_one_that_the_text_needs(string text, SmsEncoding asked, SmsEncoding used) =>
        SmsText.Of(text, asked).Should().Be(new SmsText(text, used, 1, IsCut: false));

    [Theory]
    [InlineData("a", 1531, SmsEncoding.Auto, 1530)]
    [InlineData("€", 800, SmsEncoding.Auto, 760)]
    [InlineData("я", 671, SmsEncoding.Auto, 670)]
    [InlineData("a", 671, SmsEncoding.Ucs2, 670)]
    [InlineData("😀", 400, SmsEncoding.Auto, 330)]
    public void A_text_of_more_than_ten_segments_is_cut_between_two_characters(string character, int times, SmsEncoding asked, int kept)
    {
        var sms = SmsText.Of(Many(character, times), asked);

        sms.Text.Should().Be(Many(character, kept));
        sms.Segments.Should().Be(10);
        sms.IsCut.Should().BeTrue();
    }

    [Theory]
    [InlineData("+6591234567", false)]
    [InlineData("12345", false)]
    [InlineData("1234567890123456", false)]
    [InlineData("SENDERID", false)]
    [InlineData("My Shop 24", false)]
    [InlineData("TwelveLetter", true)]
    [InlineData("Shop!", true)]
    [InlineData("Café", true)]
    [InlineData(null, false)]
    public void A_sender_ID_that_operators_may_replace_causes_a_warning(string? source, bool isOdd) =>
        (new SmsSettings(SmsEncoding.Auto, source).OddSource() is not null).Should().Be(isOdd);
}
