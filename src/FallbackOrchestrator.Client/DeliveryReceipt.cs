namespace FallbackOrchestrator.Client;

/// <summary>8x8's delivery receipt: the status of a message on one channel has changed.</summary>
public sealed record DeliveryReceipt : StatusUpdate
{
    /// <summary>9; null in version 8.</summary>
    public int? Version { get; init; }

    /// <summary>Always <c>ChatApps</c>.</summary>
    public string? Namespace { get; init; }

    /// <summary>Always <c>outbound_message_status_changed</c>.</summary>
    public string? EventType { get; init; }

    /// <summary>What it is, in words.</summary>
    public string? Description { get; init; }

    /// <summary>The content.</summary>
    public required ReceiptPayload Payload { get; init; }
}

/// <summary>The content of a receipt.</summary>
public sealed record ReceiptPayload
{
    /// <summary>The message's unique id: the same on every step.</summary>
    public required Guid Umid { get; init; }

    /// <summary>The batch of the message.</summary>
    public Guid? BatchId { get; init; }

    /// <summary>Your own id for the batch.</summary>
    public string? ClientBatchId { get; init; }

    /// <summary>Your own id for the message.</summary>
    public string? ClientMessageId { get; init; }

    /// <summary>The subaccount.</summary>
    public required string SubAccountId { get; init; }

    /// <summary>The channel.</summary>
    public required Channel Channel { get; init; }

    /// <summary>The recipient.</summary>
    public required ReceiptUser User { get; init; }

    /// <summary>The status.</summary>
    public required AttemptStatus Status { get; init; }

    /// <summary>The part that only WhatsApp reports.</summary>
    public ReceiptWhatsApp? Whatsapp { get; init; }
}

/// <summary>The recipient of a message.</summary>
public sealed record ReceiptUser
{
    /// <summary>The number with its +.</summary>
    public string? Msisdn { get; init; }

    /// <summary>The person's id on the channel.</summary>
    public string? ChannelUserId { get; init; }
}

/// <summary>The part that only WhatsApp reports.</summary>
public sealed record ReceiptWhatsApp
{
    /// <summary>WhatsApp's own error code.</summary>
    public string? ProviderErrorCode { get; init; }

    /// <summary>The price category that Meta sends with some statuses.</summary>
    public string? PricingCategory { get; init; }
}
