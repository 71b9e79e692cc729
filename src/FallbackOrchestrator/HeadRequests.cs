namespace FallbackOrchestrator;

/// <summary>
/// Responds to HEAD wherever there is GET, as RFC 9110 requires: the request is handled as GET. The web server still knows that it was
/// HEAD, and sends no body.
/// </summary>
internal static class HeadRequests
{
    private static readonly object Mark = new();

    /// <summary>True if only the headers of a response will be sent.</summary>
    public static bool IsHead(HttpContext http) => http.Items.ContainsKey(Mark);

    /// <summary>Handles HEAD as GET; before routing.</summary>
    public static Task AsGetAsync(HttpContext http, RequestDelegate next)
    {
        if (!HttpMethods.IsHead(http.Request.Method))
            return next(http);
        http.Items.Add(Mark, null);
        http.Request.Method = HttpMethods.Get;
        return next(http);
    }
}
