namespace FallbackOrchestrator.Orchestration;

/// <summary>When the service listens.</summary>
internal static class ApplicationStarted
{
    /// <summary>Waits until it does: nothing is called of which a receipt could not be taken.</summary>
    public static async Task BegunAsync(IHostApplicationLifetime lifetime, CancellationToken stoppingToken)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(() => begun.TrySetResult());
        await begun.Task.WaitAsync(stoppingToken);
    }
}
