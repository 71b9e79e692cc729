namespace FallbackOrchestrator.Hosting;

/// <summary>The version of the program that runs.</summary>
internal static class ServiceVersion
{
    /// <summary>As in CHANGELOG.md: three numbers.</summary>
    public static readonly string Text = typeof(ServiceVersion).Assembly.GetName().Version!.ToString(3);
}
