using FallbackOrchestrator.Subaccounts;
using FallbackOrchestrator.WebConsole.Pages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;

namespace FallbackOrchestrator.WebConsole;

/// <summary>
/// Authorizes requests to the console: pages, and the connections of pages, need a session. Whoever has none is sent to the sign-in.
/// </summary>
internal static class ConsoleAuthorization
{
    public static void UseConsoleAuthorization(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        var endpoint = http.GetEndpoint();
        if (endpoint is not null && IsConnection(endpoint) && IsOfAnotherOrigin(http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }
        if (IsPublic(endpoint))
            return next(http);
        if (IsOpen(http))
            return endpoint is not null && IsConnection(endpoint) ? ConnectAsync(http, next) : next(http);
        if (!http.Request.Path.StartsWithSegments(WebConsoleSetup.Path))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }
        http.Response.Redirect($"{SignIn.Path}?{SignIn.ReturnTo}={Uri.EscapeDataString(http.Request.Path + http.Request.QueryString)}");
        return Task.CompletedTask;
    });

    // The request lasts as long as the page is open.
    private static async Task ConnectAsync(HttpContext http, RequestDelegate next)
    {
        var pages = http.RequestServices.GetRequiredService<OpenPages>();
        var keys = ConsoleCookie.KeysOf(http.User);
        var key = keys.Key ?? keys.AdminKey!;
        if (!pages.TryOpen(key))
        {
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return;
        }
        try
        {
            await next(http);
        }
        finally
        {
            pages.Close(key);
        }
    }

    // The sign-in, and the files of the pages. Pages and connections need a session; so does a path that nothing is mapped to.
    private static bool IsPublic(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<ComponentTypeMetadata>() is { } page
            ? page.Type == typeof(SignInPage)
            : endpoint?.Metadata.GetMetadata<IAllowAnonymous>() is not null && !IsConnection(endpoint)
                && endpoint.Metadata.GetMetadata<NeedsSession>() is null;

    private static bool IsConnection(Endpoint endpoint) =>
        endpoint is RouteEndpoint { RoutePattern.RawText: { } pattern } && pattern.Contains("_blazor", StringComparison.Ordinal);

    // The cookie does not come with requests of other sites, but with those of other ports and subdomains of this one. A browser says which
    // of the two it is; what sends no such header is no browser, and has no cookie of somebody else.
    private static bool IsOfAnotherOrigin(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site && site != "same-origin";

    private static bool IsOpen(HttpContext http)
    {
        var keys = ConsoleCookie.KeysOf(http.User);
        var directory = http.RequestServices.GetRequiredService<SubaccountDirectory>();
        return keys.Find(directory) is not null || keys.AreOfAdmin(directory);
    }
}
