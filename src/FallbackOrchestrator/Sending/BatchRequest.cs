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

/// <summary>The response to a batch.</summary>
public sealed record BatchResponse
{
    /// <summary>The batch's id.</summary>
    public required Guid BatchId { get; init; }

    /// <summary>The customer's own id for it.</summary>
    public string? ClientBatchId { get; init; }

    /// <summary>The number of messages that were stored.</summary>
    public required int AcceptedCount { get; init; }

    /// <summary>The number of messages that were rejected.</summary>
    public required int RejectedCount { get; init; }

    /// <summary>Every message in the order of the request, if the request wanted them.</summary>
    public IReadOnlyList<BatchedMessage>? Messages { get; init; }

    /// <summary>
    /// Warnings about valid but surprising parts of the request, and the warnings of messages that are not listed. Extension: 8x8 has no
    /// such field.
    /// </summary>
    public IReadOnlyList<string>? Warnings { get; init; }
}

/// <summary>One message of a batch.</summary>
public sealed record BatchedMessage
{
    /// <summary>The message's unique id. A rejected message has one too, but it cannot be looked up.</summary>
    public required Guid Umid { get; init; }

    /// <summary>The recipient; for a rejected message as the request named it.</summary>
    public SentTo? User { get; init; }

    /// <summary>The customer's own id for it.</summary>
    public string? ClientMessageId { get; init; }

    /// <summary><c>queued</c>, or <c>rejected</c> with the reason.</summary>
    public required BatchedStatus Status { get; init; }

    /// <summary>Warnings about valid but surprising parts of the request.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }
}

/// <summary>The result of one message of a batch.</summary>
public sealed record BatchedStatus
{
    /// <summary><c>queued</c> or <c>rejected</c>.</summary>
    [OneOf("queued", "rejected")]
    public required string State { get; init; }

    [JsonConverter(typeof(PublishedTime))]
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The error code that the message would get in a Send of its own.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>What is wrong and how to correct it.</summary>
    public string? ErrorMessage { get; init; }
}
