using System.Text.Json;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Providers.Twilio;

/// <summary>
/// The answer to a message: the message as it stands, or an error with <paramref name="Code"/> and <paramref name="Message"/>.
/// </summary>
/// <param name="Sid">The message's id, <c>SM…</c>.</param>
/// <param name="ErrorCode">Why the message failed at once, if it did.</param>
/// <param name="ErrorMessage">The same in words.</param>
/// <param name="Code">Why the call was refused.</param>
/// <param name="Message">The same in words.</param>
internal sealed record TwilioAnswer(string? Sid, int? ErrorCode, string? ErrorMessage, int? Code, string? Message)
{
    /// <summary>The message's status as a word; in a refusal this member is the HTTP status, a number.</summary>
    public JsonElement Status { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(TwilioAnswer))]
internal sealed partial class TwilioJson : JsonSerializerContext;
