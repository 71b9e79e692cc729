using System.ComponentModel.DataAnnotations;

namespace FallbackOrchestrator.Hosting;

/// <summary>How a new process prepares itself before it reports ready (section <c>WarmUp</c>).</summary>
public sealed class WarmUpOptions
{
    /// <summary>
    /// How long the process sends itself requests before it reports ready. Nothing of them is stored or sent. Zero switches it off.
    /// Default 1 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan Duration { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many requests are under way at a time. Default 32.</summary>
    [Range(1, 1000)]
    public int Connections { get; set; } = 32;
}
