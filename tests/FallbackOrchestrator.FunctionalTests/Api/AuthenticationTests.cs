using System.Net;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FallbackOrchestrator.FunctionalTests.Api;

/// <summary>What a key is. Which route takes which key: see <see cref="IsolationTests"/>.</summary>
public sealed class AuthenticationTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData(null)]
    [InlineData("Bearer ")]
    [InlineData("Bearer nobody-has-this-key")]
    [InlineData("Basic dev-demo-key")]
    [InlineData("dev-demo-key")]
    public async Task A_text_that_is_no_key_opens_nothing(string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/subaccounts/demo");
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var http = new HttpClient { BaseAddress = host.Address };
        using var response = await http.SendAsync(request);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        Published.Error(JsonNode.Parse(await response.Content.ReadAsStringAsync()), 1200);
    }

    // Logs and traces have the paths of requests, but of these the template (PersonalPath).
    [Fact]
    public void A_path_that_names_a_person_is_known_as_one()
    {
        string[] ofNobody =
        [
            "subAccountId", "accountId", "umid", "channelId", "name", "keyId", "messageId", "updateId", "provider", "account", "id", "batchId",
            "channelAccountId",
        ];
        var parameters = host.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal)
                || endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("webhooks/", StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.RoutePattern.Parameters.Select(parameter => parameter.Name)).Distinct();

        parameters.Except(ofNobody).Should().Equal("person");
    }

    [Fact]
    public async Task A_key_of_any_length_is_looked_up_or_refused()
    {
        foreach (var length in new[] { 1, 256, 257, 4_000 })
        {
            using var client = new DemoClient(host.Address, new string('x', length));
            (await client.GetAsync("/api/v1/subaccounts/demo")).Status.Should().Be(HttpStatusCode.Unauthorized, $"{length}");
        }
    }

    [Fact]
    public async Task In_Production_only_the_front_page_health_and_the_webhooks_respond_without_a_key()
    {
        await using var production = await ApiHost.StartWithAsync(
            host.Server,
            [
                ("environment", "Production"), ("PublicBaseUrl", "https://messages.example.com"),
                .. ApiHost.SettingsWithOwnSecrets("Accounts", "ChannelAccounts"),
                .. new[] { ("whatsapp-demo", "meta"), ("viber-demo", "vonage"), ("sms-demo", "twilio"), ("rcs-demo", "google"), ("line-notification-demo", "line") }
                    .Select(account => ($"ChannelAccounts:{account.Item1}:BaseAddress", $"http://127.0.0.1:1/{account.Item2}")),
            ]);
        using var stranger = new DemoClient(production.Address, key: null);
        var open = new[] { "/healthz", "/webhooks", "/console", "/_framework", "/_blazor" }; // ConsoleAccessTests is about the last three.

        var routes = Routes.Of(
            production.App).Where(route => route.Pattern != "/" && !open.Any(path => route.Pattern.StartsWith(path, StringComparison.Ordinal))).ToList();
        routes.Should().NotBeEmpty();
        foreach (var route in routes)
        {
            var (method, path) = route.At("demo");
            using var response = await stranger.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
            response.StatusCode.Should().BeOneOf([HttpStatusCode.Unauthorized, HttpStatusCode.NotFound], $"{method} {path}");
        }
        foreach (
            var path in new[] { "/swagger", "/swagger/index.html", "/swagger/v1/swagger.json", "/hangfire", "/hangfire/jobs/enqueued",
                "/simulator/calls" })
            (await stranger.GetAsync(path)).Status.Should().Be(HttpStatusCode.NotFound, path);
        (await stranger.IsReadyAsync()).Should().BeTrue();
    }
}

/// <summary>The routes that a running service has.</summary>
internal static class Routes
{
    private const string Unheard = "01930000-0000-7000-8000-000000000000";

    public static IEnumerable<Route> Of(Microsoft.AspNetCore.Builder.WebApplication app) =>
        from endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select new Route(method, "/" + endpoint.RoutePattern.RawText!.Trim('/'));

    /// <param name="Method">The HTTP method.</param>
    /// <param name="Pattern">The route with its parameters in braces, without a slash at its end.</param>
    public sealed record Route(string Method, string Pattern)
    {
        /// <summary>A request to it, for a subaccount.</summary>
        public (string Method, string Path) At(string subaccount) => (Method, string.Join('/', Pattern.Split('/').Select(part => part switch
        {
            "{subAccountId}" => subaccount,
            ['{', '*', ..] => "anything",
            ['{', ..] => Unheard,
            _ => part,
        })));
    }
}
