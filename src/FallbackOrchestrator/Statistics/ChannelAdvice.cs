namespace FallbackOrchestrator.Statistics;

/// <summary>Windows for one channel, if a status is its success status.</summary>
public sealed record ChannelAdvice
{
    [OneOfChannels]
    public required string Channel { get; init; }

    /// <summary>The success status: delivered or read.</summary>
    [OneOf("delivered", "read")]
    public required string Status { get; init; }

    /// <summary>Attempts that the provider took.</summary>
    public required long HandedOver { get; init; }

    /// <summary>Of them, those that reached the status at any time.</summary>
    public required long Reached { get; init; }

    /// <summary>
    /// The shortest of these windows in which 95 % of those that reached the status did so; left out if that took more than a day, or if no
    /// attempt reached it.
    /// </summary>
    public int? SuggestedSeconds { get; init; }

    /// <summary>Windows from a second to a day.</summary>
    public required IReadOnlyList<AdvisedWindow> Windows { get; init; }
}
