namespace FallbackOrchestrator;

/// <summary>
/// Reads something for many who ask. One reading runs at a time; those who ask meanwhile share the next one, because the one under way may
/// have begun before what they want to know of.
/// </summary>
/// <param name="read">Reads it.</param>
internal sealed class CoalescedRead(Func<Task> read)
{
    private readonly Lock _lock = new();
    private Task _running = Task.CompletedTask;
    private Task? _next;

    /// <summary>Ends when a reading that began after the call has ended.</summary>
    /// <param name="cancellationToken">Cancels the waiting; others may want the reading still.</param>
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
