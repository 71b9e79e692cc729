using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.UnitTests.Channels;

public sealed class SenderIdTests
{
    [Theory]
    [InlineData("+6591110000", "6591110000", "+6591110000")]
    [InlineData("6591110000", "6591110000", "+6591110000")]
    [InlineData("006591110000", "6591110000", "+6591110000")]
    [InlineData("+65 9111-0000", "6591110000", "+6591110000")]
    [InlineData("15005550006", "15005550006", "+15005550006")]
    [InlineData("79797", "79797", "79797")] // a short code
    [InlineData("1234567", "1234567", "1234567")]
    [InlineData("0791234567", "0791234567", "0791234567")] // a national number: nobody knows of which country
    [InlineData("SHOP", "SHOP", "SHOP")]
    [InlineData("Shop 24", "Shop 24", "Shop 24")]
    [InlineData("+", "+", "+")]
    [InlineData("+SHOP", "+SHOP", "+SHOP")]
    public void A_number_is_written_as_the_provider_wants_it_and_anything_else_is_left(string sender, string digits, string withPlus)
    {
        SenderId.WithoutPlus(sender).Should().Be(digits);
        SenderId.WithPlus(sender).Should().Be(withPlus);
    }
}
