using FallbackOrchestrator.WebConsole;
using Microsoft.Playwright;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>A person at the console, in a real browser. It notes everything that goes wrong in a page.</summary>
internal sealed class ConsoleBrowser : IAsyncDisposable
{
    private readonly Chromium _chromium;
    private readonly Uri _address;
    private readonly List<string> _troubles = [];

    private ConsoleBrowser(Chromium chromium, Uri address, IPage page)
    {
        (_chromium, _address, Page) = (chromium, address, page);
        page.PageError += (_, error) => _troubles.Add(error);
        // A browser reports there what its policy refused.
        page.Console += (_, line) =>
        {
            if (line.Type == "error")
                _troubles.Add(line.Text);
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(address.AbsoluteUri, StringComparison.Ordinal)
                && request.Url.StartsWith("http", StringComparison.Ordinal))
            {
                _troubles.Add($"the page asks another server: {request.Url}");
            }
        };
    }

    /// <summary>The page that is open.</summary>
    public IPage Page { get; }

    /// <summary>Script errors, refused contents, and requests to other servers.</summary>
    public IReadOnlyList<string> Troubles => _troubles;

    /// <summary>Opens a browser; skips the test where none is installed.</summary>
    public static async Task<ConsoleBrowser> OpenAsync(Uri address, BrowserNewPageOptions? options = null)
    {
        var chromium = await Chromium.DemandAsync();
        try
        {
            return new ConsoleBrowser(chromium, address, await chromium.OpenAsync(options));
        }
        catch
        {
            await chromium.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a browser and signs in to the demo by its button.</summary>
    public static async Task<ConsoleBrowser> SignedInAsync(Uri address, BrowserNewPageOptions? options = null)
    {
        var browser = await OpenAsync(address, options);
        await browser.ShowAsync("/console");
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in to the demo" }).ClickAsync();
        await browser.HeadingAsync("Overview");
        return browser;
    }

    /// <summary>Opens a browser and signs in with a key.</summary>
    public static async Task<ConsoleBrowser> SignedInAsync(Uri address, string key)
    {
        var browser = await OpenAsync(address);
        await browser.ShowAsync(SignIn.Path);
        await browser.SignInAsync(key);
        return browser;
    }

    /// <summary>Types a key and signs in with it.</summary>
    public async Task SignInAsync(string key)
    {
        await Page.GetByLabel("API key or admin key").FillAsync(key);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }

    /// <summary>Opens a page of the service.</summary>
    public Task ShowAsync(string path) => Page.GotoAsync(new Uri(_address, path).AbsoluteUri);

    /// <summary>Opens another tab.</summary>
    public Task<IPage> OpenTabAsync(string path) =>
        Page.RunAndWaitForPopupAsync(() => Page.EvaluateAsync("path => { open(path); }", new Uri(_address, path).AbsoluteUri));

    /// <summary>Waits until a page with this heading is shown.</summary>
    public Task HeadingAsync(string text) => Assertions.Expect(
        Page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = text, Exact = true })).ToBeVisibleAsync();

    /// <summary>Clicks a button that asks first, and answers yes.</summary>
    public async Task ConfirmAsync(string button, ILocator? within = null)
    {
        await Named(button).ClickAsync();
        await Named("Yes").ClickAsync();

        ILocator Named(string name) => within is null
            ? Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true })
            : within.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
    }

    public ValueTask DisposeAsync() => _chromium.DisposeAsync();
}
