using FallbackOrchestrator.StatusWebhooks;

namespace FallbackOrchestrator.UnitTests.StatusWebhooks;

/// <summary>What a token endpoint may return. A stranger runs it, and its token goes into a header.</summary>
public class AccessTokensTests
{
    [Theory]
    [InlineData("""{"access_token":"mF_9.B5f-4.1JqM","token_type":"Bearer","expires_in":3600}""", 3600)]
    [InlineData("""{"access_token":"mF_9.B5f-4.1JqM"}""", 300)]
    [InlineData("""{"access_token":"a|b:c","token_type":"bearer","expires_in":"60"}""", 60)]
    [InlineData("""{"access_token":"a","token_type":null,"expires_in":3600.0}""", 3600)]
    [InlineData("""{"access_token":"a","expires_in":""}""", 300)]
    [InlineData("""{"access_token":"a","expires_in":{}}""", 300)]
    [InlineData("""{"access_token":"a","expires_in":1e300}""", 86_400)]
    [InlineData("""{"access_token":"a","expires_in":-5}""", 0)]
    [InlineData("\uFEFF{\"access_token\":\"a\",\"expires_in\":1e999}", 86_400)]
    public void A_bearer_token_is_accepted_and_gets_a_default_lifetime_if_the_lifetime_is_no_number(string response, int seconds) =>
        AccessTokens.Read(response)!.Value.Lifetime.Should().Be(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData("""{"access_token":"x\r\nContent-Length: 0\r\n\r\nPOST /collect HTTP/1.1"}""")]
    [InlineData("""{"access_token":"x\ny"}""")]
    [InlineData("""{"access_token":"x\ry"}""")]
    [InlineData("""{"access_token":"x\u0000y"}""")]
    [InlineData("""{"access_token":"x y"}""")]
    [InlineData("""{"access_token":"x\t"}""")]
    [InlineData("""{"access_token":"x\u007f"}""")]
    [InlineData("""{"access_token":"sch\u00f6n"}""")]
    [InlineData("""{"access_token":"\ud83d"}""")]
    [InlineData("""{"access_token":""}""")]
    [InlineData("""{"access_token":7}""")]
    [InlineData("""{"access_token":null}""")]
    [InlineData("""{"access_token":"a","token_type":"mac"}""")]
    [InlineData("""{"access_token":"a","token_type":"Bearer\r\nX: y"}""")]
    [InlineData("""{"access_token":"a","token_type":7}""")]
    [InlineData("""{"token_type":"Bearer"}""")]
    [InlineData("""["a"]""")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("{")]
    public void A_text_that_is_not_valid_in_a_header_or_no_bearer_token_is_rejected(string response) =>
        AccessTokens.Read(response).Should().BeNull();

    [Fact]
    public void A_token_that_is_too_long_is_rejected()
    {
        AccessTokens.Read($$"""{"access_token":"{{new string('a', AccessTokens.LongestToken)}}"}""").Should().NotBeNull();
        AccessTokens.Read($$"""{"access_token":"{{new string('a', AccessTokens.LongestToken + 1)}}"}""").Should().BeNull();
    }

    [Fact]
    public void A_token_is_hidden_in_texts() =>
        AccessTokens.Read("""{"access_token":"s3cret"}""").ToString().Should().NotContain("s3cret");
}
