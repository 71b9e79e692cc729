using System.Text.Json;
using System.Text.Json.Serialization;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>The parts of rows that are stored as JSON. Names here are stored data: they may be added to, never changed.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(StoredStep[]))]
[JsonSerializable(typeof(StoredFailure))]
[JsonSerializable(typeof(AttemptError))]
[JsonSerializable(typeof(ReceiptDetails))]
[JsonSerializable(typeof(ExhaustedUpdate[]))]
internal sealed partial class RowJson : JsonSerializerContext
{
    // Of a failure without a time. The time is required in the stored form.
    private static readonly System.DateTimeOffset NoTime = System.DateTimeOffset.MaxValue;

    public static string Steps(FallbackSequence sequence) => JsonSerializer.Serialize(
        sequence.Steps.Select(step => new StoredStep
        {
            Channel = step.Channel.Value,
            Account = step.Account.Value,
            FallbackAfter = step.FallbackAfter?.TotalSeconds,
            Success = step.Success,
            TakesIdempotencyKey = step.TakesIdempotencyKey,
            CannotApply = step.CannotApply,
            IsAudio = step.IsAudio,
            CanBeRecalled = step.CanBeRecalled,
            CanBeQueried = step.CanBeQueried,
            StopOn = step.StopOn.IsEmpty ? null : [.. step.StopOn],
            Memory = step.Memory,
            OtherAccounts = step.OtherAccounts.IsEmpty ? null : [.. step.OtherAccounts.Select(other => new StoredStepAccount
            {
                Account = other.Account.Value,
                TakesIdempotencyKey = other.TakesIdempotencyKey,
                CanBeRecalled = other.CanBeRecalled,
                CanBeQueried = other.CanBeQueried,
            })],
        }).ToArray(),
        Default.StoredStepArray);

    public static FallbackSequence Sequence(string json) => new(
        [.. JsonSerializer.Deserialize(json, Default.StoredStepArray)!.Select(step => new FallbackStep(
            new ChannelName(step.Channel),
            new ChannelAccountId(step.Account),
            step.FallbackAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            step.Success,
            step.TakesIdempotencyKey,
            step.CannotApply,
            step.IsAudio,
            step.CanBeRecalled,
            step.CanBeQueried)
        {
            StopOn = step.StopOn is { } reasons ? [.. reasons] : [],
            Memory = step.Memory,
            OtherAccounts = step.OtherAccounts is not { } others ? [] : [.. others.Select(other => new StepAccount(
                new ChannelAccountId(other.Account), other.TakesIdempotencyKey, other.CanBeRecalled, other.CanBeQueried))],
        })]);

    public static string? Failure(Failure? failure) => failure is null
        ? null
        : JsonSerializer.Serialize(
            new StoredFailure { Status = failure.Status, At = failure.At ?? NoTime, Error = failure.Error }, Default.StoredFailure);

    public static Failure? Failure(string? json)
    {
        if (json is null)
            return null;
        var stored = JsonSerializer.Deserialize(json, Default.StoredFailure)!;
        return new Failure(stored.Status, stored.At == NoTime ? null : stored.At, stored.Error);
    }

    public static string? Error(AttemptError? error) => error is null ? null : JsonSerializer.Serialize(error, Default.AttemptError);

    public static AttemptError? Error(string? json) => json is null ? null : JsonSerializer.Deserialize(json, Default.AttemptError);

    public static string? Details(ReceiptDetails? details) =>
        details is null ? null : JsonSerializer.Serialize(details, Default.ReceiptDetails);

    public static ReceiptDetails? Details(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, Default.ReceiptDetails);
}

/// <summary>A step as it is stored.</summary>
internal sealed record StoredStep
{
    public required string Channel { get; init; }
    public required string Account { get; init; }
    public double? FallbackAfter { get; init; }
    public required SuccessStatus Success { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool TakesIdempotencyKey { get; init; }

    public AttemptError? CannotApply { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsAudio { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool CanBeRecalled { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool CanBeQueried { get; init; }

    public ErrorClass[]? StopOn { get; init; }

    public StepMemory? Memory { get; init; }

    public StoredStepAccount[]? OtherAccounts { get; init; }
}

/// <summary>Another account of a step as it is stored.</summary>
internal sealed record StoredStepAccount
{
    public required string Account { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool TakesIdempotencyKey { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool CanBeRecalled { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool CanBeQueried { get; init; }
}

/// <summary>A failure as it is stored.</summary>
internal sealed record StoredFailure
{
    public required AttemptStatus Status { get; init; }
    public required DateTimeOffset At { get; init; }
    public required AttemptError Error { get; init; }
}
