using System.Net;
using FallbackOrchestrator.Client;
using Microsoft.Extensions.DependencyInjection;

namespace FallbackOrchestrator.UnitTests.DotNetClient;

/// <summary>What a caller learns of an error, and what the client refuses to begin with.</summary>
public sealed class ClientErrorTests : IDisposable
{
    private readonly StubService _service = new();

    public void Dispose() => _service.Dispose();

    [Fact]
    public async Task An_error_of_the_service_has_its_status_code_id_and_words()
    {
        _service.Then(HttpStatusCode.BadRequest, """
            {"code":1002,"message":"Invalid MSISDN format: 'user.msisdn' must be + and digits","errorId":"01930000-0000-7000-8000-00000000000b","timestamp":"2026-11-26T00:00:00.00Z"}
            """);

        var refused = (await _service.Client().Invoking(client => client.GetTimelineAsync(Guid.Empty))
            .Should().ThrowAsync<FallbackApiException>()).Which;

        refused.Status.Should().Be(HttpStatusCode.BadRequest);
        refused.Code.Should().Be(1002);
        refused.ErrorId.Should().Be(new Guid("01930000-0000-7000-8000-00000000000b"));
        refused.RetryAfter.Should().BeNull();
        refused.Message.Should().Be("Invalid MSISDN format: 'user.msisdn' must be + and digits (HTTP 400, code 1002)");
    }

    [Theory]
    [InlineData("<html>Not found</html>")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    public async Task An_error_of_a_proxy_has_its_status_and_no_code(string body)
    {
        _service.Then(HttpStatusCode.NotFound, body);

        var refused = (await _service.Client().Invoking(client => client.GetTimelineAsync(Guid.Empty))
            .Should().ThrowAsync<FallbackApiException>()).Which;

        refused.Status.Should().Be(HttpStatusCode.NotFound);
        refused.Code.Should().BeNull();
        refused.Message.Should().StartWith("HTTP 404").And.NotContain("html");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("<html>")]
    public async Task A_response_that_cannot_be_read_is_an_error_of_the_client_and_not_a_message_without_an_id(string body)
    {
        _service.Then(HttpStatusCode.OK, body);

        (await _service.Client().Invoking(client => client.GetTimelineAsync(Guid.Empty)).Should().ThrowAsync<FallbackApiException>())
            .WithMessage("The response is not in the form that this version of the client reads*");
    }

    [Fact]
    public void An_option_that_is_wrong_is_named()
    {
        Making(new() { BaseAddress = new Uri("/relative", UriKind.Relative), ApiKey = "k", Subaccount = "s" }).WithMessage("BaseAddress*");
        Making(new() { BaseAddress = new Uri("ftp://x"), ApiKey = "k", Subaccount = "s" }).WithMessage("BaseAddress*");
        Making(new() { BaseAddress = new Uri("https://x?y"), ApiKey = "k", Subaccount = "s" }).WithMessage("BaseAddress*");
        Making(new() { BaseAddress = new Uri("https://x"), ApiKey = "a secret\n", Subaccount = "s" })
            .WithMessage("ApiKey*").Which.Message.Should().NotContain("secret");
        Making(new() { BaseAddress = new Uri("https://x"), ApiKey = "k", Subaccount = " " }).WithMessage("Subaccount*");
        Making(new() { BaseAddress = new Uri("https://x"), ApiKey = "k", Subaccount = "s", MaxAttempts = 0 }).WithMessage("MaxAttempts*");
        Making(new() { BaseAddress = new Uri("https://x"), ApiKey = "k", Subaccount = "s", FirstPause = -TimeSpan.FromSeconds(1) })
            .WithMessage("FirstPause*");

        static FluentAssertions.Specialized.ExceptionAssertions<ArgumentException> Making(FallbackClientOptions options)
        {
            using var http = new HttpClient();
            return FluentActions.Invoking(() => new FallbackClient(http, options)).Should().Throw<ArgumentException>();
        }
    }

    [Fact]
    public async Task The_address_may_have_a_path_and_the_subaccount_any_character()
    {
        _service.Then(HttpStatusCode.OK, """{"data":[]}""");

        await _service.Client(address: "https://gateway.example/messaging/", subaccount: "a&b/c").SearchPageAsync(
            new SearchFilter
            {
                Msisdn = "+6591234567",
                States = [MessageState.InProgress, MessageState.Completed],
                Channels = [Channel.Sms, Channel.WhatsApp],
                From = new DateTimeOffset(2026, 11, 26, 8, 0, 0, 500, TimeSpan.FromHours(8)),
            },
            limit: 10);

        _service.Requests.Single().Address.Should().Be(
            "https://gateway.example/messaging/api/v1/subaccounts/a%26b%2Fc/messages"
            + "?msisdn=%2B6591234567&state=inProgress%2Ccompleted&channel=SMS%2CWhatsApp&from=2026-11-26T00%3A00%3A00.5Z&limit=10");
        _service.Requests.Single().Authorization.Should().Be("Bearer the-key");
    }

    [Fact]
    public void A_host_makes_it_with_an_HttpClient_of_its_own()
    {
        using var services = new ServiceCollection()
            .AddSingleton(new FallbackClientOptions { BaseAddress = new Uri("https://x"), ApiKey = "k", Subaccount = "s" })
            .AddHttpClient<FallbackClient>().Services.BuildServiceProvider();

        services.GetRequiredService<FallbackClient>().Should().NotBeNull();
    }

    [Fact]
    public void No_text_of_the_client_holds_a_secret()
    {
        object[] all =
        [
            new FallbackClientOptions { BaseAddress = new Uri("https://x"), ApiKey = "canary", Subaccount = "s" },
            new RotatedSecret { Secret = "canary", PreviousSecretUntil = default },
            new Webhook
            {
                SubAccountId = "s",
                Url = "https://x/canary",
                HttpAuthorization = "canary",
                Oauth = new OauthCredentials
                {
                    Url = "https://x",
                    ClientId = "c",
                    ClientSecret = "canary",
                    CredentialsLocation = CredentialsLocation.Body,
                },
            },
            new OauthCredentials { Url = "https://x", ClientId = "c", ClientSecret = "canary", CredentialsLocation = CredentialsLocation.Body },
            new WebhookVerifier("whsec_Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5"),
        ];

        all.Select(one => one.ToString()).Should().NotContainMatch("*canary*").And.NotContainMatch("*Y2FuYXJ5*");
    }
}
