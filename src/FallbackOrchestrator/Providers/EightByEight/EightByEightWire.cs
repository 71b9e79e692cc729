using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Providers.EightByEight;

/// <summary>An SMS to send.</summary>
/// <param name="Destination">A number with its +.</param>
/// <param name="Source">The sender; if it is null, 8x8 uses the subaccount's.</param>
/// <param name="Text">The text.</param>
/// <param name="Encoding"><c>GSM7</c> or <c>UCS2</c>.</param>
/// <param name="ClientMessageId">Repeated in the receipts; at most 350 characters.</param>
/// <param name="Expiry">The time after which 8x8 no longer sends it; null for 8x8's own.</param>
/// <param name="DlrCallbackUrl">The address for the receipts.</param>
internal sealed record EightByEightSms(
    string Destination, string? Source, string Text, string Encoding, string ClientMessageId, string? Expiry, string DlrCallbackUrl);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EightByEightSms))]
internal sealed partial class EightByEightJson : JsonSerializerContext;
