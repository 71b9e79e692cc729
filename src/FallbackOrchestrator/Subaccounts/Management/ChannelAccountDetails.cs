using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Subaccounts.Management;

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
