namespace FallbackOrchestrator.Hosting.EmbeddedPostgres;

/// <summary>
/// Watches the server of a data folder and starts it again when it has ended: killed, out of memory, stopped by hand. Of the services on one
/// folder the owner does so; when it is gone, another takes its place.
/// </summary>
internal sealed class PostmasterSupervisor(
    Postmaster postmaster, int port, EmbeddedPostgresOptions options, DataFolderLease lease, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _patienceForOthers = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(15);

    // A server that ends again so soon is given time: what ends it may pass.
    private static readonly TimeSpan _shortLife = TimeSpan.FromSeconds(10);

    private TimeSpan _pause = TimeSpan.Zero;

    /// <summary>Runs until it is cancelled, or until the server cannot be started again.</summary>
    /// <returns>Why it cannot.</returns>
    public async Task<EmbeddedPostgresException> RunAsync(CancellationToken stopping)
    {
        var startedAt = time.GetTimestamp();
        while (true)
        {
            await Task.Delay(_poll, time, stopping);
            if (!lease.IsOwner && lease.TryOwn())
                logger.TookOver(lease.Folder);
            if (!lease.IsOwner || postmaster.Runs())
                continue;
            _pause = time.GetElapsedTime(startedAt) > _shortLife ? TimeSpan.Zero : Longer(_pause);
            if (await StartAgainAsync(stopping) is { } lost)
                return lost;
            startedAt = time.GetTimestamp();
        }
    }

    private async Task<EmbeddedPostgresException?> StartAgainAsync(CancellationToken stopping)
    {
        logger.Ended(port, lease.Folder);
        var endedAt = time.GetTimestamp();
        while (true)
        {
            await Task.Delay(_pause, time, stopping);
            try
            {
                using var entered = await DataFolderLease.EnterAsync(lease.Folder, _patienceForOthers, time, stopping);
                await postmaster.StartAsync(options.ExtraSettings, port, stopping);
                logger.StartedAgain(time.GetElapsedTime(endedAt).TotalSeconds);
                return null;
            }
#pragma warning disable CA1031 // Whatever keeps it from starting may pass; after a while the service ends by it.
            catch (Exception failure) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
            {
                if (time.GetElapsedTime(endedAt) > options.GiveUpAfter)
                {
                    return new EmbeddedPostgresException(
                        $"PostgreSQL on {lease.Folder} ended and could not be started again within {options.GiveUpAfter:c} "
                        + $"({EmbeddedPostgresOptions.Section}:{nameof(EmbeddedPostgresOptions.GiveUpAfter)}). {failure.Message}",
                        failure);
                }
                _pause = Longer(_pause);
                logger.CannotStartAgain(_pause.TotalSeconds, failure.Message);
            }
        }
    }

    private static TimeSpan Longer(TimeSpan pause)
    {
        var doubled = pause == TimeSpan.Zero ? _firstPause : 2 * pause;
        return doubled < _longestPause ? doubled : _longestPause;
    }
}
