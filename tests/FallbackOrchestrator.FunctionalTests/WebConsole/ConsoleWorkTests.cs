using System.Text.RegularExpressions;
using FallbackOrchestrator.FunctionalTests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FallbackOrchestrator.FunctionalTests.WebConsole;

/// <summary>What a customer and an operator do at the console besides sending.</summary>
public sealed class ConsoleWorkTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_sequence_is_created_made_default_edited_and_deleted()
    {
        using var operators = new Operator(host.Address);
        var account = await operators.NewSubaccountAsync("sequences-on-screen");
        var (_, key) = await operators.NewKeyAsync(account, ["sequences-on-screen"]);
        await using var browser = await ConsoleBrowser.SignedInAsync(host.Address, key);
        var page = browser.Page;
        await browser.ShowAsync("/console/sequences-on-screen/sequences");
        await browser.HeadingAsync("Sequences");

        await page.GetByLabel("Name").FillAsync("parcel");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a step" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a step" }).ClickAsync();
        await page.Locator(".step input[type=number]").First.FillAsync("120");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByText("WhatsApp within 2 min → Viber")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Make default" }).ClickAsync();
        await Expect(page.Locator("h2 .chip")).ToHaveTextAsync("default");

        await page.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        await page.Locator(".step input[type=number]").First.FillAsync("5");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.Locator("main > .error")).ToHaveCountAsync(0);
        await Expect(page.GetByText("WhatsApp within 5 s → Viber")).ToBeVisibleAsync();
        browser.Troubles.Should().BeEmpty();
    }

    [Fact]
    public async Task A_mistake_in_a_sequence_is_shown_in_the_words_of_the_api()
    {
        using var operators = new Operator(host.Address);
        var account = await operators.NewSubaccountAsync("mistakes-on-screen");
        var (_, key) = await operators.NewKeyAsync(account, ["mistakes-on-screen"]);
        await using var browser = await ConsoleBrowser.SignedInAsync(host.Address, key);
        var page = browser.Page;
        await browser.ShowAsync("/console/mistakes-on-screen/sequences");

        await page.GetByLabel("Name").FillAsync("twice");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a step" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a step" }).ClickAsync();
        await page.GetByLabel("Channel of step 2").SelectOptionAsync("whatsapp-demo");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(page.Locator(".error")).ToContainTextAsync("channels[1]");
        await Expect(page.Locator(".step")).ToHaveCountAsync(2); // Nothing that was typed is lost.
    }

    [Fact]
    public async Task A_status_update_is_delivered_again_and_an_endpoint_pinged_by_buttons()
    {
        await using var server = await CustomerServer.StartAsync();
        await using var told = await ApiHost.StartWithAsync(host.Server, ("Hangfire:Enabled", "false"));
        await told.Client.PostAsync(
            $$"""[{"subAccountId":"demo","url":"{{server.At("/hook")}}","format":"events-v1"}]""",
            "/api/v1/accounts/00000000-0000-0000-0000-000000000001/webhooks");
        var umid = await told.Client.SendAsync(DemoClient.Fallback("+999044"));
        await told.Client.CompletedAsync(umid);
        await using var browser = await ConsoleBrowser.SignedInAsync(told.Address);
        var page = browser.Page;

        await browser.ShowAsync($"/console/demo/messages/{umid}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Deliver again" }).First.ClickAsync();
        var posted = await server.WaitAsync("/hook", all => all.GroupBy(one => one.Id).Any(same => same.Count() == 2));
        posted.Should().OnlyContain(one => one.Body.Contains(umid));

        await browser.ShowAsync("/console/demo/webhooks");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ping" }).First.ClickAsync();
        await Expect(page.GetByText("delivered 200")).ToBeVisibleAsync();
        browser.Troubles.Should().BeEmpty();
    }

    [Fact]
    public async Task A_batch_is_shown_as_a_whole()
    {
        var (_, body) = await host.Client.PostAsync(
            """
            {"clientBatchId":"promo-on-screen","template":{"type":"text","content":{"text":"Sale"},"channels":[{"channel":"SMS"}]},
             "messages":[{"user":{"msisdn":"+99904431"}},{"user":{"msisdn":"+99904432"}},{"user":{"msisdn":"+99904433"}}]}
            """,
            $"{DemoClient.Messages}/batch");
        await using var browser = await ConsoleBrowser.SignedInAsync(host.Address);
        await browser.ShowAsync($"/console/demo/messages?batchId={body!["batchId"]}");

        await Expect(browser.Page.Locator(".lead")).ToContainTextAsync("3 messages: 100 % succeeded on SMS");
        await Expect(browser.Page.Locator(".list tbody tr")).ToHaveCountAsync(3);
        browser.Troubles.Should().BeEmpty();
    }

    [Fact]
    public async Task The_operator_sees_which_account_accepts_nothing_since_when_and_why()
    {
        await using var dead = await ApiHost.StartWithAsync(
            host.Server, ("Hangfire:Enabled", "false"), ("ChannelAccounts:whatsapp-demo:BaseAddress", "http://127.0.0.1:1/"));
        for (var i = 0; i < 6; i++)
            await dead.Client.SendAsync(DemoClient.Fallback($"+9990444{i}", whatsApp: 600));
        await using var browser = await ConsoleBrowser.SignedInAsync(dead.Address);
        await browser.ShowAsync("/console/operation");

        var trouble = browser.Page.Locator(".error", new() { HasText = "whatsapp-demo has accepted no call since" });
        await Expect(trouble).ToContainTextAsync("unavailable");
        await Expect(browser.Page.Locator("tr", new() { HasText = "viber-demo" })).ToContainTextAsync("closed");
        browser.Troubles.Should().BeEmpty();
    }

    [Fact]
    public async Task A_channel_account_is_made_checked_disabled_and_deleted()
    {
        await using var browser = await ConsoleBrowser.SignedInAsync(host.Address);
        var page = browser.Page;
        await browser.ShowAsync("/console/channel-accounts");
        await page.GetByRole(AriaRole.Button, new() { Name = "New account" }).ClickAsync();
        await page.GetByLabel("Id", new() { Exact = true }).FillAsync("sms-on-screen");
        await page.GetByLabel("Provider").SelectOptionAsync("Twilio");
        await page.GetByLabel("accountSid").FillAsync("AC00000000000000000000000000000001");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.Locator(".error")).ToContainTextAsync("authToken");

        await page.GetByLabel("authToken", new() { Exact = true }).FillAsync("dev-twilio-auth-token");
        await page.GetByLabel("from", new() { Exact = true }).FillAsync("+15005550006");
        await page.GetByLabel("Address of the API").FillAsync(new Uri(host.Address, "/simulator/twilio").AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByText("sms-on-screen was saved.")).ToBeVisibleAsync();

        var card = page.Locator("section.card", new() { HasText = "sms-on-screen" });
        await card.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
        await Expect(card.Locator(".chip.right")).ToBeVisibleAsync();
        await card.GetByRole(AriaRole.Button, new() { Name = "Disable" }).ClickAsync();
        await Expect(card.Locator(".chip.disabled")).ToBeVisibleAsync();
        await card.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(card.GetByRole(AriaRole.Button, new() { Name = "No" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(card.GetByRole(AriaRole.Button, new() { Name = "Delete" })).ToBeFocusedAsync();
        await browser.ConfirmAsync("Delete", card);
        await Expect(page.GetByText("sms-on-screen was deleted.")).ToBeVisibleAsync();
        (await page.ContentAsync()).Should().NotContain("dev-twilio-auth-token");
        browser.Troubles.Should().BeEmpty();
    }

    [Fact]
    public async Task A_key_without_a_scope_is_told_which_one_it_needs()
    {
        using var operators = new Operator(host.Address);
        var account = await operators.NewSubaccountAsync("scopes-on-screen");
        var (_, key) = await operators.NewKeyAsync(account, ["scopes-on-screen"], "messages:send");
        await using var browser = await ConsoleBrowser.SignedInAsync(host.Address, key);

        await browser.ShowAsync("/console/scopes-on-screen/messages");
        await Expect(browser.Page.Locator(".error")).ToContainTextAsync("messages:read");
        await browser.ShowAsync("/console/scopes-on-screen/send");
        await Expect(browser.Page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true })).ToBeEnabledAsync();
    }

    [Fact]
    public async Task A_page_finds_its_way_back_when_its_connection_breaks()
    {
        await using var browser = await ConsoleBrowser.SignedInAsync(host.Address);
        IWebSocketRoute? connection = null;
        await browser.Page.RouteWebSocketAsync(new Regex("_blazor"), route =>
        {
            connection = route;
            route.ConnectToServer();
        });
        await browser.ShowAsync("/console/demo/messages");
        await browser.HeadingAsync("Messages");
        await browser.Page.EvaluateAsync("document.body.dataset.before = 'yes'");

        await connection!.CloseAsync();

        await Expect(browser.Page.Locator("body")).Not.ToHaveAttributeAsync("data-before", "yes");
        await browser.HeadingAsync("Messages");
    }
}
