namespace FallbackOrchestrator.Persistence;

/// <summary>An API key. The key itself is not stored.</summary>
public sealed class ApiKeyRow
{
    /// <summary>The part of the key that names it.</summary>
    public string Id { get; init; } = "";

    public Guid CustomerAccountId { get; init; }

    /// <summary>SHA-256 of the whole key; its secret is random and long, so nothing slower is needed.</summary>
    public byte[] Hash { get; init; } = [];

    /// <summary>The subaccounts that it opens, all of its account.</summary>
    public string[] Subaccounts { get; set; } = [];

    /// <summary>Its scopes, as the management API names them.</summary>
    public string[] Scopes { get; init; } = [];

    public string? Name { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
}
