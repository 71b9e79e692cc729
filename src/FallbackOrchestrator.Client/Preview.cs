namespace FallbackOrchestrator.Client;

/// <summary>The plan of a message, step by step. Nothing is stored or sent.</summary>
public sealed record PreviewResponse
{
    /// <summary>The recipient, as the service understood it.</summary>
    public required SentTo User { get; init; }

    /// <summary>The time at which the first step would start.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>The time at which the message would be given up, if it has an expiry.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The steps, in order.</summary>
    public required IReadOnlyList<PreviewedStep> Steps { get; init; }

    /// <summary>The warnings that a Send would return.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>One step of a previewed message.</summary>
public sealed record PreviewedStep
{
    /// <summary>The step, from 1.</summary>
    public required int Step { get; init; }

    /// <summary>Its channel.</summary>
    public required Channel Channel { get; init; }

    /// <summary>The channel account that would be used.</summary>
    public required string ChannelId { get; init; }

    /// <summary>The provider behind it.</summary>
    public required string Provider { get; init; }

    /// <summary>The status at which the step is done.</summary>
    public required SuccessStatus SuccessStatus { get; init; }

    /// <summary>The window in seconds; null if only a failure starts the next step, and on the last step.</summary>
    public double? FallbackAfter { get; init; }

    /// <summary>The time at which the step would start if every window before it were used up.</summary>
    public DateTimeOffset? StartsAtLatest { get; init; }

    /// <summary>The time at which its window would then close.</summary>
    public DateTimeOffset? ClosesAtLatest { get; init; }

    /// <summary>The kind of content for the channel.</summary>
    public string? ContentType { get; init; }

    /// <summary>The text that would be sent.</summary>
    public string? Text { get; init; }

    /// <summary>The alphabet and segments of an SMS.</summary>
    public PreviewedSms? Sms { get; init; }

    /// <summary>The reason why the step would be skipped without a call, if it would be skipped.</summary>
    public string? CannotApply { get; init; }
}

/// <summary>The form of an SMS.</summary>
public sealed record PreviewedSms
{
    /// <summary>Its alphabet.</summary>
    public required SmsEncoding Encoding { get; init; }

    /// <summary>The segments that would be sent and billed.</summary>
    public required int Segments { get; init; }

    /// <summary>True if the text would be cut.</summary>
    public required bool IsCut { get; init; }
}
