using System.ComponentModel.DataAnnotations;

namespace FallbackOrchestrator.Subaccounts;

/// <summary>How many wrong keys are answered as such.</summary>
public sealed class FailedAuthenticationOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "WrongKeys";

    /// <summary>Wrong keys from one address in a minute, at one replica; more are answered 429. Default 20.</summary>
    [Range(1, 1_000_000)]
    public int PerMinute { get; set; } = 20;
}
