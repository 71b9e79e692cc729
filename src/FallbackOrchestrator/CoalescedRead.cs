namespace FallbackOrchestrator;

/// <summary>
/// Reads something for many callers. One read runs at a time. Callers that arrive meanwhile share the next read, because the running one
/// may have begun before the change that they want to see.
/// </summary>
/// <param name="read">Reads it.</param>
internal sealed class CoalescedRead(Func<Task> read)
{
    private readonly Lock _lock = new();
    private Task _running = Task.CompletedTask;
    private Task? _next;

    /// <summary>Returns when a read that began after this call has ended.</summary>
    /// <param name="cancellationToken">Cancels the wait; other callers may still need the read.</param>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _next ??= RunNextAsync(_running);
            return _next.WaitAsync(cancellationToken);
        }
    }

    private async Task RunNextAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        lock (_lock)
            (_running, _next) = (_next!, null);
        await read();
    }
}
