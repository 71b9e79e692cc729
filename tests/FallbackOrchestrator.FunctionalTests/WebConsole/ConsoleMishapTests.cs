using System.Text.RegularExpressions;
using FallbackOrchestrator.FunctionalTests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FallbackOrchestrator.FunctionalTests.WebConsole;

/// <summary>What nobody means to do at the console, and what a page makes of strange data.</summary>
public sealed class ConsoleMishapTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string ClickTwice = "button => { button.click(); button.click(); }";

    [Fact]
    public async Task Buttons_that_are_clicked_twice_before_the_page_responds_do_their_work_once()
    {
        await SendManyAsync("twice", 70);
        await using var browser = await ConsoleBrowser.SignedInAsync(host.Address);
        var page = browser.Page;

        await browser.ShowAsync("/console/demo/messages?clientMessageId=twice");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show more" }).EvaluateAsync(ClickTwice);
        await Expect(page.Locator(".list tbody tr")).ToHaveCountAsync(70);

        await browser.ShowAsync("/console/demo/send");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove step 3, SMS" }).EvaluateAsync(ClickTwice);
        await Expect(page.Locator(".plan .channel")).ToHaveTextAsync(["WhatsApp", "Viber"]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Move step 2, Viber up" }).EvaluateAsync(ClickTwice);
        await Expect(page.Locator(".plan .channel")).ToHaveTextAsync(["Viber", "WhatsApp"]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Move step 1, Viber down" }).EvaluateAsync(ClickTwice);
        await Expect(page.Locator(".plan .channel")).ToHaveTextAsync(["WhatsApp", "Viber"]);
        browser.Troubles.Should().BeEmpty();
    }

    [Fact]
    public async Task A_double_click_on_skip_leaves_one_step_only()
    {
        var umid = await host.Client.SendAsync(DemoClient.Fallback("+99902231", whatsApp: 600, viber: 600));
        await using var browser = await ConsoleBrowser.SignedInAsync(host.Address);
        await browser.ShowAsync($"/console/demo/messages/{umid}");
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Skip WhatsApp" }).ClickAsync();
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Skip Viber" }).DispatchEventAsync("click", new { detail = 2 });
        await browser.ConfirmAsync("Cancel the message");

        await Expect(browser.Page.Locator(".lead")).ToHaveTextAsync("It was cancelled.");
        await Expect(browser.Page.Locator(".lane[data-step='1']")).ToContainTextAsync("left on request");
        await Expect(browser.Page.Locator(".lane[data-step='2']")).Not.ToContainTextAsync("left on request");
    }

    [Fact]
    public async Task What_was_begun_in_one_subaccount_does_not_go_on_in_another()
    {
        using var operators = new Operator(host.Address);
        var account = await operators.NewSubaccountAsync("first-of-two");
        await operators.NewSubaccountAsync("second-of-two", account);
        var (_, key) = await operators.NewKeyAsync(account, ["first-of-two", "second-of-two"]);
        await using var browser = await ConsoleBrowser.SignedInAsync(host.Address, key);
        var page = browser.Page;
        await browser.ShowAsync("/console/first-of-two/sequences");
        await page.GetByLabel("Name").FillAsync("of-the-first");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a step" }).ClickAsync();
        await Expect(page.Locator(".step")).ToHaveCountAsync(1);

        await page.GetByLabel("Subaccount").SelectOptionAsync("second-of-two");

        await Expect(page).ToHaveURLAsync(new Regex("/second-of-two/sequences$"));
        await Expect(page.Locator(".step")).ToHaveCountAsync(0);
        await Expect(page.GetByLabel("Name")).ToHaveValueAsync("");
        await Expect(page.GetByLabel("Subaccount")).ToHaveValueAsync("second-of-two");
        browser.Troubles.Should().BeEmpty();
    }

    [Fact]
    public async Task A_subaccount_that_is_called_like_a_part_of_an_address_has_its_pages()
    {
        using var operators = new Operator(host.Address);
        var account = await operators.NewSubaccountAsync("export");
        var (_, key) = await operators.NewKeyAsync(account, ["export"]);
        await using var browser = await ConsoleBrowser.SignedInAsync(host.Address, key);

        await browser.HeadingAsync("Overview");
        await browser.ShowAsync("/console/export/overview");
        await browser.HeadingAsync("Overview");
        await Expect(browser.Page.GetByText("No messages.")).ToBeVisibleAsync();
        browser.Troubles.Should().BeEmpty();
    }

    [Fact]
    public async Task Json_that_names_a_field_twice_is_a_mistake_and_not_the_end_of_the_page()
    {
        await using var browser = await ConsoleBrowser.SignedInAsync(host.Address);
        var page = browser.Page;
        await browser.ShowAsync("/console/demo/send");
        await page.GetByLabel("Kind").SelectOptionAsync("json");
        await page.GetByLabel("type and content").FillAsync("""{"type":"text","type":"text","content":{"text":"twice"}}""");
        await Expect(page.Locator(".card .error")).ToContainTextAsync("The content is not JSON");

        await page.GetByLabel("type and content").FillAsync("""{"type":"text","content":{"text":"once"}}""");
        await Expect(page.Locator(".plan .bubble").First).ToHaveTextAsync("once");
        browser.Troubles.Should().BeEmpty();
    }

    [Fact]
    public async Task More_than_a_page_can_carry_cannot_be_typed()
    {
        await using var browser = await ConsoleBrowser.SignedInAsync(host.Address);
        var page = browser.Page;
        await browser.ShowAsync("/console/demo/send");
        var text = page.GetByLabel("Text", new() { Exact = true });
        await text.FocusAsync();
        await page.Keyboard.InsertTextAsync(new string('€', 40_000));

        (await text.InputValueAsync()).Length.Should().BeLessThan(10_000);
        await Expect(page.GetByText("Step 1").Or(page.Locator(".card .error, .plan li")).First).ToBeVisibleAsync();
        await Expect(page.Locator("#components-reconnect-modal")).Not.ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("\u202Etxet desrever")]
    [InlineData("a\u200Bb\u2028c")]
    [InlineData("%2F/../'\"&amp;#x;")]
    public async Task What_a_customer_writes_is_shown_as_text(string text)
    {
        var (_, body) = await host.Client.PostAsync(
            System.Text.Json.JsonSerializer.Serialize(new
            {
                user = new { msisdn = "+9990224400" },
                type = "text",
                clientMessageId = text,
                content = new { text },
                channels = new[] { new { channel = "SMS" } },
            }),
            DemoClient.Messages);
        await using var browser = await ConsoleBrowser.SignedInAsync(host.Address);
        await browser.ShowAsync($"/console/demo/messages/{body!["umid"]}");
        await Expect(browser.Page.Locator(".facts")).ToContainTextAsync(text);
        await Expect(browser.Page.Locator(".bubble").First).ToContainTextAsync(text);

        await browser.ShowAsync($"/console/demo/messages?clientMessageId={Uri.EscapeDataString(text)}");
        await Expect(browser.Page.Locator(".list tbody tr").First).ToContainTextAsync(text);
        browser.Troubles.Should().BeEmpty();
    }

    [Fact]
    public async Task A_message_that_starts_later_or_was_cancelled_before_has_its_page()
    {
        var later = DateTimeOffset.UtcNow.AddDays(2).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var umid = await host.Client.SendAsync(
            $$"""{"user":{"msisdn":"+9990221234"},"type":"text","content":{"text":"later"},"scheduled":"{{later}}","channels":[{"channel":"SMS"}]}""");
        await using var browser = await ConsoleBrowser.SignedInAsync(host.Address);
        var page = browser.Page;
        await browser.ShowAsync($"/console/demo/messages/{umid}");
        await Expect(page.Locator(".lead")).ToContainTextAsync("It starts at");

        await browser.ConfirmAsync("Cancel the message");
        await Expect(page.Locator(".lead")).ToHaveTextAsync("It was cancelled.");
        await Expect(page.Locator(".lane").First).ToContainTextAsync("not needed");
        browser.Troubles.Should().BeEmpty();
    }

    [Fact]
    public async Task What_a_page_could_not_read_at_first_it_reads_again()
    {
        using var operators = new Operator(host.Address);
        var account = await operators.NewSubaccountAsync(
            "slow-on-screen", settings: new { channelAccounts = new[] { "sms-demo" }, defaultChannel = "SMS", requestsPerSecond = 1 });
        var (_, key) = await operators.NewKeyAsync(account, ["slow-on-screen"]);
        await using var browser = await ConsoleBrowser.SignedInAsync(host.Address, key);
        var send = browser.Page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true });
        var error = browser.Page.Locator("main > .error");
        using (var customer = new CancellationTokenSource())
        {
            var calls = CallAsync("/api/v1/subaccounts/slow-on-screen", key, customer.Token);
            do
            {
                await browser.ShowAsync("/console/slow-on-screen/send");
                await Expect(send.Or(error).First).ToBeVisibleAsync();
            }
            while (!await error.IsVisibleAsync());
            await customer.CancelAsync();
            await calls;
        }

        await Expect(send).ToBeVisibleAsync(new() { Timeout = 20_000 });
    }

    // Takes all that the subaccount may ask for in a second, again and again.
    private async Task CallAsync(string path, string key, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        while (!cancellationToken.IsCancellationRequested)
        {
            using var response = await http.GetAsync(path, CancellationToken.None);
        }
    }

    private async Task SendManyAsync(string clientMessageId, int count)
    {
        var messages = string.Join(",", Enumerable.Range(0, count).Select(
            i => $$"""{"user":{"msisdn":"+99904{{i:000000}}"},"clientMessageId":"{{clientMessageId}}"}"""));
        await host.Client.PostAsync(
            $$"""{"template":{"type":"text","content":{"text":"Sale"},"channels":[{"channel":"SMS"}]},"messages":[{{messages}}]}""",
            $"{DemoClient.Messages}/batch");
    }
}
