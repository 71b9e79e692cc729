namespace FallbackOrchestrator.Hosting;

/// <summary>Paths that name a person. Logs and traces get their template instead.</summary>
internal static class PersonalPath
{
    private const string Person = "{person}";

    /// <summary>The template of a request's path if it names a person; else null.</summary>
    public static string? TemplateOf(HttpContext http) =>
        (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText is { } template && template.Contains(Person, StringComparison.Ordinal)
            ? template : null;
}
