using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.StatusWebhooks;

namespace FallbackOrchestrator.UnitTests.StatusWebhooks;

/// <summary>A secret that was hidden as <c>***</c> goes where it went, and nowhere else.</summary>
public class HiddenSecretsTests
{
    private const string Url = "https://shop.example/dlr?v=1";
    private const string TokenUrl = "https://auth.example/token";

    [Theory]
    [InlineData(Url)]
    [InlineData("https://SHOP.example:443/dlr?v=1")]
    public void It_is_kept_while_the_address_stays(string url)
    {
        Restore(Known(), new WebhookObject { Url = url, HttpAuthorization = "***" }, out var whole).Should().BeNull();

        whole.HttpAuthorization.Should().Be("Bearer s3cret");
    }

    [Theory]
    [InlineData("http://shop.example/dlr?v=1")]
    [InlineData("https://shop.example:8443/dlr?v=1")]
    [InlineData("https://shop.example.attacker.example/dlr?v=1")]
    [InlineData("https://attacker.example/dlr?v=1")]
    [InlineData("https://shop.example/attacker?v=1")]
    [InlineData("https://shop.example/dlr?v=attacker")]
    public void It_must_be_sent_again_if_the_address_changes(string url)
    {
        var header = Restore(Known(), new WebhookObject { Url = url, HttpAuthorization = "***" }, out _);
        var client = Restore(Known(), new WebhookObject { Url = url, Oauth = Oauth("***", TokenUrl) }, out _);

        header!.Status.Should().Be(400);
        header.Message.Should().Contain("[3].httpAuthorization").And.Contain("'url'");
        client!.Message.Should().Contain("[3].oauth.clientSecret").And.Contain("'url'");
    }

    [Theory]
    [InlineData("https://attacker.example/token")]
    [InlineData("https://auth.example/attacker/token")]
    [InlineData("http://auth.example/token")]
    public void A_clients_secret_must_be_sent_again_if_the_token_endpoint_changes(string tokenUrl) =>
        Restore(Known(), new WebhookObject { Url = Url, Oauth = Oauth("***", tokenUrl) }, out _)!
            .Message.Should().Contain("[3].oauth.clientSecret").And.Contain("'oauth.url'");

    [Fact]
    public void A_clients_secret_is_kept_while_both_addresses_stay()
    {
        Restore(Known(), new WebhookObject { Url = Url, Oauth = Oauth("***", TokenUrl) with { Scope = "more" } },
            out var whole).Should().BeNull();

        whole.Oauth!.ClientSecret.Should().Be("client-s3cret");
        whole.Oauth.Scope.Should().Be("more");
    }

    [Fact]
    public void Three_stars_are_not_accepted_as_a_secret()
    {
        var nothing = new WebhookRow { Url = "" };

        Restore(nothing, new WebhookObject { Url = Url, HttpAuthorization = "***" }, out _)!.Message.Should().Contain(
            "[3].httpAuthorization");
        Restore(nothing, new WebhookObject { Url = Url, Oauth = Oauth("***", TokenUrl) }, out _)!.Message.Should().Contain(
            "[3].oauth.clientSecret");
    }

    [Fact]
    public void A_new_secret_may_go_to_any_address()
    {
        var given = new WebhookObject { Url = "https://elsewhere.example/", Oauth = Oauth("new", "https://other.example/token") };

        Restore(Known(), given, out var whole).Should().BeNull();

        whole.Should().Be(given);
    }

    private static Problem? Restore(WebhookRow known, WebhookObject given, out WebhookObject whole) =>
        HiddenSecrets.Restore(given, known, "[3]", out whole);

    private static WebhookRow Known() => new()
    {
        Url = Url,
        HttpAuthorization = "Bearer s3cret",
        Oauth = $$"""{"url":"{{TokenUrl}}","clientId":"me","clientSecret":"client-s3cret","credentialsLocation":"body"}""",
    };

    private static OauthCredentials Oauth(string secret, string url) =>
        new() { Url = url, ClientId = "me", ClientSecret = secret, CredentialsLocation = "body" };
}
