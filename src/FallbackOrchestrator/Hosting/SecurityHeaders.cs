using FallbackOrchestrator.Hosting.OpenApi;
using FallbackOrchestrator.WebConsole;
using Microsoft.Extensions.Primitives;

namespace FallbackOrchestrator.Hosting;

/// <summary>
/// Headers that restrict browsers, on every response: no guessing of content types, no frames, no referrer, and a content security policy.
/// A page that sets its own policy keeps it.
/// </summary>
internal static class SecurityHeaders
{
    // Neither JSON nor CSV loads anything.
    private static readonly StringValues OfData = "default-src 'none'; frame-ancestors 'none'";

    // Swagger UI has images in its style sheet, and calls only this service.
    private static readonly StringValues OfSwagger =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    // The dashboard draws its bars by style attributes.
    private static readonly StringValues OfHangfire =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    // Everything comes from this service, styles too: bars are drawn by SVG, not by style attributes.
    private static readonly StringValues OfConsole =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues Deny = "DENY";
    private static readonly StringValues NoReferrer = "no-referrer";

    /// <summary>Adds them to every response, also to errors: an error clears the headers that were set before it.</summary>
    public static void UseSecurityHeaders(this WebApplication app) => app.Use((http, next) =>
    {
        http.Response.OnStarting(AddAsync, http);
        return next(http);
    });

    private static Task AddAsync(object state)
    {
        var http = (HttpContext)state;
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = NoSniff;
        headers.XFrameOptions = Deny;
        headers["Referrer-Policy"] = NoReferrer;
        // The dashboard moves its own path into the base.
        if (headers.ContentSecurityPolicy.Count == 0)
            headers.ContentSecurityPolicy = PolicyOf(http.Request.PathBase.Add(http.Request.Path));
        return Task.CompletedTask;
    }

    private static StringValues PolicyOf(PathString path) =>
        path.StartsWithSegments(OpenApiSetup.Path) ? OfSwagger
        : path.StartsWithSegments(Jobs.DashboardPath) ? OfHangfire
        : path.StartsWithSegments(WebConsoleSetup.Path) ? OfConsole
        : OfData;
}
