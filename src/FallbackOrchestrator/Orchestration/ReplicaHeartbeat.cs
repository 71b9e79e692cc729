using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using Npgsql;

namespace FallbackOrchestrator.Orchestration;

/// <summary>Says every five seconds that this replica lives, and takes its part of every limit that holds over all of them.</summary>
internal sealed partial class ReplicaHeartbeat(
    NpgsqlDataSource data,
    DatabaseAvailability database,
    IEnumerable<IReplicaShare> limits,
    IAdmissionControl admission,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<ReplicaHeartbeat> logger) : PeriodicService(TimeSpan.FromSeconds(5), database, time)
{
    private static readonly TimeSpan GoneAfter = TimeSpan.FromSeconds(20);

    private readonly Guid _replica = Guid.CreateVersion7(time.GetUtcNow());

    // A failed beat is made up for as soon as the database is back: silences of less than 30 s must not add up to what looks like an
    // outage.
    protected override TimeSpan RetryInterval => TimeSpan.FromMilliseconds(500);

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
#pragma warning disable CA1031 // The others notice it by its silence.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            NoteFailure(failure, Database.Note(failure));
        }
    }

    // A replica that drains accepts no receipts any more, so it gives no sign of life either.
    protected override Task RunAsync(CancellationToken cancellationToken) =>
        lifetime.ApplicationStopping.IsCancellationRequested ? Task.CompletedTask : BeatAsync(cancellationToken);

    protected override void LogFailure(Exception failure) => LogMissed(failure);

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        var beat = new Beat(_replica, admission.Accounts, OutageGrace.Shortest, OutageGrace.Longest, GoneAfter);
        var (replicas, accounts) = await Heartbeat.BeatAsync(data, beat, cancellationToken);
        Database.NoteWritten();
        foreach (var limit in limits)
            limit.ShareAmong(replicas);
        admission.SetServedAccounts(accounts);
    }

    [LoggerMessage(2201, LogLevel.Warning, "A heartbeat was missed")]
    private partial void LogMissed(Exception exception);
}
