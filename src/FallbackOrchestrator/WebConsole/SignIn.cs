using FallbackOrchestrator.Subaccounts;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FallbackOrchestrator.WebConsole;

/// <summary>
/// The forms of the sign-in page. They are protected against forgery, and wrong keys count as they do at the API
/// (<see cref="FailedAuthentications"/>).
/// </summary>
internal static class SignIn
{
    /// <summary>Where the page and its form are.</summary>
    public const string Path = $"{WebConsoleSetup.Path}/sign-in";

    /// <summary>Where the sign-out is.</summary>
    public const string OutPath = $"{WebConsoleSetup.Path}/sign-out";

    /// <summary>Where the session is shown, with the button of the sign-out.</summary>
    public const string SessionPath = $"{WebConsoleSetup.Path}/account";

    /// <summary>Where the button of the demo leads.</summary>
    public const string DemoPath = $"{WebConsoleSetup.Path}/sign-in-demo";

    /// <summary>The query parameter with the page to show after the sign-in.</summary>
    public const string ReturnTo = "returnTo";

    /// <summary>The query parameter with the reason why a sign-in was refused.</summary>
    public const string Refusal = "refusal";

    /// <summary>The reason: the key is not known.</summary>
    public const string UnknownKey = "unknown";

    /// <summary>The reason: too many wrong keys.</summary>
    public const string TooMany = "too-many";

    /// <summary>The reason: the form is from before another sign-in, or from another site.</summary>
    public const string OldForm = "old-form";

    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        app.MapPost(Path, WithKeyAsync).AllowAnonymous().ExcludeFromDescription();
        app.MapPost(OutPath, OutAsync).AllowAnonymous().ExcludeFromDescription();
        if (app.ServiceProvider.GetRequiredService<DemoKeys>().Keys is not null)
            app.MapPost(DemoPath, WithDemoAsync).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>
    /// Leads a form that cannot be accepted to a new one: it was opened before somebody signed in or out in another tab, before the service
    /// was started, or by another site.
    /// </summary>
    public static void UseNewForms(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false })
            return next(http);
        http.Response.Redirect(http.Request.Path == OutPath ? SessionPath : $"{Path}?{Refusal}={OldForm}");
        return Task.CompletedTask;
    });

    // Both kinds of keys have one field: people need not know which kind theirs is. A second sign-in adds the other kind.
    private static async Task<RedirectHttpResult> WithKeyAsync(
        [FromForm] string? key, [FromForm] string? returnTo, HttpContext http, SubaccountDirectory directory, FailedAuthentications wrong)
    {
        const string Purpose = "console";
        var given = key?.Trim() ?? "";
        if (wrong.IsClosedFor(http, Purpose) is not null)
            return Refused(TooMany, returnTo);
        var before = ConsoleCookie.KeysOf(http.User);
        if (directory.TryFind(given, out _))
            await ConsoleCookie.SignInAsync(http, before with { Key = given });
        else if (directory.IsAdmin(given))
            await ConsoleCookie.SignInAsync(http, before with { AdminKey = given });
        else
        {
            wrong.Count(http, Purpose);
            return Refused(UnknownKey, returnTo);
        }
        return TypedResults.LocalRedirect(Own(returnTo));
    }

    private static async Task<RedirectHttpResult> WithDemoAsync([FromForm] string? returnTo, HttpContext http, DemoKeys demo)
    {
        await ConsoleCookie.SignInAsync(http, demo.Keys!);
        return TypedResults.LocalRedirect(Own(returnTo));
    }

    private static async Task<RedirectHttpResult> OutAsync(HttpContext http, [FromForm] string? returnTo = null)
    {
        _ = returnTo; // A form field makes the framework demand the token against forgery.
        await http.SignOutAsync(ConsoleCookie.Scheme);
        return TypedResults.LocalRedirect(Path);
    }

    private static RedirectHttpResult Refused(string reason, string? returnTo) =>
        TypedResults.LocalRedirect($"{Path}?{Refusal}={reason}&{ReturnTo}={Uri.EscapeDataString(Own(returnTo))}");

    // A link to the sign-in must not lead to another site, and a header holds only what an address may contain.
    private static string Own(string? returnTo) =>
        returnTo is not null && returnTo.StartsWith($"{WebConsoleSetup.Path}/", StringComparison.Ordinal)
            && returnTo.All(sign => sign is > ' ' and < '\x7f' and not '\\')
            ? returnTo : WebConsoleSetup.Path;
}
