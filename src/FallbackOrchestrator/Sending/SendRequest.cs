using System.Text.Json;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Sending;

/// <summary>What a customer asks to be sent, as 8x8 publishes it. Unknown fields are ignored.</summary>
public sealed record SendRequest
{
    /// <summary>Whom the message is for.</summary>
    public RequestedUser? User { get; init; }

    /// <summary>The customer's own id for the message, at most 50 characters; it comes back in answers and receipts.</summary>
    public string? ClientMessageId { get; init; }

    /// <summary>The kind of content: <c>text</c>.</summary>
    public string? Type { get; init; }

    /// <summary>What the message says.</summary>
    public RequestedContent? Content { get; init; }

    /// <summary>When to send it, at most 7 days ahead; left out, at once.</summary>
    public DateTimeOffset? Scheduled { get; init; }

    /// <summary>No channel is tried at or after this.</summary>
    public DateTimeOffset? Expiry { get; init; }

    /// <summary>Where the message's receipts go instead of to the registered webhook.</summary>
    public string? DlrCallbackUrl { get; init; }

    /// <summary>The channels to try, in order; overrides the subaccount's own sequence.</summary>
    public IReadOnlyList<RequestedStep>? Channels { get; init; }
}

/// <summary>Whom a message is for: at least one address.</summary>
public sealed record RequestedUser
{
    /// <summary>The number: + and 6 to 15 digits, or a national number together with <see cref="Country"/>.</summary>
    public string? Msisdn { get; init; }

    /// <summary>The country of a national number, two letters (ISO 3166).</summary>
    public string? Country { get; init; }

    /// <summary>The person's id on a channel that has ids of its own: a WhatsApp business-scoped user id, a LINE user id.</summary>
    public string? ChannelUserId { get; init; }

    /// <summary>The older name of a LINE user id.</summary>
    public string? LineUserId { get; init; }
}

/// <summary>What a message says.</summary>
public sealed record RequestedContent
{
    /// <summary>The text, at most 35,000 characters.</summary>
    public string? Text { get; init; }

    /// <summary>What an SMS step sends instead of the text.</summary>
    public string? FallbackText { get; init; }

    /// <summary>How an SMS step sends it.</summary>
    public RequestedSms? Sms { get; init; }
}

/// <summary>How an SMS step sends its text.</summary>
public sealed record RequestedSms
{
    /// <summary><c>AUTO</c> (the default), <c>GSM7</c> or <c>UCS2</c>.</summary>
    public string? Encoding { get; init; }

    /// <summary>The sender ID that the handset shows, at most 16 characters.</summary>
    public string? Source { get; init; }
}

/// <summary>One step of a fallback sequence.</summary>
public sealed record RequestedStep
{
    /// <summary>The channel: <c>WhatsApp</c>, <c>Viber</c>, <c>SMS</c> and others, in any case.</summary>
    public string? Channel { get; init; }

    /// <summary>
    /// The seconds after which the next channel is tried if the success status was not reached, counted from the call to the provider.
    /// Left out: only a failure moves on. Ignored on the last step.
    /// </summary>
    [JsonConverter(typeof(WholeNumber))]
    public int? FallbackAfter { get; init; }

    /// <summary>The status at which the step is done: <c>Accepted</c>, <c>Sent</c>, <c>Delivered</c> or <c>Read</c>. Left out: Delivered, or the channel's best if lower.</summary>
    public string? SuccessStatus { get; init; }

    /// <summary>Which of the subaccount's accounts for the channel, where it has several.</summary>
    public string? ChannelId { get; init; }
}

/// <summary>The answer to a Send: the message is stored.</summary>
public sealed record SendResponse
{
    /// <summary>The message's unique id.</summary>
    public required Guid Umid { get; init; }

    /// <summary>The recipient, as we understood it.</summary>
    public required SentTo User { get; init; }

    /// <summary>The customer's own id for it.</summary>
    public string? ClientMessageId { get; init; }

    /// <summary>Always <c>queued</c>: accepted, and nothing claimed about delivery.</summary>
    public required SentStatus Status { get; init; }

    /// <summary>What is valid and may still surprise (ours; 8x8 has no such field).</summary>
    public IReadOnlyList<string>? Warnings { get; init; }
}

/// <summary>The recipient of an accepted message.</summary>
public sealed record SentTo
{
    /// <summary>The number with its +.</summary>
    public string? Msisdn { get; init; }

    /// <summary>The id on the channel.</summary>
    public string? ChannelUserId { get; init; }
}

/// <summary>The status of a message that was just accepted.</summary>
public sealed record SentStatus
{
    /// <summary><c>queued</c>.</summary>
    public required string State { get; init; }

    /// <summary>When it was stored.</summary>
    [JsonConverter(typeof(PublishedTime))]
    public required DateTimeOffset Timestamp { get; init; }
}

/// <summary>Reads a whole number, as a number or as text; what else it may be is refused by the field's own rule, with the field's own code.</summary>
internal sealed class WholeNumber : JsonConverter<int?>
{
    /// <summary>What was there and is no whole number.</summary>
    public const int NotOne = int.MinValue;

    public override int? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.Number:
                return reader.TryGetInt32(out var number) ? number : NotOne;
            case JsonTokenType.String:
                return int.TryParse(reader.GetString(), System.Globalization.CultureInfo.InvariantCulture, out var text) ? text : NotOne;
            default:
                reader.Skip();
                return NotOne;
        }
    }

    public override void Write(Utf8JsonWriter writer, int? value, JsonSerializerOptions options)
    {
        if (value is { } number)
            writer.WriteNumberValue(number);
        else
            writer.WriteNullValue();
    }
}

/// <summary>Reads text, and refuses the one character that JSON can carry and PostgreSQL cannot store.</summary>
internal sealed class StorableText : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : throw new JsonException();
        return text!.Contains('\0', StringComparison.Ordinal) ? throw new JsonException() : text;
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
