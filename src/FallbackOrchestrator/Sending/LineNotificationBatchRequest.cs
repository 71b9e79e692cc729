using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Sending;

/// <summary>Many LINE Official Notifications in one request, as 8x8 publishes it.</summary>
public sealed record LineNotificationBatchRequest
{
    /// <summary>The messages: 1 to 10,000.</summary>
    [MostMessages]
    [Required]
    public IReadOnlyList<LineNotificationRequest?>? Messages { get; init; }

    /// <summary>The customer's own id for the batch, at most 100 characters.</summary>
    public string? ClientBatchId { get; init; }

    /// <summary>True if the response is to list every message. Default false.</summary>
    [JsonConverter(typeof(NullIsFalse))]
    public bool IncludeMessagesInResponse { get; init; }
}
