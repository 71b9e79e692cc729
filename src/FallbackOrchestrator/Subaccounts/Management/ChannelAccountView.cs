using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Subaccounts.Management;

/// <summary>A channel account.</summary>
public sealed record ChannelAccountView
{
    /// <summary>Its id: the <c>channelId</c> of a step.</summary>
    public required string ChannelId { get; init; }

    [OneOfChannels]
    public required string Channel { get; init; }

    /// <summary>The provider behind it.</summary>
    public required string Provider { get; init; }

    /// <summary>The best status that it can report.</summary>
    [OneOf<SuccessStatus>(asDeclared: true)]
    public required string BestStatus { get; init; }

    /// <summary>True if it is disabled: Sends that need it are rejected. Left out if it is not.</summary>
    public bool? IsDisabled { get; init; }
}
