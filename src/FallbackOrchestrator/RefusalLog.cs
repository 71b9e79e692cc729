namespace FallbackOrchestrator;

/// <summary>
/// Logs rejected requests, so that the <c>errorId</c> that a customer quotes can be found. A line contains only the template of the path
/// and our own names, because paths, values and unknown names may be personal.
/// </summary>
internal static partial class RefusalLog
{
    /// <summary>The category, for <c>Serilog:MinimumLevel:Override</c>.</summary>
    private const string Category = "FallbackOrchestrator.Refusals";

    /// <summary>Writes a line, at Debug if the request has no valid key or exceeds a limit, so that nobody can fill the log.</summary>
    public static void Write(HttpContext http, Problem problem, Guid errorId)
    {
        var logger = http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(Category);
        var level = http.User.Identity?.IsAuthenticated is true && problem.Status != StatusCodes.Status429TooManyRequests
            ? LogLevel.Information : LogLevel.Debug;
        if (!logger.IsEnabled(level))
            return;
        var route = RouteOf(http.GetEndpoint());
        LogRefused(logger, level, route, problem.Status, problem.Code, problem.Field ?? "none", errorId);
    }

    private static string RouteOf(Endpoint? endpoint) => endpoint is RouteEndpoint { RoutePattern.RawText: { } template }
        ? $"{endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods[0]} {template}"
        : "an unknown path";

    [LoggerMessage(EventId = 5002, Message = "A request to {Route} was refused: status {Status}, code {Code}, field {Field}, errorId {ErrorId}")]
    private static partial void LogRefused(
        ILogger logger, LogLevel level, string route, int status, int code, string field, Guid errorId);
}
