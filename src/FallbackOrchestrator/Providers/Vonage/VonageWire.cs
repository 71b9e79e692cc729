using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Providers.Vonage;

/// <summary>A message to send.</summary>
/// <param name="Channel"><c>viber_service</c> or <c>sms</c>.</param>
/// <param name="MessageType">The name of the body that is present.</param>
/// <param name="To">A number, digits only.</param>
/// <param name="From">The Viber service id, or the sender ID of an SMS.</param>
/// <param name="Text">A text.</param>
/// <param name="ClientRef">Repeated in the statuses of this message.</param>
/// <param name="WebhookUrl">The address for the statuses of this message.</param>
/// <param name="WebhookVersion">Always <c>v1</c>.</param>
internal sealed record VonageMessage(
    string Channel, string MessageType, string To, string From, string? Text, string ClientRef, string WebhookUrl, string WebhookVersion)
{
    public VonageMedia? Image { get; init; }
    public VonageMedia? Video { get; init; }
    public VonageMedia? File { get; init; }

    /// <summary>The part that only Viber needs.</summary>
    public VonageViberService? ViberService { get; init; }

    /// <summary>The part that only SMS needs.</summary>
    public VonageSmsEncoding? Sms { get; init; }
}

internal sealed record VonageMedia(string Url, string? Caption = null, string? ThumbUrl = null, string? Name = null);

/// <param name="Category">The terms under which it is sent.</param>
/// <param name="Action">The button.</param>
/// <param name="Duration">The duration of a video, in seconds.</param>
/// <param name="FileSize">The size of a video, in megabytes.</param>
internal sealed record VonageViberService(
    string Category, VonageAction? Action = null, string? Duration = null, string? FileSize = null);

internal sealed record VonageAction(string Url, string Text);

internal sealed record VonageSmsEncoding(string EncodingType);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VonageMessage))]
internal sealed partial class VonageJson : JsonSerializerContext;
