using System.ComponentModel.DataAnnotations;

namespace FallbackOrchestrator.Hosting;

/// <summary>
/// The rates at which customers may call (section <c>RateLimits</c>): a protection against a runaway client, far above the need of one
/// customer. Each replica counts on its own; what is not used in one second is not saved for the next.
/// </summary>
public sealed class RateLimitOptions
{
    /// <summary>Requests of a subaccount in a second, if it has no rate of its own. Default 20,000.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerSecond { get; set; } = 20_000;

    /// <summary>Requests with one key in a second, for all its subaccounts. Default 20,000.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerSecondOfKey { get; set; } = 20_000;
}
