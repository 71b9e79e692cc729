using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Providers.Zalo;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Zalo;

/// <summary>How an Official Account gets its access tokens.</summary>
public sealed class ZaloTokenTests
{
    private static readonly Dictionary<string, string?> Refreshing = new()
    {
        ["AppId"] = "123456789",
        ["RefreshToken"] = "refresh-0",
        ["AppSecretKey"] = "app-secret-1",
        ["OaSecretKey"] = "oa-secret-key-1",
    };

    private static IChannelAdapter Adapter(params (string Name, string? Value)[] changes)
    {
        var settings = new Dictionary<string, string?>(Refreshing);
        foreach (var (name, value) in changes)
            settings[name] = value;
        return new ZaloProvider().CreateAdapter(A.Settings(Channel.Zalo.Name, settings));
    }

    [Fact]
    public async Task A_token_is_asked_for_with_the_latest_refresh_token()
    {
        using var request = Adapter().AccessTokens!.Write(DateTimeOffset.UnixEpoch, "refresh-7");

        (request.Method, request.RequestUri!.AbsoluteUri).Should().Be((HttpMethod.Post, "https://oauth.zaloapp.com/v4/oa/access_token"));
        request.Headers.GetValues("secret_key").Should().Equal("app-secret-1");
        (await request.Content!.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().Be(
            "refresh_token=refresh-7&app_id=123456789&grant_type=refresh_token");
        Adapter().AccessTokens!.FirstRefreshToken.Should().Be("refresh-0");
    }

    [Fact]
    public void A_response_has_the_token_its_duration_and_the_next_refresh_token()
    {
        var issued = Read("""{"access_token":"access-1","refresh_token":"refresh-1","expires_in":"90000"}""")
            .Should().BeOfType<AccessTokenResponse.Issued>().Subject;

        (issued.Value, issued.RefreshToken).Should().Be(("access-1", "refresh-1"));
        issued.ValidFor.Should().Be(TimeSpan.FromHours(24), "a day is the longest that is believed");
    }

    [Fact]
    public void A_refusal_with_status_200_is_the_fault_of_the_credentials() =>
        Read("""{"error":-14014,"error_name":"Invalid refresh token","error_description":"Invalid refresh token."}""").Should().Be(
            new AccessTokenResponse.Refused(
                AttemptError.Of(ErrorClass.Configuration, "-14014", "no access token: Invalid refresh token.")));

    [Theory]
    [InlineData("<html>")]
    [InlineData("{}")]
    public void A_response_that_says_nothing_may_be_better_later(string body) =>
        Read(body).Should().BeOfType<AccessTokenResponse.Refused>().Which.Error.Class.Should().Be(ErrorClass.Unavailable);

    [Theory]
    [InlineData("""{"error":-124,"message":"Access token invalid"}""", true)]
    [InlineData("""{"error":-216,"message":"Access token invalid"}""", true)]
    [InlineData("""{"error":0,"message":"Success"}""", false)]
    [InlineData("""{"error":-118,"message":"no account"}""", false)]
    public void A_call_says_whether_the_token_is_refused(string body, bool isRefused) =>
        Adapter().AccessTokens!.IsRefused(Response(body)).Should().Be(isRefused);

    [Fact]
    public void The_token_goes_where_Zalo_wants_it_and_nothing_else_is_there_before()
    {
        using var call = Adapter().Checks(A.Handover.ReceiptsTo).Single().Write();
        call.Headers.Contains("access_token").Should().BeFalse();

        Adapter().AccessTokens!.Attach(call, "access-1");

        call.Headers.GetValues("access_token").Should().Equal("access-1");
    }

    [Fact]
    public void With_an_access_token_of_the_settings_nothing_is_refreshed() =>
        Adapter(("RefreshToken", null), ("AppSecretKey", null), ("AccessToken", "access-9")).AccessTokens.Should().BeNull();

    [Theory]
    [InlineData("RefreshToken", null, "RefreshToken")]
    [InlineData("AppSecretKey", null, "AppSecretKey")]
    [InlineData("AccessToken", "access-9", "AccessToken")]
    public void Exactly_one_way_to_a_token_is_needed(string setting, string? value, string named)
    {
        var create = () => Adapter((setting, value));

        create.Should().Throw<InvalidSettingsException>().WithMessage($"*{named}*");
    }

    [Fact]
    public void Other_credentials_have_other_tokens()
    {
        var name = Adapter().AccessTokens!.Credentials;

        Adapter().AccessTokens!.Credentials.Should().Be(name);
        Adapter(("RefreshToken", "refresh-x")).AccessTokens!.Credentials.Should().NotBe(name, "the account was authorized again");
        name.Should().NotContain("refresh-0").And.NotContain("app-secret-1");
    }

    private static AccessTokenResponse Read(string body) => Adapter().AccessTokens!.Read(Response(body));

    private static ProviderResponse Response(string body) => new(200, Encoding.UTF8.GetBytes(body), RetryAfter: null);
}
