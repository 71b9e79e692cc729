using System.ComponentModel.DataAnnotations;
using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.Subaccounts.Management;

/// <summary>A new secret.</summary>
public sealed record SecretRequest
{
    /// <summary>The secret.</summary>
    [Required]
    public string? Value { get; init; }

    /// <summary>Hidden, so that a log never contains a secret by accident.</summary>
    public override string ToString() => nameof(SecretRequest);
}

/// <summary>A secret that is set.</summary>
public sealed record SecretView
{
    /// <summary>The name of the setting.</summary>
    public required string Name { get; init; }

    /// <summary>The time when it was set; left out for a secret of the configuration.</summary>
    public DateTimeOffset? SetAt { get; init; }
}

/// <summary>The result of a check of a channel account at its provider.</summary>
public sealed record ChannelAccountCheck
{
    /// <summary>The worst verdict: <c>right</c>, <c>unknown</c> or <c>wrong</c>.</summary>
    [OneOf<AccountVerdict>]
    public required string Verdict { get; init; }

    /// <summary>What was found.</summary>
    public required IReadOnlyList<ChannelAccountFinding> Findings { get; init; }
}

/// <summary>What a check found.</summary>
public sealed record ChannelAccountFinding
{
    /// <summary>What was checked: <c>credentials</c> or <c>webhook</c>.</summary>
    public required string Subject { get; init; }

    /// <summary><c>right</c>; <c>unknown</c>: the provider's response does not say; or <c>wrong</c>.</summary>
    [OneOf<AccountVerdict>]
    public required string Verdict { get; init; }

    /// <summary>The finding; if something is to be done, what.</summary>
    public required string Text { get; init; }

    /// <summary>The setting to correct.</summary>
    public string? Setting { get; init; }
}
