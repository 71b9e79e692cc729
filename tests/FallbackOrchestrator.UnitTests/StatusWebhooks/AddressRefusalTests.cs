using FallbackOrchestrator.StatusWebhooks;

namespace FallbackOrchestrator.UnitTests.StatusWebhooks;

/// <summary>A refused address says what is permitted in this installation.</summary>
public class AddressRefusalTests
{
    [Theory]
    [InlineData("ftp://shop.example/dlr", false, "must begin with https://")]
    [InlineData("http://shop.example/dlr", false, "must begin with https://")]
    [InlineData("ftp://shop.example/dlr", true, "must begin with https:// or http://")]
    [InlineData("http://shop.example/dlr", true, null)]
    public void The_schemes_that_are_permitted_are_named(string address, bool allowHttp, string? mend) =>
        WebhookParser.WhyNot(address, new StatusWebhooksOptions { AllowHttp = allowHttp }).Should().Be(mend);
}
