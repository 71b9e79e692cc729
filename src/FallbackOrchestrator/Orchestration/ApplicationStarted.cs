namespace FallbackOrchestrator.Orchestration;

/// <summary>The moment at which the service starts to listen.</summary>
internal static class ApplicationStarted
{
    /// <summary>Waits for it: no call is made before its receipt could be received.</summary>
    public static async Task BegunAsync(IHostApplicationLifetime lifetime, CancellationToken stoppingToken)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(() => begun.TrySetResult());
        await begun.Task.WaitAsync(stoppingToken);
    }
}
