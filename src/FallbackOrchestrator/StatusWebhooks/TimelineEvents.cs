using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>Our own format: every event of the timeline, in the terms of the timeline, with the next step.</summary>
internal static class TimelineEvents
{
    private static readonly EventJson Json = new(new JsonSerializerOptions(EventJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The events of a change with their bodies. Their numbers are consecutive.</summary>
    public static IEnumerable<(int Seq, string Body)> Of(MessageChange change)
    {
        var message = change.Decision.Message;
        var first = message.TimelineLength - change.Decision.Timeline.Length + 1;
        return change.Decision.Timeline.Select((entry, index) => (
            first + index,
            JsonSerializer.Serialize(Event(entry, first + index, change), Json.MessageEventPayload)));
    }

    private static MessageEventPayload Event(TimelineEntry entry, int seq, MessageChange change)
    {
        var message = change.Decision.Message;
        return new MessageEventPayload
        {
            Type = $"message.{TimelineDetail.Kind(entry.Event)}",
            Timestamp = change.Now,
            Data = new MessageEventData
            {
                Umid = message.Umid.Value,
                SubAccountId = message.Subaccount.Value,
                ClientMessageId = change.ClientMessageId,
                BatchId = change.Batch?.Id,
                ClientBatchId = change.Batch?.ClientBatchId,
                Sequence = seq,
                Step = entry.Step,
                Channel = entry.Step is { } step ? message.Sequence[step].Channel.Value : null,
                ChannelId = entry.Step is { } of ? message.AccountOf(of).Value : null,
                Status = entry.Step is { } at ? message.Attempts[at - 1].StatusText : null,
                Cause = EnumText.Of(entry.Cause),
                Detail = TimelineDetail.Of(entry.Event),
                State = EnumText.Of(message.State),
                ProvisionalUntil = entry.Event is MessageEvent.MessageCompleted ? message.ProvisionalUntil : null,
                Next = Next(message),
            },
        };
    }

    private static NextStep? Next(Message message) => message is { Outcome: null, Current: { } current }
        ? new NextStep
        {
            Step = current.Step,
            Channel = message.Sequence[current.Step].Channel.Value,
            Deadline = message.ClosesAt(current),
            ThenChannel = message.Sequence.IsLast(current.Step) ? null : message.Sequence[current.Step + 1].Channel.Value,
        }
        : null;
}

/// <summary>One event, <c>events-v1</c>. Fields without a value are left out.</summary>
internal sealed record MessageEventPayload
{
    /// <summary><c>message.</c> and the kind of event, as in the timeline.</summary>
    public required string Type { get; init; }

    /// <summary>The time of the event.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    public required MessageEventData Data { get; init; }
}

/// <summary>The content of an event.</summary>
internal sealed record MessageEventData
{
    public required Guid Umid { get; init; }
    public required string SubAccountId { get; init; }
    public string? ClientMessageId { get; init; }
    public Guid? BatchId { get; init; }
    public string? ClientBatchId { get; init; }

    /// <summary>The event's place in the message's timeline, from 1, without gaps.</summary>
    public required int Sequence { get; init; }

    /// <summary>The step that it is about.</summary>
    public int? Step { get; init; }

    public string? Channel { get; init; }
    public string? ChannelId { get; init; }

    /// <summary>The highest status of the step.</summary>
    public string? Status { get; init; }

    /// <summary>The cause: request, schedule, dispatch, receipt, reply, deadline, recall, cancel, expiry, recovery or operator.</summary>
    public required string Cause { get; init; }

    /// <summary>The data of the event, as in the timeline: from, to, error, outcome, completion, provisional, …</summary>
    public TimelineDetail? Detail { get; init; }

    /// <summary>The message's state afterwards: scheduled, inProgress or completed.</summary>
    public required string State { get; init; }

    /// <summary>On a provisional completion: the time until which a failure may revoke it.</summary>
    public DateTimeOffset? ProvisionalUntil { get; init; }

    /// <summary>The step that is running now; left out once the message has an outcome.</summary>
    public NextStep? Next { get; init; }
}

/// <summary>The running step.</summary>
internal sealed record NextStep
{
    public required int Step { get; init; }
    public required string Channel { get; init; }

    /// <summary>The end of its window; left out before the window opens, and if only a failure starts the next step.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>The channel of the next step.</summary>
    public string? ThenChannel { get; init; }
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(MessageEventPayload))]
internal sealed partial class EventJson : JsonSerializerContext;
