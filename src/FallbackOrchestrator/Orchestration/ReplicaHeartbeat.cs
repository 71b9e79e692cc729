using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using Npgsql;

namespace FallbackOrchestrator.Orchestration;

/// <summary>Says every five seconds that this replica lives, and takes its part of every limit that holds over all of them.</summary>
internal sealed partial class ReplicaHeartbeat(
    NpgsqlDataSource data,
    IEnumerable<IShared> limits,
    IAdmission admission,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<ReplicaHeartbeat> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan GoneAfter = TimeSpan.FromSeconds(20);

    private readonly Guid _replica = Guid.CreateVersion7(time.GetUtcNow());

    /// <summary>The first beat comes before any deadline is checked: it is the one that notices an outage.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await BeatAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await Heartbeat.LeaveAsync(data, _replica, cancellationToken);
        }
        catch (NpgsqlException failure)
        {
            LogMissed(failure);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            // A replica that drains takes no receipts any more, so it gives no sign of life either.
            while (await timer.WaitForNextTickAsync(stoppingToken) && !lifetime.ApplicationStopping.IsCancellationRequested)
            {
                try
                {
                    await BeatAsync(stoppingToken);
                }
                catch (NpgsqlException failure)
                {
                    LogMissed(failure);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
    }

    private async Task BeatAsync(CancellationToken cancelled)
    {
        var beat = new Beat(_replica, admission.Accounts, OutageGrace.Shortest, OutageGrace.Longest, GoneAfter);
        var (replicas, accounts) = await Heartbeat.BeatAsync(data, beat, cancelled);
        foreach (var limit in limits)
            limit.ShareAmong(replicas);
        admission.NoteServed(accounts);
    }

    [LoggerMessage(2201, LogLevel.Warning, "A heartbeat was missed")]
    private partial void LogMissed(Exception exception);
}
