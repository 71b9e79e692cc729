using System.Text.RegularExpressions;
using FallbackOrchestrator.WebConsole;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>The forms of the console, sent without a browser.</summary>
internal static partial class ConsoleForms
{
    /// <summary>A client with cookies that follows no redirection.</summary>
    public static HttpClient Client(Uri address) => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = address };

    /// <summary>Opens the sign-in page, and sends its form.</summary>
    public static async Task<HttpResponseMessage> SignInAsync(HttpClient http, string key, string returnTo = "") =>
        await SendAsync(http, await TokenAsync(http), key, returnTo);

    /// <summary>The token against forgery of a new sign-in page.</summary>
    public static async Task<string> TokenAsync(HttpClient http) =>
        Token().Match(await http.GetStringAsync(SignIn.Path)).Groups[1].Value;

    /// <summary>Sends the form of a page that was opened before.</summary>
    public static async Task<HttpResponseMessage> SendAsync(HttpClient http, string token, string key, string returnTo = "")
    {
        using var form = new FormUrlEncodedContent([new("key", key), new("returnTo", returnTo), new("__RequestVerificationToken", token)]);
        return await http.PostAsync(SignIn.Path, form);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
