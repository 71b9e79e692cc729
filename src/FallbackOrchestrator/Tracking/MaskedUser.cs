namespace FallbackOrchestrator.Tracking;

/// <summary>The recipient, masked unless the subaccount shows numbers.</summary>
public sealed record MaskedUser
{
    /// <summary>The number, its last four digits hidden unless the subaccount shows them.</summary>
    public string? Msisdn { get; init; }

    public string? ChannelUserId { get; init; }
}
