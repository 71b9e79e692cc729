using System.ComponentModel.DataAnnotations;

namespace FallbackOrchestrator.Hosting;

/// <summary>The settings of a stop (section <c>Hosting</c>).</summary>
public sealed class HostingOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Hosting";

    /// <summary>
    /// The time for which the service still takes requests after the signal to stop, while <c>/healthz/ready</c> returns 503. Default 5
    /// seconds; it must be longer than a load balancer needs to notice.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan DrainDelay { get; set; } = TimeSpan.FromSeconds(5);
}
