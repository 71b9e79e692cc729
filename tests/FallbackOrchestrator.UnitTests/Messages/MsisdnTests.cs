using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.UnitTests.Messages;

public class MsisdnTests
{
    [Theory]
    [InlineData("+6598765432", "+6598765432")]
    [InlineData("+65000000", "+65000000")] // of the published examples: the format is checked, not the number
    [InlineData("+123456", "+123456")]
    [InlineData("+123456789012345", "+123456789012345")]
    [InlineData("  +65 9876-5432 ", "+6598765432")]
    [InlineData("+49 (151) 23.45.67", "+49151234567")]
    [InlineData("+65\u00A09876\u20115432", "+6598765432")] // spaces and hyphens of typesetters
    [InlineData("\u202A+65\u200B98765432\u202C", "+6598765432")] // what an address book puts around numbers
    [InlineData("\uFEFF+6598765432", "+6598765432")]
    public void A_plus_and_6_to_15_digits_is_a_number(string text, string value)
    {
        Msisdn.TryParse(text, out var msisdn).Should().BeTrue();
        msisdn.Value.Should().Be(value);
        msisdn.Digits.Should().Be(value[1..]);
        Msisdn.Stored(value).Should().Be(msisdn);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("+")]
    [InlineData("6598765432")] // no plus: national or not, nobody knows
    [InlineData("+12345")]
    [InlineData("+1234567890123456")]
    [InlineData("+0598765432")]
    [InlineData("++6598765432")]
    [InlineData("+65987x5432")]
    [InlineData("\u00A0-+6598765432")]
    [InlineData("+65\t98765432")]
    [InlineData("(+65)98765432")]
    [InlineData("+65٩٨٧٦٥٤٣٢")] // digits of another script
    [InlineData("+6 5 9 8 7 6 5 4 3 2                     ")]
    public void Anything_else_is_not(string? text) => Msisdn.TryParse(text, out _).Should().BeFalse();

    [Theory]
    [InlineData("+639221101234", "+63922110xxxx")]
    [InlineData("+123456", "+12xxxx")]
    public void A_number_that_is_written_anywhere_is_masked(string value, string masked)
    {
        Msisdn.Stored(value).Masked.Should().Be(masked);
        $"{new Recipient(Msisdn.Stored(value))}".Should().Contain(masked).And.NotContain(value);
    }
}
