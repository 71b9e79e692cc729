using System.ComponentModel.DataAnnotations;

namespace FallbackOrchestrator.Hosting;

/// <summary>How the process stops (section <c>Hosting</c>).</summary>
public sealed class HostingOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Hosting";

    /// <summary>
    /// How long the service still takes requests after it was told to stop, while <c>/healthz/ready</c> returns 503 already. Default 5
    /// seconds; longer than a load balancer takes to notice.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan DrainDelay { get; set; } = TimeSpan.FromSeconds(5);
}
