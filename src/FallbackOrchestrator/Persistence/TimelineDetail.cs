using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>The details of a timeline line, as they are stored and shown. A property is set only if the kind of the line has it.</summary>
public sealed record TimelineDetail
{
    /// <summary>The channel of a step that was started.</summary>
    public string? Channel { get; init; }

    /// <summary>The channel account of the handover.</summary>
    public string? Account { get; init; }

    /// <summary>The number of the call, from 1.</summary>
    public int? Call { get; init; }

    /// <summary>The time of the next try of a deferred call.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>The reason why the outcome of a call is unknown, or why a recall or a status query failed.</summary>
    public string? Reason { get; init; }

    /// <summary>The status before.</summary>
    public string? From { get; init; }

    /// <summary>The status after.</summary>
    public string? To { get; init; }

    /// <summary>The reason of a failure or a deferral.</summary>
    public AttemptError? Error { get; init; }

    /// <summary>The outcome of the message.</summary>
    public string? Outcome { get; init; }

    /// <summary>The number of the completion; the highest counts.</summary>
    public int? Completion { get; init; }

    /// <summary>True if a failure may still revoke the outcome.</summary>
    public bool? Provisional { get; init; }

    /// <summary>The details of an event; null if its kind has none.</summary>
    public static TimelineDetail? Of(MessageEvent what) => what switch
    {
        MessageEvent.AttemptQueued queued => new() { Channel = queued.Channel.Value, Account = queued.Account.Value },
        MessageEvent.CallStarted started => new() { Call = started.Epoch },
        MessageEvent.CallDeferred deferred => new() { RetryAt = deferred.RetryAt, Error = deferred.Error },
        MessageEvent.AccountChanged changed => new() { Account = changed.To.Value, Error = changed.Error },
        MessageEvent.CallUnknown unknown => new() { Reason = unknown.Reason },
        MessageEvent.RecallFailed failed => new() { Reason = failed.Reason },
        MessageEvent.StatusQueryFailed failed => new() { Reason = failed.Reason },
        MessageEvent.StatusChanged changed => new()
        {
            From = Attempt.TextOf(changed.From),
            To = Attempt.TextOf(changed.To),
            Error = changed.Error,
        },
        MessageEvent.ReasonChanged changed => new() { Error = changed.Error },
        MessageEvent.AttemptNotSent notSent => new() { Error = notSent.Error },
        MessageEvent.SequenceEnded ended => new() { Error = ended.Error },
        MessageEvent.ResendGivenUp givenUp => new() { Error = givenUp.Error },
        MessageEvent.MessageStopped stopped => new() { Outcome = EnumText.Of(stopped.As) },
        MessageEvent.MessageCompleted completed => new()
        {
            Outcome = EnumText.Of(completed.Outcome),
            Completion = completed.Completion,
            Provisional = completed.Provisional,
        },
        _ => null,
    };

    /// <summary>The kind of an event, in camel case: stored data.</summary>
    public static string Kind(MessageEvent what) => Kinds[what.GetType()];

    /// <summary>Every kind of event.</summary>
    public static IReadOnlyCollection<string> AllKinds => Kinds.Values;

    /// <summary>The kind of an event by its type.</summary>
    public static string Kind<T>() where T : MessageEvent => Kinds[typeof(T)];

    internal static string? Json(MessageEvent what) =>
        Of(what) is { } detail ? JsonSerializer.Serialize(detail, TimelineJson.Default.TimelineDetail) : null;

    internal static TimelineDetail? Parse(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, TimelineJson.Default.TimelineDetail);

    private static readonly FrozenDictionary<Type, string> Kinds = typeof(MessageEvent).GetNestedTypes()
        .ToFrozenDictionary(type => type, type => JsonNamingPolicy.CamelCase.ConvertName(type.Name));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(TimelineDetail))]
internal sealed partial class TimelineJson : JsonSerializerContext;
