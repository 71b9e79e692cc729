namespace FallbackOrchestrator.Hosting.Telemetry;

/// <summary>The settings of the page for Prometheus (section <c>Metrics</c>).</summary>
public sealed class MetricsOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Metrics";

    /// <summary>The setting of the key.</summary>
    public const string KeySetting = $"{Section}:{nameof(Key)}";

    /// <summary>
    /// The bearer key of <c>/metrics</c>. Without it the page exists only in Development, where it needs no key.
    /// </summary>
    public string? Key { get; set; }
}
