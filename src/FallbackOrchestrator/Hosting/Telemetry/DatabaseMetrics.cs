using System.Diagnostics.Metrics;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;
using Npgsql;

namespace FallbackOrchestrator.Hosting.Telemetry;

/// <summary>
/// The metrics of the database: whether it can be used, and the work that waits in it, counted every 15 seconds. Every replica shows the
/// same counts, so a board takes their maximum. While the database cannot be read, they are missing. The meter is <see cref="MeterName"/>.
/// </summary>
internal sealed partial class DatabaseMetrics : PeriodicService
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "FallbackOrchestrator.Database";

    private readonly NpgsqlDataSource _data;
    private readonly MessageDoor _door;
    private readonly IAdmissionControl _accounts;
    private readonly ILogger<DatabaseMetrics> _logger;
    private volatile Backlog? _latest;

    public DatabaseMetrics(
        IMeterFactory meters,
        [FromKeyedServices(OrchestratorDbContext.Looking)] NpgsqlDataSource data,
        MessageDoor door,
        IAdmissionControl accounts,
        DatabaseAvailability database,
        TimeProvider time,
        ILogger<DatabaseMetrics> logger)
        : base(TimeSpan.FromSeconds(15), database, time)
    {
        (_data, _door, _accounts, _logger) = (data, door, accounts, logger);
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge(
            "fallback.database.available", () => database.IsAvailable ? 1 : 0, null, "1 if the database can be used, 0 if not");
        meter.CreateObservableGauge("fallback.queue.length", Queues, "{attempt}", "Due attempts that wait for their account's limits");
        Gauge("fallback.messages.overdue", "{message}", "Messages whose deadline passed more than 30 s ago", backlog => backlog.Overdue);
        Gauge("fallback.updates.pending", "{update}", "Status updates that no endpoint has received yet", backlog => backlog.Updates);
        Gauge(
            "fallback.updates.lateness", "s", "The longest time since a status update became due",
            backlog => backlog.UpdatesLateBy.TotalSeconds);
        Gauge("fallback.receipts.parked", "{receipt}", "Receipts whose provider id is not known yet", backlog => backlog.ParkedReceipts);
        Gauge("fallback.webhooks.inactive", "{webhook}", "Webhooks that are stopped now", backlog => backlog.StoppedWebhooks);
        Gauge(
            "fallback.statistics.lateness", "s", "The time since statistics were complete",
            backlog => backlog.StatisticsLateBy.TotalSeconds);

        void Gauge(string name, string unit, string description, Func<Backlog, double> figure) => meter.CreateObservableGauge(
            name, IEnumerable<Measurement<double>> () => _latest is { } latest ? [new(figure(latest))] : [], unit, description);
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken cancellationToken) =>
        _latest = await Backlog.ReadAsync(_data, _door.OldestPending, _accounts.Accounts, cancellationToken);

    /// <inheritdoc/>
    protected override void NoteFailure(Exception failure, DatabaseFault? fault)
    {
        _latest = null;
        base.NoteFailure(failure, fault);
    }

    /// <inheritdoc/>
    protected override void LogFailure(Exception failure) => LogNotCounted(failure);

    private IEnumerable<Measurement<int>> Queues() => _latest is { } latest
        ? latest.Queued.Select(queue => new Measurement<int>(queue.Value, new KeyValuePair<string, object?>("account", queue.Key.Value)))
        : [];

    [LoggerMessage(5501, LogLevel.Warning, "The backlog could not be counted; the next count follows")]
    private partial void LogNotCounted(Exception exception);
}
