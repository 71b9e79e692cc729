using System.ComponentModel.DataAnnotations;

namespace FallbackOrchestrator.Hosting;

/// <summary>
/// How fast customers may call (section <c>RateLimits</c>): a fence against a runaway client, far above what one customer needs. Counted in
/// each replica; what was not used in one second is not saved for the next.
/// </summary>
public sealed class RateLimitOptions
{
    /// <summary>Requests of a subaccount in a second, where it has no rate of its own. Default 20,000.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerSecond { get; set; } = 20_000;

    /// <summary>Requests with one key in a second, whatever it opens. Default 20,000.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerSecondOfKey { get; set; } = 20_000;
}
