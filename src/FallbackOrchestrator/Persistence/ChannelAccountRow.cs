namespace FallbackOrchestrator.Persistence;

/// <summary>A channel account that the management API made.</summary>
public sealed class ChannelAccountRow
{
    public string Id { get; init; } = "";
    public string Provider { get; init; } = "";
    public string Channel { get; init; } = "";

    /// <summary>The address of the provider's API; null for the provider's own.</summary>
    public string? BaseAddress { get; set; }

    public int PerSecond { get; set; }
    public int Concurrency { get; set; }

    /// <summary>The provider's settings without secrets: a JSON object of texts.</summary>
    public string Settings { get; set; } = "{}";

    /// <summary>Its secrets: a JSON object of texts, encrypted (<see cref="Persistence.Secrets.StoredSecrets"/>).</summary>
    public string Secrets { get; set; } = "";

    /// <summary>The time when each secret was set, by name: a JSON object of times.</summary>
    public string SecretsSetAt { get; set; } = "{}";

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ChangedAt { get; set; }
    public DateTimeOffset? DisabledAt { get; set; }
}
