using System.Text.Json;
using System.Text.Json.Serialization;
using FallbackOrchestrator.Reading;
using FallbackOrchestrator.Sending.Contents;

namespace FallbackOrchestrator.Sending;

/// <summary>Many messages in one request, as 8x8 publishes it.</summary>
public sealed record BatchRequest
{
    /// <summary>The messages: 1 to 10,000. What one lacks is taken from <see cref="Template"/>.</summary>
    [MostMessages]
    public IReadOnlyList<SendRequest>? Messages { get; init; }

    /// <summary>What messages that lack it are given.</summary>
    public BatchTemplate? Template { get; init; }

    /// <summary>The customer's own id for the batch, at most 100 characters.</summary>
    public string? ClientBatchId { get; init; }

    /// <summary>Whether the answer lists every message. Default false.</summary>
    [JsonConverter(typeof(NullIsFalse))]
    public bool IncludeMessagesInResponse { get; init; }
}

/// <summary>
/// Takes <c>null</c> for false, as it stands elsewhere for what is left out. The property stays as it is written: keys' fingerprints hold
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

/// <summary>Defaults of a batch. A message that has a property keeps its own, whole: properties are not merged into one another.</summary>
public sealed record BatchTemplate
{
    /// <summary>The kind of content.</summary>
    public string? Type { get; init; }

    /// <summary>What messages say.</summary>
    public RequestedContent? Content { get; init; }

    /// <summary>The channels to try, in order.</summary>
    public IReadOnlyList<RequestedStep>? Channels { get; init; }

    /// <summary>Which of the subaccount's sequences to use. Extension.</summary>
    public string? Sequence { get; init; }

    /// <summary>Where receipts go instead of to the customer's webhook.</summary>
    public string? DlrCallbackUrl { get; init; }

    /// <summary>When to send them, at most 7 days ahead. Extension.</summary>
    public DateTimeOffset? Scheduled { get; init; }

    /// <summary>No channel is tried at or after this time. Extension.</summary>
    public DateTimeOffset? Expiry { get; init; }

    /// <summary>Whether they are <c>transactional</c> or <c>marketing</c>.</summary>
    public string? Priority { get; init; }

    /// <summary>The message with what it lacks.</summary>
    internal SendRequest Complete(SendRequest message) => message with
    {
        Type = message.Type ?? Type,
        Content = message.Content ?? Content,
        // One property in two forms: a message that has either keeps it.
        Channels = message.Channels ?? (message.Sequence is null ? Channels : null),
        Sequence = message.Sequence ?? (message.Channels is null ? Sequence : null),
        DlrCallbackUrl = message.DlrCallbackUrl ?? DlrCallbackUrl,
        Scheduled = message.Scheduled ?? Scheduled,
        Expiry = message.Expiry ?? Expiry,
        Priority = message.Priority ?? Priority,
    };
}

/// <summary>The answer to a batch.</summary>
public sealed record BatchResponse
{
    /// <summary>The batch's id.</summary>
    public required Guid BatchId { get; init; }

    /// <summary>The customer's own id for it.</summary>
    public string? ClientBatchId { get; init; }

    /// <summary>How many messages were stored.</summary>
    public required int AcceptedCount { get; init; }

    /// <summary>How many were refused.</summary>
    public required int RejectedCount { get; init; }

    /// <summary>Every message in the order of the request, if they were asked for.</summary>
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
    /// <summary>The message's unique id; a refused one has one too, by which nothing can be found.</summary>
    public required Guid Umid { get; init; }

    /// <summary>The recipient, as it was asked for where the message was refused.</summary>
    public SentTo? User { get; init; }

    /// <summary>The customer's own id for it.</summary>
    public string? ClientMessageId { get; init; }

    /// <summary><c>queued</c>, or <c>rejected</c> with the reason.</summary>
    public required BatchedStatus Status { get; init; }

    /// <summary>Warnings about valid but surprising parts of the request.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }
}

/// <summary>What became of one message of a batch.</summary>
public sealed record BatchedStatus
{
    /// <summary><c>queued</c> or <c>rejected</c>.</summary>
    public required string State { get; init; }

    [JsonConverter(typeof(PublishedTime))]
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The error code that the message alone would have been answered with.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>What is wrong and how to correct it.</summary>
    public string? ErrorMessage { get; init; }
}
