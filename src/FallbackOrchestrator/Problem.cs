using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FallbackOrchestrator;

/// <summary>An error response: its HTTP status and 8x8's code for it (https://developer.8x8.com/connect/docs/api-error-codes).</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">8x8's error code.</param>
/// <param name="Message">What is wrong and how to correct it.</param>
/// <param name="RetryAfter">The seconds after which the same request may succeed.</param>
public sealed partial record Problem(int Status, int Code, string Message, int? RetryAfter = null) : IResult
{
    // Messages quote field names, and people read them in terminals.
    private static readonly ProblemsJson Json = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The id under which the error was logged with its exception; left out for rejected requests.</summary>
    public Guid? ErrorId { get; init; }

    /// <summary>True if the message names a field that the caller invented: its name may be personal, and is not logged.</summary>
    public bool NamesUnknownField { get; init; }

    /// <summary>The field that the message names, its first word in quotes; null if it names none, or an unknown one.</summary>
    public string? Field =>
        !NamesUnknownField && FirstInQuotes().Match(Message) is { Success: true } quoted ? quoted.Groups[1].Value : null;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var now = httpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        httpContext.Response.StatusCode = Status;
        if (RetryAfter is { } seconds)
            httpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        var errorId = ErrorId ?? Guid.CreateVersion7(now);
        if (ErrorId is null)
            RefusalLog.Write(httpContext, this, errorId);
        await httpContext.Response.WriteAsJsonAsync(
            new ApiError { Code = Code, Message = Message, ErrorId = errorId, Timestamp = now }, Json.ApiError);
    }

    [GeneratedRegex(@"'([\w.\[\]*-]+)'", RegexOptions.CultureInvariant)]
    private static partial Regex FirstInQuotes();
}
