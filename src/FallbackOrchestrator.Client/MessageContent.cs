namespace FallbackOrchestrator.Client;

/// <summary>What the steps of a message send.</summary>
public sealed record MessageContent
{
    /// <summary>The message's unique id.</summary>
    public required Guid Umid { get; init; }

    /// <summary>The steps, in order; empty once the content was erased.</summary>
    public required IReadOnlyList<StepContent> Steps { get; init; }
}

/// <summary>What a step sends, if it is started.</summary>
public sealed record StepContent
{
    /// <summary>The step, from 1.</summary>
    public required int Step { get; init; }

    /// <summary>The channel.</summary>
    public required Channel Channel { get; init; }

    /// <summary>The kind of content for the channel; null if the channel cannot carry it.</summary>
    public string? ContentType { get; init; }

    /// <summary>The text.</summary>
    public string? Text { get; init; }

    /// <summary>The segments of an SMS.</summary>
    public int? Segments { get; init; }

    /// <summary>The reason why the step is skipped without a call, if it is skipped.</summary>
    public string? CannotApply { get; init; }
}
