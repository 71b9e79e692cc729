using System.Net;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FallbackOrchestrator.FunctionalTests.Api;

/// <summary>Every route there is, as the running service knows it: one that is added is covered without being named here.</summary>
public sealed class AuthenticationTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Unheard = "01930000-0000-7000-8000-000000000000";

    [Fact]
    public async Task Every_route_of_the_API_demands_a_key_that_opens_the_subaccount_in_its_path()
    {
        var routes = Routes.Of(host.App).Where(route => route.Pattern.StartsWith("/api", StringComparison.Ordinal)).ToList();
        routes.Should().HaveCountGreaterThanOrEqualTo(4);

        foreach (var route in routes)
        {
            await AnswersAsync(route.At("demo"), null, HttpStatusCode.Unauthorized, 1200);
            await AnswersAsync(route.At("demo"), "Bearer nobody-has-this-key", HttpStatusCode.Unauthorized, 1200);
            await AnswersAsync(route.At("demo"), "Bearer ", HttpStatusCode.Unauthorized, 1200);
            await AnswersAsync(route.At("demo"), $"Basic {DemoClient.Key}", HttpStatusCode.Unauthorized, 1200);
            await AnswersAsync(route.At("nobody"), null, HttpStatusCode.Unauthorized, 1200);
            await AnswersAsync(route.At("demo"), $"Bearer {ApiHost.OtherKey}", HttpStatusCode.NotFound, 1001);
            await AnswersAsync(route.At("nobody"), $"Bearer {ApiHost.OtherKey}", HttpStatusCode.NotFound, 1001);
        }
        (await host.CountAsync("messages")).Should().Be(0);
    }

    [Fact]
    public async Task A_subaccount_of_somebody_else_looks_exactly_like_one_that_does_not_exist()
    {
        var others = await AnswersAsync(("GET", Message("demo", Unheard)), $"Bearer {ApiHost.OtherKey}", HttpStatusCode.NotFound, 1001);
        var nobodys = await AnswersAsync(("GET", Message("nobody", Unheard)), $"Bearer {ApiHost.OtherKey}", HttpStatusCode.NotFound, 1001);

        foreach (var body in new[] { others, nobodys })
        {
            body.Remove("errorId");
            body.Remove("timestamp");
        }
        nobodys.ToJsonString().Should().Be(others.ToJsonString());
    }

    [Fact]
    public async Task A_message_of_another_subaccount_is_not_found_and_cannot_be_cancelled()
    {
        var umid = await host.Client.SendAsync(DemoClient.Fallback("+9990144006", whatsApp: 60));

        foreach (var (method, suffix) in new[] { ("GET", ""), ("GET", "/timeline"), ("DELETE", "") })
        {
            var path = Message(ApiHost.OtherSubaccount, umid) + suffix;
            await AnswersAsync((method, path), $"Bearer {ApiHost.OtherKey}", HttpStatusCode.NotFound, 1300);
        }

        (await host.Client.TimelineAsync(umid))["state"]!.GetValue<string>().Should().Be("inProgress");
        await host.ExecuteAsync("TRUNCATE messages, contents, attempts, timeline");
    }

    [Fact]
    public async Task In_Production_nothing_answers_without_a_key_but_health_and_the_webhooks()
    {
        await using var production = await ApiHost.StartWithAsync(
            host.Server,
            [
                ("environment", "Production"), ("PublicBaseUrl", "https://messages.example.com"),
                .. ApiHost.DevelopmentSettings("Accounts", "ChannelAccounts"),
                .. new[] { ("whatsapp-demo", "meta"), ("viber-demo", "vonage"), ("sms-demo", "twilio") }
                    .Select(account => ($"ChannelAccounts:{account.Item1}:BaseAddress", $"http://127.0.0.1:1/{account.Item2}")),
            ]);
        using var stranger = new DemoClient(production.Address, key: null);
        var open = new[] { "/healthz", "/webhooks" };

        var routes = Routes.Of(production.App).Where(route => !open.Any(path => route.Pattern.StartsWith(path, StringComparison.Ordinal))).ToList();
        routes.Should().NotBeEmpty();
        foreach (var route in routes)
        {
            var (method, path) = route.At("demo");
            using var answer = await stranger.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
            answer.StatusCode.Should().BeOneOf([HttpStatusCode.Unauthorized, HttpStatusCode.NotFound], $"{method} {path}");
        }
        foreach (var path in new[] { "/swagger", "/swagger/index.html", "/swagger/v1/swagger.json", "/hangfire", "/hangfire/jobs/enqueued", "/simulator/calls", "/" })
            (await stranger.GetAsync(path)).Status.Should().Be(HttpStatusCode.NotFound, path);
        (await stranger.IsReadyAsync()).Should().BeTrue();
    }

    private static string Message(string subaccount, string umid) => $"/api/v1/subaccounts/{subaccount}/messages/{umid}";

    private async Task<JsonObject> AnswersAsync((string Method, string Path) route, string? authorization, HttpStatusCode status, int code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), route.Path);
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (route.Method is "POST" or "PUT" or "PATCH")
            request.Content = new StringContent("{ not even JSON", System.Text.Encoding.UTF8, "application/json");
        using var http = new HttpClient { BaseAddress = host.Address };
        using var answer = await http.SendAsync(request);

        answer.StatusCode.Should().Be(status, $"{route} with {authorization}");
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync());
        Published.Error(body, code);
        return body!.AsObject();
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
