using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Reading;
using FallbackOrchestrator.Sending.Contents;

namespace FallbackOrchestrator.Sending;

/// <summary>Many messages in one request, as 8x8 publishes it.</summary>
public sealed record BatchRequest
{
    /// <summary>The messages: 1 to 10,000. A property that a message does not have is taken from <see cref="Template"/>.</summary>
    [MostMessages]
    [Required]
    public IReadOnlyList<SendRequest>? Messages { get; init; }

    /// <summary>The values for messages that do not have their own.</summary>
    public BatchTemplate? Template { get; init; }

    /// <summary>The customer's own id for the batch, at most 100 characters.</summary>
    public string? ClientBatchId { get; init; }

    /// <summary>True if the response is to list every message. Default false.</summary>
    [JsonConverter(typeof(NullIsFalse))]
    public bool IncludeMessagesInResponse { get; init; }
}

/// <summary>
/// Reads <c>null</c> as false, as other fields read it as left out. The property keeps its form, because the fingerprints of keys contain
/// it.
/// </summary>
internal sealed class NullIsFalse : JsonConverter<bool>, ITakesNull
{
    public override bool HandleNull => true;

    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType != JsonTokenType.Null && reader.GetBoolean();

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);
}

/// <summary>Limits the messages of a batch.</summary>
internal sealed class MostMessagesAttribute() : MostEntriesAttribute(MostMessages)
{
    private const int MostMessages = 10_000;

    public override Problem Refusal => Problems.TooManyMessages(MostMessages);
}

/// <summary>Defaults of a batch. If a message has a property, it keeps its own value whole: the two are not merged.</summary>
public sealed record BatchTemplate
{
    /// <summary>The kind of content.</summary>
    [JsonConverter(typeof(ContentTypeNames))]
    [OneOf<ContentKind>]
    public string? Type { get; init; }

    /// <summary>The content of the messages.</summary>
    public RequestedContent? Content { get; init; }

    /// <summary>The channels to try, in order.</summary>
    public IReadOnlyList<RequestedStep>? Channels { get; init; }

    /// <summary>The name of one of the subaccount's sequences. Extension.</summary>
    public string? Sequence { get; init; }

    /// <summary>The address for receipts, instead of the customer's webhook.</summary>
    public string? DlrCallbackUrl { get; init; }

    /// <summary>The time at which to send them, at most 7 days ahead. Extension.</summary>
    public DateTimeOffset? Scheduled { get; init; }

    /// <summary>No channel is tried at or after this time. Extension.</summary>
    public DateTimeOffset? Expiry { get; init; }

    /// <summary><c>transactional</c> or <c>marketing</c>.</summary>
    [OneOf<Priority>]
    public string? Priority { get; init; }

    /// <summary>The message with the properties that it does not have itself.</summary>
    internal SendRequest Complete(SendRequest message) => message with
    {
        Type = message.Type ?? Type,
        Content = message.Content ?? Content,
        // One property in two forms: a message that has one of them keeps it.
        Channels = message.Channels ?? (message.Sequence is null ? Channels : null),
        Sequence = message.Sequence ?? (message.Channels is null ? Sequence : null),
        DlrCallbackUrl = message.DlrCallbackUrl ?? DlrCallbackUrl,
        Scheduled = message.Scheduled ?? Scheduled,
        Expiry = message.Expiry ?? Expiry,
        Priority = message.Priority ?? Priority,
    };
}
