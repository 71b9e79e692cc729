using System.ComponentModel.DataAnnotations;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Subaccounts.Management;

/// <summary>The settings of a channel account.</summary>
public sealed record ChannelAccountRequest
{
    /// <summary>The provider: <c>Meta</c>, <c>Twilio</c> or <c>Vonage</c>. It cannot be changed.</summary>
    [Required]
    public string? Provider { get; init; }

    /// <summary>The channel, one that the provider serves. It cannot be changed.</summary>
    [Required]
    [OneOfChannels]
    public string? Channel { get; init; }

    /// <summary>The address of the provider's API, such as a regional host; if left out, the provider's own.</summary>
    public string? BaseAddress { get; init; }

    /// <summary>Calls a second, over all replicas, 1 to 10,000. Default 50.</summary>
    public int? PerSecond { get; init; }

    /// <summary>Calls at a time of one replica, 1 to 10,000. Default 64.</summary>
    public int? Concurrency { get; init; }

    /// <summary>
    /// The provider's settings, as in the configuration. A secret that is left out, or <c>***</c>, stays as it is, as long as
    /// <c>baseAddress</c> does; an empty one is removed.
    /// </summary>
    [Required]
    public IReadOnlyDictionary<string, string?>? Settings { get; init; }
}

/// <summary>A new secret.</summary>
public sealed record SecretRequest
{
    /// <summary>The secret.</summary>
    [Required]
    public string? Value { get; init; }

    /// <summary>Hidden, so that a log never contains a secret by accident.</summary>
    public override string ToString() => nameof(SecretRequest);
}

/// <summary>A channel account, as an operator sees it. Secrets are never shown.</summary>
public sealed record ChannelAccountDetails
{
    /// <summary>Its id: the <c>channelId</c> of a step.</summary>
    public required string ChannelId { get; init; }

    /// <summary>The provider.</summary>
    public required string Provider { get; init; }

    [OneOfChannels]
    public required string Channel { get; init; }

    /// <summary><c>database</c>, or <c>configuration</c> if this API cannot change it.</summary>
    [OneOf("database", "configuration")]
    public required string Source { get; init; }

    /// <summary>
    /// <c>enabled</c>; <c>disabled</c>: no call is made; or <c>unreadable</c>: <c>problem</c> says why it cannot be used.
    /// </summary>
    [OneOf("enabled", "disabled", "unreadable")]
    public required string State { get; init; }

    /// <summary>Why it cannot be used, and what to do.</summary>
    public string? Problem { get; init; }

    /// <summary>The best status that it can report.</summary>
    [OneOf<SuccessStatus>(asDeclared: true)]
    public string? BestStatus { get; init; }

    /// <summary>The address of the provider's API, if it is not the provider's own.</summary>
    public string? BaseAddress { get; init; }

    public required int PerSecond { get; init; }
    public required int Concurrency { get; init; }

    /// <summary>The provider's settings that are no secrets.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>The secrets that are set.</summary>
    public required IReadOnlyList<SecretView> Secrets { get; init; }

    /// <summary>The address at which the provider posts its receipts. Set it at Meta; Vonage and Twilio get it with every call.</summary>
    public required Uri ReceiptsUrl { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }
    public DateTimeOffset? ChangedAt { get; init; }
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
