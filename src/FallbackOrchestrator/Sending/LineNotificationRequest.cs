using System.ComponentModel.DataAnnotations;
using FallbackOrchestrator.Sending.Contents;

namespace FallbackOrchestrator.Sending;

/// <summary>A LINE Official Notification, as 8x8 publishes it. Unknown fields are ignored, with a warning.</summary>
public sealed record LineNotificationRequest
{
    /// <summary>The recipient, by number.</summary>
    [Required]
    public RequestedUser? User { get; init; }

    /// <summary>The customer's own id for the message, at most 50 characters; it is returned in responses and receipts.</summary>
    public string? ClientMessageId { get; init; }

    /// <summary>The parts of the notice.</summary>
    [Required]
    public RequestedNotice? Content { get; init; }

    /// <summary>The address for the message's receipts, instead of the registered webhook.</summary>
    public string? DlrCallbackUrl { get; init; }

    /// <summary>The SMS to send if LINE does not take the message; if left out, none.</summary>
    public RequestedSmsFallback? SmsFallback { get; init; }
}
