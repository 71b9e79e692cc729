using System.ComponentModel.DataAnnotations;

namespace FallbackOrchestrator.Subaccounts.Management;

/// <summary>A key to create.</summary>
public sealed record KeyRequest
{
    /// <summary>Its name for operators, at most 100 characters.</summary>
    public string? Name { get; init; }

    /// <summary>The subaccounts that it opens: at least one, all of the account.</summary>
    [Required]
    public IReadOnlyList<string>? SubAccounts { get; init; }

    /// <summary>Its scopes: <c>messages:send</c>, <c>messages:read</c>, <c>webhooks</c>, <c>settings</c>; at least one.</summary>
    [Required]
    [OneOfScopes]
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>The time at which it expires; if left out, never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
