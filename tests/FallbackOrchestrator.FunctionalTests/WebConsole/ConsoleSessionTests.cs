using System.Net;
using System.Net.WebSockets;
using System.Security.Claims;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.WebConsole;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FallbackOrchestrator.FunctionalTests.WebConsole;

/// <summary>When a session of the console begins and ends, and what becomes of the pages that are open then.</summary>
public sealed class ConsoleSessionTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Whoever_signs_out_sees_nothing_more()
    {
        await using var browser = await ConsoleBrowser.SignedInAsync(host.Address);
        await browser.ShowAsync("/console/account");
        await browser.Page.GetByText("Sign out").ClickAsync();
        await browser.HeadingAsync("Sign in");

        await browser.ShowAsync("/console/demo/messages");
        await browser.HeadingAsync("Sign in");
    }

    [Fact]
    public async Task Whoever_signs_out_in_one_tab_is_signed_out_in_all()
    {
        await using var browser = await ConsoleBrowser.SignedInAsync(host.Address);
        await browser.ShowAsync("/console/demo/messages");
        await browser.HeadingAsync("Messages");
        var other = await browser.OpenTabAsync("/console/account");

        await other.GetByText("Sign out").ClickAsync();

        await browser.HeadingAsync("Sign in");
        await Expect(browser.Page.Locator("table")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_key_of_another_customer_replaces_the_first_in_all_tabs()
    {
        await using var browser = await ConsoleBrowser.SignedInAsync(host.Address, DemoClient.Key);
        await browser.ShowAsync("/console/account");
        await Expect(browser.Page.Locator("dl")).ToContainTextAsync("demo");
        var other = await browser.OpenTabAsync(SignIn.Path);

        await Expect(other.GetByText("Somebody is signed in here.")).ToBeVisibleAsync();
        await other.GetByLabel("API key or admin key").FillAsync(ApiHost.OtherKey);
        await other.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();

        await Expect(browser.Page.Locator("dl")).ToContainTextAsync(ApiHost.OtherSubaccount);
        await Expect(browser.Page.Locator("dl")).Not.ToContainTextAsync("demo");
    }

    [Fact]
    public async Task A_form_that_is_older_than_the_session_leads_to_a_new_one_and_says_why()
    {
        using var http = ConsoleForms.Client(host.Address);
        var old = await ConsoleForms.TokenAsync(http);
        using var first = await ConsoleForms.SendAsync(http, old, DemoClient.Key);
        using var second = await ConsoleForms.SendAsync(http, old, ApiHost.OtherKey);

        second.Headers.Location!.ToString().Should().Be("/console/sign-in?refusal=old-form");
        (await http.GetStringAsync(second.Headers.Location)).Should().Contain("too old");

        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", old)]);
        using var signOut = await http.PostAsync(SignIn.OutPath, form);
        signOut.Headers.Location!.ToString().Should().Be("/console/account");
    }

    [Fact]
    public async Task Each_sign_in_is_a_new_session()
    {
        using var http = ConsoleForms.Client(host.Address);
        using var first = await ConsoleForms.SignInAsync(http, DemoClient.Key);
        var before = await http.GetStringAsync("/console/account");
        using var second = await ConsoleForms.SignInAsync(http, DemoClient.Key);

        SessionOf(await http.GetStringAsync("/console/account")).Should().NotBe(SessionOf(before)).And.HaveLength(32);
    }

    [Fact]
    public async Task A_revoked_key_closes_the_pages_that_are_open()
    {
        using var operators = new Operator(host.Address);
        var account = await operators.NewSubaccountAsync("revoked-on-screen");
        var (id, key) = await operators.NewKeyAsync(account, ["revoked-on-screen"]);
        await using var browser = await ConsoleBrowser.SignedInAsync(host.Address, key);
        await browser.ShowAsync("/console/revoked-on-screen/messages");
        await browser.HeadingAsync("Messages");

        await operators.RevokeAsync(account, id);

        await browser.HeadingAsync("Signed out");
        await Expect(browser.Page.GetByLabel("Number")).ToHaveCountAsync(0);
        await browser.ShowAsync("/console/revoked-on-screen/messages");
        await browser.HeadingAsync("Sign in");
    }

    [Fact]
    public async Task The_end_of_a_session_closes_the_pages_that_are_open()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(host.Address);
        await browser.Page.Context.AddCookiesAsync(
            [new() { Name = "fallback-console", Value = CookieThatEndsIn(TimeSpan.FromSeconds(8)), Url = host.Address.AbsoluteUri }]);
        await browser.ShowAsync("/console/demo/messages");
        await browser.HeadingAsync("Messages");

        await Expect(browser.Page.GetByRole(AriaRole.Heading, new() { Name = "Signed out" })).ToBeVisibleAsync(new() { Timeout = 20_000 });
    }

    [Fact]
    public async Task A_page_of_another_port_or_subdomain_opens_no_connection_with_the_cookie_of_the_console()
    {
        (await ConnectAsync("same-site")).Should().Be(HttpStatusCode.Forbidden);
        (await ConnectAsync("cross-site")).Should().Be(HttpStatusCode.Forbidden);
        (await ConnectAsync("same-origin")).Should().Be(HttpStatusCode.SwitchingProtocols);
    }

    [Theory]
    [InlineData("https", true)]
    [InlineData("http", false)]
    public async Task Behind_a_proxy_with_TLS_cookies_are_sent_with_TLS_only(string scheme, bool isSecure)
    {
        await using var behind = await ApiHost.StartWithAsync(
            host.Server, ("Hangfire:Enabled", "false"), ("TrustedProxies:0", "127.0.0.0/8"));
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = behind.Address };
        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", scheme);
        using var page = await http.GetAsync(SignIn.Path);

        page.Headers.GetValues("Set-Cookie").Should().OnlyContain(
            cookie => cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase) == isSecure);
    }

    private string CookieThatEndsIn(TimeSpan time)
    {
        var cookies = host.App.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(ConsoleCookie.Scheme);
        var user = new ClaimsPrincipal(new ClaimsIdentity(
            [
                new Claim("key", DemoClient.Key), new Claim("session", "of-this-test"),
                new Claim("end", $"{(DateTimeOffset.UtcNow + time).ToUnixTimeSeconds()}"),
            ],
            ConsoleCookie.Scheme));
        return cookies.TicketDataFormat.Protect(new AuthenticationTicket(user, ConsoleCookie.Scheme));
    }

    private async Task<HttpStatusCode> ConnectAsync(string from)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Cookie", $"fallback-console={CookieThatEndsIn(TimeSpan.FromHours(1))}");
        socket.Options.SetRequestHeader("Sec-Fetch-Site", from);
        try
        {
            await socket.ConnectAsync(new UriBuilder(host.Address) { Scheme = "ws", Path = "/_blazor" }.Uri, CancellationToken.None);
        }
        catch (WebSocketException)
        {
            // The status says why.
        }
        return socket.HttpStatusCode;
    }

    private static string SessionOf(string page) => page.Split("data-session=\"")[1].Split('"')[0];
}
