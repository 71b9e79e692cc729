using System.ComponentModel.DataAnnotations;

namespace FallbackOrchestrator.Subaccounts;

/// <summary>The limit for wrong keys (section <c>WrongKeys</c>).</summary>
public sealed class FailedAuthenticationOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "WrongKeys";

    /// <summary>Wrong keys from one address in a minute, at one replica; more return 429. Default 20.</summary>
    [Range(1, 1_000_000)]
    public int PerMinute { get; set; } = 20;
}
