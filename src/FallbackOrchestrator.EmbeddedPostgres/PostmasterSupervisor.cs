namespace FallbackOrchestrator.EmbeddedPostgres;

/// <summary>
/// Watches the server of a data folder and starts it again when it has ended: killed, out of memory, stopped by hand. Of the services on
/// one folder the owner does so; when it is gone, another takes its place.
/// </summary>
internal sealed class PostmasterSupervisor(
    Postmaster postmaster, int port, EmbeddedPostgresOptions options, DataFolderLease lease, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PatienceForOthers = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    // A server that ends again so soon is given time: what ends it may pass.
    private static readonly TimeSpan ShortLife = TimeSpan.FromSeconds(10);

    private TimeSpan _pause = TimeSpan.Zero;

    /// <summary>Runs until it is cancelled, or until the server cannot be started again.</summary>
    /// <returns>Why it cannot.</returns>
    public async Task<EmbeddedPostgresException> RunAsync(CancellationToken stoppingToken)
    {
        var startedAt = time.GetTimestamp();
        while (true)
        {
            await Task.Delay(Poll, time, stoppingToken);
            if (!lease.IsOwner && lease.TryOwn())
                logger.TookOver(lease.Folder);
            if (!lease.IsOwner || postmaster.Runs())
                continue;
            _pause = time.GetElapsedTime(startedAt) > ShortLife ? TimeSpan.Zero : Longer(_pause);
            if (await StartAgainAsync(stoppingToken) is { } lost)
                return lost;
            startedAt = time.GetTimestamp();
        }
    }

    private async Task<EmbeddedPostgresException?> StartAgainAsync(CancellationToken stoppingToken)
    {
        logger.Ended(port, lease.Folder);
        var endedAt = time.GetTimestamp();
        while (true)
        {
            await Task.Delay(_pause, time, stoppingToken);
            try
            {
                using var entered = await DataFolderLease.EnterAsync(lease.Folder, PatienceForOthers, time, stoppingToken);
                await postmaster.StartAsync(options.ExtraSettings, port, stoppingToken);
                logger.StartedAgain(time.GetElapsedTime(endedAt).TotalSeconds);
                return null;
            }
#pragma warning disable CA1031 // Whatever keeps it from starting may pass; after a while the service ends by it.
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                if (time.GetElapsedTime(endedAt) > options.GiveUpAfter)
                {
                    return new EmbeddedPostgresException(
                        $"PostgreSQL on {lease.Folder} ended and could not be restarted within {options.GiveUpAfter:c} "
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
        var doubled = pause == TimeSpan.Zero ? FirstPause : 2 * pause;
        return doubled < LongestPause ? doubled : LongestPause;
    }
}
