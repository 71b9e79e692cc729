using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Sending;

namespace FallbackOrchestrator.UnitTests.Sending;

public class NumberCountryTests
{
    [Theory]
    [InlineData("+6281234567890", "ID")]
    [InlineData("+639171234567", "PH")]
    [InlineData("+12125550123", "US")]
    [InlineData("+14165550123", "CA")]
    [InlineData("+18765550123", "JM")]
    [InlineData("+74951234567", "RU")]
    [InlineData("+77012345678", "KZ")]
    [InlineData("+447400123456", "GB")]
    [InlineData("+447781123456", "GG")]
    [InlineData("+4915112345678", "DE")]
    [InlineData("+9990423", null)]
    [InlineData("+80012345678", null)]
    [InlineData("+10000000", null)]
    public void A_number_belongs_to_a_country_or_to_none(string number, string? country) =>
        NumberCountry.Of(Msisdn.Stored(number)).Should().Be(country);
}
