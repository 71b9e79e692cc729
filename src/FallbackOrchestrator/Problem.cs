using System.Globalization;
using System.Text.Json;

namespace FallbackOrchestrator;

/// <summary>An error response: its HTTP status and 8x8's code for it (https://developer.8x8.com/connect/docs/api-error-codes).</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">8x8's error code.</param>
/// <param name="Message">What is wrong and how to correct it.</param>
/// <param name="RetryAfter">The seconds after which the same request may succeed.</param>
public sealed record Problem(int Status, int Code, string Message, int? RetryAfter = null) : IResult
{
    // Messages quote field names, and people read them in terminals.
    private static readonly ProblemsJson Json = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The id under which the error was logged; left out for errors that are not logged.</summary>
    public Guid? ErrorId { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var now = httpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        httpContext.Response.StatusCode = Status;
        if (RetryAfter is { } seconds)
            httpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await httpContext.Response.WriteAsJsonAsync(
            new ApiError { Code = Code, Message = Message, ErrorId = ErrorId ?? Guid.CreateVersion7(now), Timestamp = now },
            Json.ApiError);
    }
}
