using FallbackOrchestrator.Channels.WhatsApp;

namespace FallbackOrchestrator.Providers.Meta;

/// <summary>A message to send (https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages).</summary>
internal sealed record MetaMessage
{
    /// <summary>Always <c>whatsapp</c>.</summary>
    public required string MessagingProduct { get; init; }

    /// <summary>Always <c>individual</c>.</summary>
    public required string RecipientType { get; init; }

    /// <summary>A number, digits only; present if <see cref="Recipient"/> is not.</summary>
    public string? To { get; init; }

    /// <summary>A business-scoped user id, for people who hide their number.</summary>
    public string? Recipient { get; init; }

    /// <summary>The name of the body below that is present.</summary>
    public required string Type { get; init; }

    public MetaText? Text { get; init; }
    public WhatsAppMedia? Image { get; init; }
    public WhatsAppMedia? Audio { get; init; }
    public WhatsAppMedia? Video { get; init; }
    public WhatsAppMedia? Document { get; init; }
    public WhatsAppLocation? Location { get; init; }
    public WhatsAppInteractive? Interactive { get; init; }
    public WhatsAppTemplate? Template { get; init; }

    /// <summary><c>utility</c> asks for Direct Send: WhatsApp creates a template from the message.</summary>
    public string? Category { get; init; }

    /// <summary>The time for which WhatsApp tries to deliver; only with Direct Send.</summary>
    public int? TtlSeconds { get; init; }

    /// <summary>The quoted message.</summary>
    public MetaContext? Context { get; init; }

    /// <summary>Repeated in the statuses of this message.</summary>
    public required string BizOpaqueCallbackData { get; init; }
}

/// <param name="MessageId">Meta's id of a message in the same conversation.</param>
internal sealed record MetaContext(string MessageId);

internal sealed record MetaText(bool PreviewUrl, string Body);
