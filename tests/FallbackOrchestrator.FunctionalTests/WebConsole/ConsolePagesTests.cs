using System.Reflection;
using Deque.AxeCore.Playwright;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.WebConsole;
using FallbackOrchestrator.WebConsole.Parts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FallbackOrchestrator.FunctionalTests.WebConsole;

/// <summary>Every page, in light and dark, on a desk and on a phone: readable, complete, and nothing from other servers.</summary>
public sealed class ConsolePagesTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly (string Path, string Heading)[] Pages =
    [
        ("/console/demo/overview", "Overview"), ("/console/demo/messages", "Messages"), ("/console/demo/send", "Send a message"),
        ("/console/demo/sequences", "Sequences"), ("/console/demo/webhooks", "Webhooks"), ("/console/operation", "Operation"),
        ("/console/channel-accounts", "Channel accounts"),
        ("/console/account", "Session"), ("/console/demo/nothing-here/at-all", "Not found"), ("/console/sign-in", "Sign in"),
    ];

    private const string Message = "/console/demo/messages/01930000-0000-7000-8000-000000000000";

    private const int Phone = 390;
    private const int Desk = 1280;

    [Theory]
    [InlineData(ColorScheme.Light, Desk)]
    [InlineData(ColorScheme.Light, Phone)]
    [InlineData(ColorScheme.Dark, Desk)]
    [InlineData(ColorScheme.Dark, Phone)]
    public async Task Everybody_can_use_every_page(ColorScheme scheme, int width)
    {
        var umid = await host.Client.SendAsync(DemoClient.Fallback("+9990223"));
        await host.Client.CompletedAsync(umid);
        var screen = new ViewportSize { Width = width, Height = 800 };
        await using var browser = await ConsoleBrowser.SignedInAsync(
            host.Address, new BrowserNewPageOptions { ColorScheme = scheme, ViewportSize = screen });

        foreach (var (path, heading) in Pages.Append(($"/console/demo/messages/{umid}", "Message")))
        {
            await browser.ShowAsync(path);
            await browser.HeadingAsync(heading);
            await Expect(browser.Page.Locator("main .error")).ToHaveCountAsync(0);
            await IsAccessibleAsync(browser.Page, path);
            (await browser.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"))
                .Should().BeTrue($"{path} is not wider than a screen of {width}");
        }
        browser.Troubles.Should().BeEmpty();
    }

    [Fact]
    public void Every_page_is_looked_at()
    {
        var routes = typeof(ConsolePage).Assembly.GetTypes().SelectMany(type => type.GetCustomAttributes<RouteAttribute>())
            .Select(route => route.Template).Where(route => route != WebConsoleSetup.Path); // That one only leads to another.

        routes.Should().OnlyContain(route => Pages.Select(page => page.Path).Append(Message).Any(path => IsFor(path, route)), "a new page is in the list above");
    }

    [Fact]
    public async Task The_theme_is_chosen_by_a_button_and_kept()
    {
        await using var browser = await ConsoleBrowser.SignedInAsync(
            host.Address, new BrowserNewPageOptions { ColorScheme = ColorScheme.Light });
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Theme" }).ClickAsync();
        await browser.ShowAsync("/console/demo/messages");
        await browser.HeadingAsync("Messages");

        (await browser.Page.EvaluateAsync<string>("document.documentElement.dataset.theme")).Should().Be("dark");
    }

    private static bool IsFor(string path, string route) =>
        new TemplateMatcher(TemplateParser.Parse(route.TrimStart('/')), []).TryMatch(path, []);

    private static async Task IsAccessibleAsync(IPage page, string path)
    {
        var found = await page.RunAxe();
        found.Violations.Where(violation => violation.Impact is "serious" or "critical")
            .SelectMany(violation => violation.Nodes.Select(node => $"{path}: {violation.Id}: {node.Html}"))
            .Should().BeEmpty();
    }
}
