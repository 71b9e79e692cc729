using System.Net;
using System.Text.Json;

namespace FallbackOrchestrator.Client;

/// <summary>The service refused a request, or could not process it.</summary>
public sealed class FallbackApiException : Exception
{
    internal FallbackApiException(HttpStatusCode status, string message, Exception? cause = null)
        : base(message, cause) => Status = status;

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>8x8's error code; null if the response is not from the service, but from a proxy before it.</summary>
    public int? Code { get; private init; }

    /// <summary>The id of the error, which the log of the service contains too.</summary>
    public Guid? ErrorId { get; private init; }

    /// <summary>The time that the service asks to wait before the next try.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    internal static async Task<FallbackApiException> ReadAsync(
        HttpResponseMessage response, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        var after = RetryAfterOf(response, now);
        if (Parse(body) is { } error)
        {
            return new FallbackApiException(response.StatusCode, $"{error.Message} (HTTP {(int)response.StatusCode}, code {error.Code})")
            {
                Code = error.Code,
                ErrorId = error.ErrorId,
                RetryAfter = after,
            };
        }
        return new FallbackApiException(
            response.StatusCode, $"HTTP {(int)response.StatusCode}, and the body is not one of the service: a proxy may have responded")
        {
            RetryAfter = after,
        };
    }

    private static ApiError? Parse(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ClientJson.Default.ApiError);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TimeSpan? RetryAfterOf(HttpResponseMessage response, DateTimeOffset now) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };
}

/// <summary>The body of every error response.</summary>
internal sealed record ApiError
{
    public required int Code { get; init; }

    public required string Message { get; init; }

    public required Guid ErrorId { get; init; }

    public required DateTimeOffset Timestamp { get; init; }
}
