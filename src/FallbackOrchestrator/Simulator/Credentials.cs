using System.Net.Http.Headers;
using System.Text;

namespace FallbackOrchestrator.Simulator;

/// <summary>Reads the <c>Authorization</c> header of a call.</summary>
internal static class Credentials
{
    /// <summary>The bearer token; null if there is none.</summary>
    public static string? BearerToken(HttpRequest request) => Parameter(request, "Bearer");

    /// <summary>The name and the secret of Basic authentication; null if there is none.</summary>
    public static (string Name, string Secret)? Basic(HttpRequest request)
    {
        var encoded = Parameter(request, "Basic");
        var decoded = new byte[encoded?.Length ?? 0];
        if (encoded is null || !Convert.TryFromBase64String(encoded, decoded, out var length))
            return null;
        var pair = Encoding.UTF8.GetString(decoded, 0, length).Split(':', 2);
        return pair is [{ Length: > 0 } name, { Length: > 0 } secret] ? (name, secret) : null;
    }

    private static string? Parameter(HttpRequest request, string scheme) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
        && header.Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase)
        && header.Parameter is { Length: > 0 } parameter
            ? parameter
            : null;
}
