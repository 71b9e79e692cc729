using FallbackOrchestrator.FunctionalTests.Support;
using Microsoft.Playwright;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;
using static Microsoft.Playwright.Assertions;

namespace FallbackOrchestrator.FunctionalTests.WebConsole;

/// <summary>A message on the screen: composed, sent and watched.</summary>
public sealed class FallbackOnScreenTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_message_is_composed_sent_and_watched()
    {
        await using var browser = await ConsoleBrowser.SignedInAsync(host.Address);
        var page = browser.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Send", Exact = true }).ClickAsync();
        await browser.HeadingAsync("Send a message");
        await page.GetByLabel("WhatsApp", new() { Exact = true }).SelectOptionAsync("up to Sent");
        await page.GetByLabel("Viber", new() { Exact = true }).SelectOptionAsync("refused at once");
        await page.GetByLabel("SMS", new() { Exact = true }).SelectOptionAsync("up to Delivered");
        await page.GetByLabel("Text", new() { Exact = true }).FillAsync("Your code is 4711");
        await page.Locator(".step input[type=number]").First.FillAsync("600");

        await page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();

        await browser.HeadingAsync("Message");
        await Expect(page.Locator(".lane[data-step='1']")).ToContainTextAsync("sent; waits for Read");
        await Expect(page.Locator(".lane[data-step='1'] animate")).ToHaveCountAsync(1); // The window runs out before one's eyes.
        await page.GetByRole(AriaRole.Button, new() { Name = "Skip WhatsApp" }).ClickAsync();
        await Expect(page.Locator(".lane[data-step='2']")).ToContainTextAsync("rejected");
        await Expect(page.Locator(".lane[data-step='3']")).ToContainTextAsync("delivered");
        await Expect(page.Locator(".lead")).ToContainTextAsync("Delivered on SMS, step 3");
        await Expect(page.Locator(".bubble").First).ToHaveTextAsync("Your code is 4711");
        browser.Troubles.Should().BeEmpty();
    }

    [Fact]
    public async Task A_message_falls_back_on_the_screen_when_its_window_ends()
    {
        await using var world = await new World(host.Server).StartAsync();
        var umid = await world.SendAsync("+9990223", WhatsApp(60, "Read"), Viber(60), Sms());
        await world.SettleAsync();
        await using var browser = await ConsoleBrowser.SignedInAsync(world.Http.BaseAddress!);
        await browser.ShowAsync($"/console/demo/messages/{umid}");
        await Expect(browser.Page.Locator(".lane[data-step='1']")).ToContainTextAsync("waits for Read");

        await world.AdvanceAsync(TimeSpan.FromSeconds(61));
        await Expect(browser.Page.Locator(".lane[data-step='1']")).ToContainTextAsync("not Read within 1 min");
        await Expect(browser.Page.Locator(".lane[data-step='2']")).ToContainTextAsync("waits for Delivered");

        await world.AdvanceAsync(TimeSpan.FromSeconds(61));
        await Expect(browser.Page.Locator(".lead")).ToContainTextAsync("Delivered on SMS, step 3");
        browser.Troubles.Should().BeEmpty();
    }

    [Fact]
    public async Task The_preview_follows_what_is_typed_and_says_what_is_wrong()
    {
        await using var browser = await ConsoleBrowser.SignedInAsync(host.Address);
        var page = browser.Page;
        await browser.ShowAsync("/console/demo/send");
        await page.GetByLabel("Text", new() { Exact = true }).FillAsync("Grüße €");
        await Expect(page.Locator(".plan .bubble").First).ToHaveTextAsync("Grüße €");

        await page.GetByLabel("Number", new() { Exact = true }).FillAsync("12");
        await Expect(page.Locator(".card .error")).ToContainTextAsync("msisdn");

        await page.GetByLabel("Number", new() { Exact = true }).FillAsync("+6591234567");
        await page.GetByLabel("Text", new() { Exact = true }).FillAsync(new string('a', 161));
        await Expect(page.Locator(".plan li").Last).ToContainTextAsync("2 segments");
        await Expect(page.Locator(".card .error")).ToHaveCountAsync(0);
        browser.Troubles.Should().BeEmpty();
    }

    [Fact]
    public async Task Steps_are_put_in_order_by_dragging_and_by_keyboard()
    {
        await using var browser = await ConsoleBrowser.SignedInAsync(host.Address);
        var page = browser.Page;
        await browser.ShowAsync("/console/demo/send");
        await Expect(page.Locator(".plan .channel")).ToHaveTextAsync(["WhatsApp", "Viber", "SMS"]);

        await page.GetByRole(AriaRole.Button, new() { Name = "Move step 1, WhatsApp down" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".plan .channel")).ToHaveTextAsync(["Viber", "WhatsApp", "SMS"]);

        await page.Locator(".step").Nth(2).DragToAsync(page.Locator(".step").First);
        await Expect(page.Locator(".plan .channel")).ToHaveTextAsync(["SMS", "Viber", "WhatsApp"]);

        await page.GetByRole(AriaRole.Button, new() { Name = "Remove step 2, Viber" }).ClickAsync();
        await Expect(page.Locator(".plan .channel")).ToHaveTextAsync(["SMS", "WhatsApp"]);
        browser.Troubles.Should().BeEmpty();
    }

    [Fact]
    public async Task A_step_is_skipped_and_a_message_cancelled_by_buttons()
    {
        var umid = await host.Client.SendAsync(DemoClient.Fallback("+99902222", whatsApp: 600, viber: 600));
        await using var browser = await ConsoleBrowser.SignedInAsync(host.Address);
        var page = browser.Page;
        await browser.ShowAsync($"/console/demo/messages/{umid}");

        await page.GetByRole(AriaRole.Button, new() { Name = "Skip WhatsApp" }).ClickAsync();
        await Expect(page.Locator(".lane[data-step='1']")).ToContainTextAsync("left on request");
        await page.GetByRole(AriaRole.Button, new() { Name = "Skip Viber" }).WaitForAsync();

        await browser.ConfirmAsync("Cancel the message");
        await Expect(page.Locator(".title .chip").First).ToHaveTextAsync("cancelled");
        (await host.Client.TimelineAsync(umid))["outcome"]!.GetValue<string>().Should().Be("cancelled");
        browser.Troubles.Should().BeEmpty();
    }

    [Fact]
    public async Task New_messages_appear_in_the_list_and_filters_make_a_link()
    {
        await using var browser = await ConsoleBrowser.SignedInAsync(host.Address);
        var page = browser.Page;
        await browser.ShowAsync("/console/demo/messages?msisdn=%2B999022299");
        await Expect(page.GetByText("No message matches.")).ToBeVisibleAsync();

        var umid = await host.Client.SendAsync(DemoClient.Fallback("+999022299", whatsApp: 600));
        await Expect(page.Locator($"a[href$='{umid}']")).ToBeVisibleAsync();

        await page.GetByLabel("State").SelectOptionAsync("failed");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await Expect(page.GetByText("No message matches.")).ToBeVisibleAsync();
        page.Url.Should().Contain("outcome=failed").And.Contain("msisdn=%2B999022299");
        browser.Troubles.Should().BeEmpty();
    }

    [Fact]
    public async Task The_list_is_downloaded_as_the_api_exports_it()
    {
        var umid = await host.Client.SendAsync(DemoClient.Fallback("+999022288", whatsApp: 600));
        await using var browser = await ConsoleBrowser.SignedInAsync(host.Address);
        await browser.ShowAsync("/console/demo/messages?msisdn=%2B999022288");

        var download = await browser.Page.RunAndWaitForDownloadAsync(() => browser.Page.GetByText("Export CSV").ClickAsync());

        var lines = await File.ReadAllLinesAsync(await download.PathAsync());
        lines.Should().HaveCount(2);
        lines[1].Should().Contain(umid);
    }
}
