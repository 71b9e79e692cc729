using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.Api;

/// <summary>What <c>GET /</c> says.</summary>
public sealed partial class FrontPageTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    [Fact]
    public async Task A_browser_gets_a_page_whose_links_all_lead_somewhere()
    {
        var (type, page, _) = await GetAsync(host, Browser);

        type.Should().Be("text/html");
        page.Should().Contain("0.1.0").And.NotContain("{{");
        var links = Link().Matches(page).Select(link => link.Groups[1].Value).ToList();
        links.Should().Contain(["/swagger", "/swagger/v1/swagger.json", "/simulator/calls", "/healthz/ready"])
            .And.NotContain("/hangfire", "this service runs without it");
        using var stranger = new DemoClient(host.Address, key: null);
        foreach (var link in links)
            (await stranger.Http.GetAsync(link)).StatusCode.Should().Be(HttpStatusCode.OK, link);
    }

    [Fact]
    public async Task Its_policy_allows_its_own_style_sheet_and_nothing_else()
    {
        var (_, page, policy) = await GetAsync(host, Browser);

        var style = Style().Match(page).Groups[1].Value;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        policy.Should().Contain($"style-src 'sha256-{hash}'").And.NotContain("unsafe").And.NotContain("script-src");
        page.Should().NotContain("style=").And.NotContain("<script");
    }

    [Theory]
    [InlineData("application/json", "application/json")]
    [InlineData("application/json, text/plain, */*", "application/json")]
    [InlineData("text/html;q=0.5, application/json", "application/json")]
    [InlineData("*/*", "text/html")]
    [InlineData("text/html, application/json;q=0.9", "text/html")]
    [InlineData("", "text/html")]
    [InlineData("nonsense", "text/html")]
    public async Task A_program_gets_the_format_that_it_asks_for(string accepted, string type) =>
        (await GetAsync(host, accepted)).Type.Should().Be(type);

    [Fact]
    public async Task In_Development_it_has_a_command_to_paste_that_sends_a_message_over_three_channels()
    {
        var demo = JsonNode.Parse((await GetAsync(host, "application/json")).Text)!["demo"]!;
        demo["accountId"]!.GetValue<string>().Should().Be("00000000-0000-0000-0000-000000000001");
        var command = demo["command"]!.GetValue<string>();
        command.Should().StartWith($"curl -s {host.Address}api/v1/subaccounts/demo/messages ")
            .And.Contain($"Bearer {demo["key"]!.GetValue<string>()}'");
        (await GetAsync(host, Browser)).Text.Should().Contain(WebUtility.HtmlEncode(command));

        var umid = await host.Client.SendAsync(Body().Match(command).Groups[1].Value);

        var timeline = await host.Client.CompletedAsync(umid);
        timeline["succeededStep"]!.GetValue<int>().Should().Be(3, timeline.ToJsonString());
    }

    [Fact]
    public async Task In_Production_it_shows_no_key_and_only_what_is_there()
    {
        await using var production = await ApiHost.StartWithAsync(
            host.Server,
            [
                ("environment", "Production"), ("PublicBaseUrl", "https://messages.example.com"),
                .. ApiHost.SettingsWithOwnSecrets("Accounts", "ChannelAccounts", "Admin"),
                .. new[] { "whatsapp", "viber", "sms" }.Select(
                    channel => ($"ChannelAccounts:{channel}-demo:BaseAddress", "http://127.0.0.1:1/")),
            ]);

        var view = JsonNode.Parse((await GetAsync(production, "application/json")).Text)!;
        view["demo"].Should().BeNull();
        view["links"]!.AsObject().Select(link => link.Key).Should().BeEquivalentTo("api", "console", "ready", "live");
        (await GetAsync(production, Browser)).Text.Should().NotContain("key").And.NotContain("swagger");
    }

    [Fact]
    public async Task Unpublished_keys_are_never_shown()
    {
        await using var own = await ApiHost.StartWithAsync(
            host.Server, ("Hangfire:Enabled", "false"),
            ("Accounts:00000000-0000-0000-0000-000000000001:Subaccounts:demo:Keys:0", "canary-key-of-ones-own"),
            ("Admin:Keys:0", "canary-admin-key-of-ones-own"));

        foreach (var accepted in new[] { "application/json", Browser })
            (await GetAsync(own, accepted)).Text.Should().NotContain("canary").And.NotContain("dev-demo");
    }

    private static async Task<(string? Type, string Text, string Policy)> GetAsync(ApiHost host, string accepted)
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("Accept", accepted).Should().BeTrue();
        using var response = await http.SendAsync(request);
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        return (response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(),
            response.Headers.GetValues("Content-Security-Policy").Single());
    }

    [GeneratedRegex("<a href=\"([^\"]+)\">")]
    private static partial Regex Link();

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("-d '(.+)'$")]
    private static partial Regex Body();
}
