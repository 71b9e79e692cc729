using System.Text.Json;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Providers.Meta;

/// <summary>The answer to a message: either the messages that were accepted or an error.</summary>
internal sealed record MetaAnswer(MetaAccepted?[]? Messages, MetaError? Error);

internal sealed record MetaAccepted(string? Id);

/// <summary>An error, of the same form in answers and in statuses.</summary>
internal sealed record MetaError(int? Code, string? Title, string? Message, MetaErrorData? ErrorData);

internal sealed record MetaErrorData(string? Details);

/// <summary>What Meta posts to a webhook: many changes of many businesses at once.</summary>
internal sealed record MetaNotification(MetaEntry?[]? Entry);

internal sealed record MetaEntry(MetaChange?[]? Changes);

/// <summary>One change. The form of <paramref name="Value"/> depends on <paramref name="Field"/>.</summary>
internal sealed record MetaChange(string? Field, JsonElement Value);

/// <summary>The value of a change of <c>messages</c>. Statuses are kept raw: one of an unheard-of form must not spoil the others.</summary>
internal sealed record MetaMessages(JsonElement[]? Statuses);

/// <param name="Id">The message (<c>wamid…</c>).</param>
/// <param name="Status">What happened to it.</param>
/// <param name="Timestamp">When, in Unix seconds; Meta writes it as a string.</param>
/// <param name="BizOpaqueCallbackData">What we gave with the message.</param>
/// <param name="Errors">Why it failed.</param>
internal sealed record MetaStatus(string? Id, string? Status, long? Timestamp, string? BizOpaqueCallbackData, MetaError?[]? Errors);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(MetaMessage))]
[JsonSerializable(typeof(MetaAnswer))]
[JsonSerializable(typeof(MetaNotification))]
[JsonSerializable(typeof(MetaMessages))]
[JsonSerializable(typeof(MetaStatus))]
internal sealed partial class MetaJson : JsonSerializerContext;
