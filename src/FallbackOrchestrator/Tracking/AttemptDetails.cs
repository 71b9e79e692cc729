using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Tracking;

/// <summary>One attempt in 8x8's terms.</summary>
public sealed record AttemptDetails
{
    public required Guid Umid { get; init; }
    public required string SubAccountId { get; init; }

    /// <summary>The channel's name.</summary>
    [OneOfChannels]
    public required string Channel { get; init; }

    /// <summary>The channel account.</summary>
    public required string ChannelId { get; init; }

    /// <summary><c>Outbound</c>.</summary>
    [OneOf("Outbound")]
    public required string Direction { get; init; }

    /// <summary>The step, from 1.</summary>
    public required int Step { get; init; }

    /// <summary>The kind of content.</summary>
    public required string ContentType { get; init; }

    /// <summary>The time at which the step was started.</summary>
    [JsonConverter(typeof(PublishedTime))]
    public required DateTimeOffset CreatedAt { get; init; }

    public required MaskedUser User { get; init; }

    /// <summary>The status of the attempt.</summary>
    public required AttemptStatusView Status { get; init; }

    public string? ClientMessageId { get; init; }

    /// <summary>The batch of the message.</summary>
    public Guid? BatchId { get; init; }

    public string? ClientBatchId { get; init; }
}
