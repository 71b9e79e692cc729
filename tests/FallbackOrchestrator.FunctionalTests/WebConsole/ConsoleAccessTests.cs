using System.Net;
using FallbackOrchestrator.FunctionalTests.Api;
using FallbackOrchestrator.FunctionalTests.Support;
using static Microsoft.Playwright.Assertions;

namespace FallbackOrchestrator.FunctionalTests.WebConsole;

/// <summary>Who sees what in the console.</summary>
public sealed class ConsoleAccessTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("/console")]
    [InlineData("/console/demo/messages")]
    [InlineData("/console/operation")]
    [InlineData("/console/demo/export")]
    [InlineData("/console/nothing")]
    public async Task Without_a_session_every_page_leads_to_the_sign_in_and_back(string path)
    {
        using var http = Anonymous();
        using var response = await http.GetAsync(path);

        response.StatusCode.Should().Be(HttpStatusCode.Redirect);
        response.Headers.Location!.ToString().Should().Be($"/console/sign-in?returnTo={Uri.EscapeDataString(path)}");
    }

    [Theory]
    [InlineData("/_blazor")]
    [InlineData("/_blazor/negotiate?negotiateVersion=1")]
    public async Task Without_a_session_no_connection_of_a_page_is_opened(string path)
    {
        using var http = Anonymous();
        using var response = await http.PostAsync(path, null);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Without_a_session_nothing_is_shown_but_the_sign_in_and_files()
    {
        using var http = Anonymous();
        var shown = new List<string>();
        foreach (var (method, path) in Routes.Of(host.App).Select(route => route.At("demo"))
            .Where(route => route.Path.StartsWith("/console", StringComparison.Ordinal)
                || route.Path.StartsWith("/_", StringComparison.Ordinal)))
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            using var response = await http.SendAsync(request);
            if (response.StatusCode is not (HttpStatusCode.Redirect or HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest))
                shown.Add(path);
        }

        shown.Should().Contain("/console/sign-in").And.OnlyContain(
            path => path == "/console/sign-in" || IsFile(path));
    }

    [Fact]
    public async Task The_cookie_is_hidden_from_scripts_and_does_not_contain_the_key()
    {
        using var http = Anonymous();
        using var response = await SignInAsync(http, DemoClient.Key);

        var cookie = response.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("fallback-console", StringComparison.Ordinal));
        cookie.Should().Contain("httponly").And.Contain("samesite=lax").And.NotContain(DemoClient.Key);
        response.Headers.Location!.ToString().Should().Be("/console");
    }

    [Fact]
    public async Task The_cookie_opens_nothing_but_the_console()
    {
        using var http = Anonymous();
        using var signedIn = await SignInAsync(http, DemoClient.Key);
        using var response = await http.GetAsync($"{DemoClient.Messages}");

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_form_of_another_site_signs_nobody_in()
    {
        using var http = Anonymous();
        using var form = new FormUrlEncodedContent([new("key", DemoClient.Key)]);
        using var response = await http.PostAsync("/console/sign-in", form);

        response.Headers.Location!.ToString().Should().Be("/console/sign-in?refusal=old-form");
        response.Headers.Contains("Set-Cookie").Should().BeFalse();
    }

    [Theory]
    [InlineData("https://evil.example/console/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/console/../swagger")]
    [InlineData("/console/\\evil.example")]
    [InlineData("/console/\t//evil.example")]
    [InlineData("/console/\r\nSet-Cookie: evil=1")]
    [InlineData("/console/démo/evil")]
    public async Task The_sign_in_never_leads_to_another_site(string returnTo)
    {
        using var http = Anonymous();
        using var response = await SignInAsync(http, DemoClient.Key, returnTo);

        response.StatusCode.Should().Be(HttpStatusCode.Redirect);
        response.Headers.Location!.ToString().Should().StartWith("/console").And.NotContain("evil");
    }

    [Fact]
    public async Task Pages_and_their_files_come_with_a_policy_that_allows_scripts_of_the_service_only()
    {
        using var http = Anonymous();
        using var page = await http.GetAsync("/console/sign-in");

        var policy = page.Headers.GetValues("Content-Security-Policy").Should().ContainSingle().Which;
        policy.Should().Contain("script-src 'self';").And.Contain("style-src 'self';").And.Contain("frame-ancestors 'none'")
            .And.NotContain("unsafe");
    }

    [Fact]
    public async Task A_wrong_key_is_refused_with_a_sentence_and_a_known_one_opens_the_page_that_was_asked_for()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(host.Address);
        await browser.ShowAsync("/console/demo/messages");
        await browser.SignInAsync("no-such-key");
        await Expect(browser.Page.Locator(".error")).ToContainTextAsync("This key is not known.");

        await browser.SignInAsync(DemoClient.Key);
        await browser.HeadingAsync("Messages");
        browser.Page.Url.Should().EndWith("/console/demo/messages");
    }

    [Fact]
    public async Task What_belongs_to_another_customer_answers_like_what_does_not_exist()
    {
        var umid = await host.Client.SendAsync(DemoClient.Fallback("+99902277", whatsApp: 600));
        await using var browser = await ConsoleBrowser.SignedInAsync(host.Address, ApiHost.OtherKey);

        await browser.ShowAsync($"/console/demo/messages/{umid}");
        await Expect(browser.Page.Locator(".error")).ToBeVisibleAsync();
        var foreign = await browser.Page.Locator(".error").TextContentAsync();
        await browser.ShowAsync($"/console/no-such-subaccount/messages/{umid}");
        await Expect(browser.Page.Locator(".error")).ToHaveTextAsync(foreign!);

        await browser.ShowAsync($"/console/{ApiHost.OtherSubaccount}/messages/{umid}");
        await Expect(browser.Page.Locator(".error")).ToContainTextAsync("not found");
        (await browser.Page.Locator(".lane").CountAsync()).Should().Be(0);
    }

    [Fact]
    public async Task A_customers_key_does_not_open_the_page_of_the_operator()
    {
        await using var browser = await ConsoleBrowser.SignedInAsync(host.Address, DemoClient.Key);
        await browser.ShowAsync("/console/operation");

        await Expect(browser.Page.GetByText("This page needs an admin key.")).ToBeVisibleAsync();
        (await browser.Page.Locator("table").CountAsync()).Should().Be(0);
    }

    [Fact]
    public async Task An_admin_key_alone_shows_the_operation_and_no_message()
    {
        await using var browser = await ConsoleBrowser.SignedInAsync(host.Address, DocumentedCall.AdminKey);
        await browser.HeadingAsync("Operation");
        await Expect(browser.Page.GetByText("whatsapp-demo")).ToBeVisibleAsync();

        await browser.ShowAsync("/console/demo/messages");
        await Expect(browser.Page.Locator(".error")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Without_the_console_its_paths_are_unknown()
    {
        await using var without = await ApiHost.StartWithAsync(host.Server, ("Hangfire:Enabled", "false"), ("WebConsole:Enabled", "false"));
        using var response = await without.Client.Http.GetAsync("/console");

        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await without.Client.Http.GetStringAsync("/")).Should().NotContain("/console");
        foreach (var path in new[] { "/_blazor", "/_framework/blazor.web.js", "/console/console.css", "/console/sign-in" })
        {
            using var gone = await without.Client.Http.GetAsync(path);
            gone.StatusCode.Should().Be(HttpStatusCode.NotFound, path);
        }
    }

    private static bool IsFile(string path) =>
        new[] { ".js", ".css", ".svg" }.Any(end => path.Replace(".gz", "", StringComparison.Ordinal).EndsWith(end, StringComparison.Ordinal));

    private HttpClient Anonymous() => ConsoleForms.Client(host.Address);

    private static Task<HttpResponseMessage> SignInAsync(HttpClient http, string key, string returnTo = "") =>
        ConsoleForms.SignInAsync(http, key, returnTo);
}
