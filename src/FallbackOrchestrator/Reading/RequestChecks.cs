namespace FallbackOrchestrator.Reading;

/// <summary>Marks a call that 8x8 publishes: unknown query parameters are ignored, as 8x8 ignores them.</summary>
public sealed record PublishedCall;

/// <summary>The checks of every request before its handler: the encoding of its body, and the texts of its route and query.</summary>
internal static class RequestChecks
{
    /// <summary>Marks calls as published by 8x8.</summary>
    public static T IsPublished<T>(this T routes) where T : IEndpointConventionBuilder => routes.WithMetadata(new PublishedCall());

    /// <summary>
    /// Decompresses bodies, and rejects requests that no handler should see. Runs after routing, authentication and limits.
    /// </summary>
    public static void UseRequestChecks(this WebApplication app)
    {
        app.Use(RefuseAsync);
        app.UseRequestDecompression();
        app.Use(CheckAsync);
    }

    // Runs around everything that reads a body.
    private static async Task RefuseAsync(HttpContext http, RequestDelegate next)
    {
        var packed = http.Request.Headers.ContentEncoding.Count > 0;
        try
        {
            await next(http);
        }
        catch (RefusedRequestException refused)
        {
            await refused.Problem.ExecuteAsync(http);
        }
        // The exceptions that .NET's decompressors throw for invalid bytes.
        catch (Exception broken) when (packed && !http.Response.HasStarted && IsOfDecompressor(broken))
        {
            await Problems.BrokenEncoding().ExecuteAsync(http);
        }
    }

    private static bool IsOfDecompressor(Exception broken) => broken is InvalidDataException
        || (broken is InvalidOperationException or IOException
            && broken.Source?.StartsWith("System.IO.Compression", StringComparison.Ordinal) is true);

    private static Task CheckAsync(HttpContext http, RequestDelegate next)
    {
        // Known encodings have been removed from the header.
        if (http.Request.Headers.ContentEncoding is { Count: > 0 } encodings
            && encodings.ToString() is { Length: > 0 } encoding && !encoding.Trim().Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            return Problems.UnknownEncoding().ExecuteAsync(http);
        }
        var problem = WrongRoute(http) ?? (http.Request.QueryString.HasValue ? WrongQuery(http) : null);
        return problem is null ? next(http) : problem.ExecuteAsync(http);
    }

    private static Problem? WrongRoute(HttpContext http)
    {
        foreach (var (name, value) in http.Request.RouteValues)
        {
            if (value is string text && Storable.WhyNot(text) is { } wrong)
                return Problems.InvalidParameter(name, wrong);
        }
        return null;
    }

    private static Problem? WrongQuery(HttpContext http)
    {
        if (http.GetEndpoint() is not { } endpoint || !http.Request.Path.StartsWithSegments("/api"))
            return null;
        var isOurs = endpoint.Metadata.GetMetadata<PublishedCall>() is null;
        var known = isOurs
            ? endpoint.Metadata.GetOrderedMetadata<OptionalParameter>().Where(
                parameter => !parameter.InHeader).Select(parameter => parameter.Name).ToList() : [];
        foreach (var (name, values) in http.Request.Query)
        {
            if (isOurs && !known.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                return Problems.InvalidParameter(
                    Storable.Shown(name, 50),
                    known.Count == 0 ? "this call has no query parameters" : $"is not known here; known are {string.Join(", ", known)}")
                    with { NamesUnknownField = true };
            }
            if (values.Select(value => Storable.WhyNot(value)).FirstOrDefault(why => why is not null) is { } wrong)
                return Problems.InvalidParameter(Storable.Shown(name, 50), wrong) with { NamesUnknownField = !known.Contains(name) };
        }
        return null;
    }
}
