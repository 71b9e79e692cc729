namespace FallbackOrchestrator.Sending;

/// <summary>The recipient of an accepted message.</summary>
public sealed record SentTo
{
    /// <summary>The number with its +.</summary>
    public string? Msisdn { get; init; }

    /// <summary>The id on the channel.</summary>
    public string? ChannelUserId { get; init; }
}
