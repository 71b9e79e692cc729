using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Providers.TelegramGateway;

/// <summary>A code to send (https://core.telegram.org/gateway/api#sendverificationmessage).</summary>
/// <param name="PhoneNumber">A number with its +.</param>
/// <param name="Code">4 to 8 digits.</param>
/// <param name="SenderUsername">The channel from which it comes.</param>
/// <param name="CallbackUrl">The address for the reports about it.</param>
/// <param name="Payload">Repeated in the reports; at most 128 bytes.</param>
/// <param name="Ttl">Its lifetime, 30 to 3600 s.</param>
internal sealed record TelegramCode(
    string PhoneNumber, string Code, string? SenderUsername, string CallbackUrl, string Payload, int? Ttl);

/// <summary>A request that is asked for, or revoked.</summary>
internal sealed record TelegramRequest(string RequestId);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TelegramCode))]
[JsonSerializable(typeof(TelegramRequest))]
internal sealed partial class TelegramJson : JsonSerializerContext;
