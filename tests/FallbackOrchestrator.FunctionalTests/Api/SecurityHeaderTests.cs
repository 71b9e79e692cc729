using System.Net;
using System.Text;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.Api;

/// <summary>The security headers for browsers.</summary>
public sealed class SecurityHeaderTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("GET", "/", 200)]
    [InlineData("GET", "/healthz/ready", 200)]
    [InlineData("GET", "/api/v1/subaccounts/demo/messages", 200)]
    [InlineData("GET", "/api/v1/subaccounts/demo/messages/export?format=csv", 200)]
    [InlineData("GET", "/api/v1/subaccounts/other/messages", 404)]
    [InlineData("GET", "/api/v1/nowhere", 404)]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("PUT", "/api/v1/subaccounts/demo/messages", 405)]
    [InlineData("POST", "/api/v1/subaccounts/demo/messages", 400)]
    [InlineData("POST", "/webhooks/meta/whatsapp-demo", 401)]
    [InlineData("GET", "/swagger/index.html", 200)]
    [InlineData("GET", "/swagger/v1/swagger.json", 200)]
    public async Task Every_response_has_them(string method, string path, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await host.Client.Http.SendAsync(request);

        ((int)response.StatusCode).Should().Be(status);
        Demand(response);
    }

    [Fact]
    public async Task The_response_to_a_failure_of_the_service_has_them_too()
    {
        await using var broken = await ApiHost.StartWithAsync(host.Server, ("Hangfire:Enabled", "false"));
        await broken.ExecuteAsync("ALTER TABLE contents ADD CONSTRAINT broken CHECK (false) NOT VALID");
        using var body = new StringContent(DemoClient.Fallback("+9990444005"), Encoding.UTF8, "application/json");

        using var response = await broken.Client.Http.PostAsync(DemoClient.Messages, body);

        response.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        Demand(response);
    }

    [Fact]
    public async Task The_dashboard_has_them_and_runs_only_its_own_scripts()
    {
        await using var withDashboard = await ApiHost.StartWithAsync(host.Server);

        using var response = await withDashboard.Client.Http.GetAsync("/hangfire");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        Demand(response);
        DemandForPage(response);
        (await response.Content.ReadAsStringAsync()).Should().NotContain("<script>", "the policy would stop a script within the page");
    }

    [Fact]
    public async Task Swagger_UI_runs_only_its_own_scripts()
    {
        using var response = await host.Client.Http.GetAsync("/swagger/index.html");

        DemandForPage(response);
        (await response.Content.ReadAsStringAsync()).Should().NotContain("<script>", "the policy would stop a script within the page");
    }

    private static void DemandForPage(HttpResponseMessage response) =>
        response.Headers.GetValues("Content-Security-Policy").Single().Should().Contain("script-src 'self';").And.Contain("connect-src 'self';");

    private static void Demand(HttpResponseMessage response)
    {
        Header("X-Content-Type-Options").Should().Be("nosniff");
        Header("X-Frame-Options").Should().Be("DENY");
        Header("Referrer-Policy").Should().Be("no-referrer");
        Header("Content-Security-Policy").Should().StartWith("default-src 'none'; ").And.Contain("frame-ancestors 'none'")
            .And.NotContain("unsafe-eval").And.NotMatchRegex("script-src[^;]*unsafe", "no script within a page");
        response.Headers.Contains("Server").Should().BeFalse("it says what to attack");

        string Header(string name) => response.Headers.GetValues(name).Should().ContainSingle(name).Which;
    }
}
