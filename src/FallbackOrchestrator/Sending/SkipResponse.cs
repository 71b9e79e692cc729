namespace FallbackOrchestrator.Sending;

/// <summary>The response to a skip.</summary>
public sealed record SkipResponse
{
    /// <summary>The step that was to be left; missing if the request named none and no step is current.</summary>
    public int? Step { get; init; }

    /// <summary>True if the step was left on request, by this call or an earlier one.</summary>
    public required bool Skipped { get; init; }
}
