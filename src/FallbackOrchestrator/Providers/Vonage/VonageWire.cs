using System.Text.Json;
using System.Text.Json.Serialization;
using FallbackOrchestrator.Channels.WhatsApp;

namespace FallbackOrchestrator.Providers.Vonage;

/// <summary>A message to send.</summary>
/// <param name="Channel"><c>viber_service</c>, <c>sms</c>, <c>whatsapp</c> or <c>rcs</c>.</param>
/// <param name="MessageType">The name of the body that is present.</param>
/// <param name="To">A number, digits only; on WhatsApp it may be a business-scoped user id.</param>
/// <param name="From">The sender (<see cref="VonageOptions.From"/>).</param>
/// <param name="Text">A text.</param>
/// <param name="ClientRef">Repeated in the statuses of this message.</param>
/// <param name="WebhookUrl">The address for the statuses of this message.</param>
/// <param name="WebhookVersion">Always <c>v1</c>.</param>
internal sealed record VonageMessage(
    string Channel, string MessageType, string To, string From, string? Text, string ClientRef, string WebhookUrl, string WebhookVersion)
{
    public VonageMedia? Image { get; init; }
    public VonageMedia? Audio { get; init; }
    public VonageMedia? Video { get; init; }
    public VonageMedia? File { get; init; }

    /// <summary>A body in the channel's own wire, which Vonage passes on.</summary>
    public JsonElement? Custom { get; init; }

    /// <summary>The quoted message, on WhatsApp.</summary>
    public VonageContext? Context { get; init; }

    /// <summary>How long Vonage tries to deliver it, in seconds; Viber has its own.</summary>
    public int? Ttl { get; init; }

    /// <summary>The part that only Viber needs.</summary>
    public VonageViberService? ViberService { get; init; }

    /// <summary>The part that only SMS needs.</summary>
    public VonageSmsEncoding? Sms { get; init; }

    /// <summary>The part that only RCS needs.</summary>
    public VonageRcsPurpose? Rcs { get; init; }

    /// <summary>True if Fraud Defender must not stop it.</summary>
    public bool? TrustedRecipient { get; init; }
}

internal sealed record VonageMedia(string Url, string? Caption = null, string? ThumbUrl = null, string? Name = null);

/// <param name="Category">The terms under which it is sent.</param>
/// <param name="Action">The button.</param>
/// <param name="Duration">The duration of a video, in seconds.</param>
/// <param name="FileSize">The size of a video, in megabytes.</param>
internal sealed record VonageViberService(
    string Category, VonageAction? Action = null, string? Duration = null, string? FileSize = null)
{
    /// <summary>How long Viber tries to deliver it, in seconds.</summary>
    public int? Ttl { get; init; }
}

internal sealed record VonageAction(string Url, string Text);

internal sealed record VonageSmsEncoding(string EncodingType);

internal sealed record VonageRcsPurpose(string Category);

/// <param name="MessageUuid">Vonage's id of a message in the same conversation.</param>
internal sealed record VonageContext(string MessageUuid);

/// <summary>A change of a message that was sent.</summary>
internal sealed record VonageUpdate(string Status);

/// <summary>A body in WhatsApp's own wire. Its type names the member that is present.</summary>
internal sealed record VonageWhatsAppCustom(
    string Type, WhatsAppLocation? Location = null, WhatsAppInteractive? Interactive = null, WhatsAppTemplate? Template = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VonageMessage))]
[JsonSerializable(typeof(VonageUpdate))]
[JsonSerializable(typeof(VonageWhatsAppCustom))]
internal sealed partial class VonageJson : JsonSerializerContext;
