using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Providers.Vonage;

/// <summary>A message to send.</summary>
/// <param name="Channel"><c>viber_service</c> or <c>sms</c>.</param>
/// <param name="MessageType">Which of the bodies is present.</param>
/// <param name="To">A number, digits only.</param>
/// <param name="From">The Viber service id, or the sender ID of an SMS.</param>
/// <param name="Text">A text.</param>
/// <param name="ClientRef">Echoed in the statuses of this message.</param>
/// <param name="WebhookUrl">Where the statuses of this message go.</param>
/// <param name="WebhookVersion">Always <c>v1</c>.</param>
internal sealed record VonageMessage(
    string Channel, string MessageType, string To, string From, string? Text, string ClientRef, string WebhookUrl, string WebhookVersion)
{
    public VonageMedia? Image { get; init; }
    public VonageMedia? Video { get; init; }
    public VonageMedia? File { get; init; }

    /// <summary>What only Viber needs.</summary>
    public VonageViberService? ViberService { get; init; }

    /// <summary>What only SMS needs.</summary>
    public VonageSmsEncoding? Sms { get; init; }
}

internal sealed record VonageMedia(string Url, string? Caption = null, string? ThumbUrl = null, string? Name = null);

/// <param name="Category">Under which terms it is sent.</param>
/// <param name="Type"><c>template</c> where there is a button.</param>
/// <param name="Action">The button.</param>
/// <param name="Duration">How long a video plays, in seconds.</param>
/// <param name="FileSize">How large a video is, in megabytes.</param>
internal sealed record VonageViberService(
    string Category, string? Type = null, VonageAction? Action = null, string? Duration = null, string? FileSize = null);

internal sealed record VonageAction(string Url, string Text);

internal sealed record VonageSmsEncoding(string EncodingType);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VonageMessage))]
internal sealed partial class VonageJson : JsonSerializerContext;
