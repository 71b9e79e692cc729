namespace FallbackOrchestrator.WebConsole;

/// <summary>The result of a call to the API: a value, or the error that the API returned.</summary>
/// <param name="Value">The body of a success; null if it has none, and after an error.</param>
/// <param name="Status">The HTTP status of an error; 0 after a success.</param>
/// <param name="Error">The sentence of an error; null after a success.</param>
internal sealed record ApiResult<T>(T? Value, int Status, string? Error)
{
    /// <summary>A success.</summary>
    public static ApiResult<T> Done(T? value) => new(value, 0, null);

    /// <summary>An error.</summary>
    public static ApiResult<T> Refused(int status, string error) => new(default, status, error);
}
