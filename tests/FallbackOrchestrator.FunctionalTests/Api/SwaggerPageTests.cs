using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;
using Microsoft.Playwright;

namespace FallbackOrchestrator.FunctionalTests.Api;

/// <summary>Swagger UI as a newcomer uses it: in a browser, with the demo's keys and what is filled in.</summary>
public sealed class SwaggerPageTests(ApiHost host) : IClassFixture<ApiHost>
{
    private readonly List<string> _troubles = [];

    [Fact]
    public async Task Every_call_works_as_it_is_filled_in()
    {
        await using var chromium = await Chromium.DemandAsync();
        var page = await chromium.OpenAsync();
        Watch(page);
        var document = JsonNode.Parse(await host.Client.Http.GetStringAsync("/swagger/v1/swagger.json"))!;
        await page.GotoAsync(new Uri(host.Address, "/swagger/index.html").AbsoluteUri);

        await AuthorizeAsync(page, "Bearer", DemoClient.Key);
        await AuthorizeAsync(page, "Admin", DocumentedCall.AdminKey);
        foreach (var call in DocumentedCall.InOrder(document))
            await ExecuteAsync(page, call);

        _troubles.Should().BeEmpty();
    }

    // What the page asks of others, and what breaks in it.
    private void Watch(IPage page)
    {
        page.PageError += (_, error) => _troubles.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(host.Address.AbsoluteUri, StringComparison.Ordinal)
                && request.Url.StartsWith("http", StringComparison.Ordinal))
            {
                _troubles.Add($"the page asks another server: {request.Url}");
            }
        };
    }

    private static async Task AuthorizeAsync(IPage page, string scheme, string key)
    {
        await page.Locator(".scheme-container button.authorize").ClickAsync();
        var form = page.Locator(".auth-container").Filter(new LocatorFilterOptions { HasText = $"{scheme} (http, Bearer)" });
        await form.Locator("input").FillAsync(key);
        await form.Locator("button.authorize").ClickAsync();
        await page.Locator(".dialog-ux button.btn-done").First.ClickAsync();
    }

    private static async Task ExecuteAsync(IPage page, DocumentedCall call)
    {
        var block = page.Locator($".opblock[id$='-{call.Id}']");
        await block.Locator(".opblock-summary-control").ClickAsync();
        var examples = block.Locator("select.examples-select-element").First;
        foreach (var example in call.Examples.Keys.DefaultIfEmpty())
        {
            if (call.Examples.Count > 1)
                await examples.SelectOptionAsync(example!);
            var response = await page.RunAndWaitForResponseAsync(
                () => block.Locator("button.execute").ClickAsync(), response => response.Request.Method == call.Method);

            var because = $"{call.Id} {example} is sent as it is filled in: {response.Request.PostData}";
            response.Status.Should().Be(call.Expected, because);
            await Assertions.Expect(block.Locator(".live-responses-table .response-col_status").Nth(1))
                .ToContainTextAsync($"{call.Expected}");
        }
        await block.Locator(".opblock-summary-control").ClickAsync();
    }
}
