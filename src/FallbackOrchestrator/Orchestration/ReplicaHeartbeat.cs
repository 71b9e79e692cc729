using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using Npgsql;

namespace FallbackOrchestrator.Orchestration;

/// <summary>Writes every five seconds that this replica is alive, and sets its share of every limit over all replicas.</summary>
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
    private int _replicas = 1;

    // A failed heartbeat is repeated as soon as the database is back, so that silences of less than 30 s do not add up to an apparent
    // outage.
    protected override TimeSpan RetryInterval => TimeSpan.FromMilliseconds(500);

    /// <summary>The first heartbeat comes before any deadline is checked, because it detects an outage.</summary>
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
#pragma warning disable CA1031 // The other replicas notice it because its heartbeats stop.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            NoteFailure(failure, Database.Note(failure));
        }
    }

    // A replica that is stopping accepts no receipts any more, so it sends no heartbeat either.
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
        if (replicas != _replicas)
        {
            _replicas = replicas;
            LogReplicas(replicas);
        }
    }

    [LoggerMessage(2202, LogLevel.Information,
        "{Replicas} replicas share this database, this one included; each of them sends what any of them accepts")]
    private partial void LogReplicas(int replicas);

    [LoggerMessage(2201, LogLevel.Warning, "A heartbeat was missed")]
    private partial void LogMissed(Exception exception);
}
