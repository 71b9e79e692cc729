namespace FallbackOrchestrator.Messages;

/// <summary>Another channel account that may serve a step, with what its provider can do.</summary>
/// <param name="Account">The channel account.</param>
/// <param name="TakesIdempotencyKey">As <see cref="FallbackStep.TakesIdempotencyKey"/>.</param>
/// <param name="CanBeRecalled">As <see cref="FallbackStep.CanBeRecalled"/>.</param>
/// <param name="CanBeQueried">As <see cref="FallbackStep.CanBeQueried"/>.</param>
public sealed record StepAccount(
    ChannelAccountId Account, bool TakesIdempotencyKey = false, bool CanBeRecalled = false, bool CanBeQueried = false);
