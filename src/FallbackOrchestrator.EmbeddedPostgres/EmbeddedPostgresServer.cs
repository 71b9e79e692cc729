using Npgsql;

namespace FallbackOrchestrator.EmbeddedPostgres;

/// <summary>
/// The service's own private PostgreSQL: a real server in a data folder, on loopback and a free port, behind a random password.
/// Start it first and stop it last. Services on the same data folder share one server, and the last to leave stops it. A service that was
/// killed leaves the server running, and the next start uses it again. A server that ends by itself is started again. The data is kept
/// between runs.
/// </summary>
public sealed class EmbeddedPostgresServer : IAsyncDisposable
{
    private const string Database = "fallback_orchestrator";

    private static readonly TimeSpan PatienceForOthers = TimeSpan.FromMinutes(3);

    private readonly ClusterFolder _folder;
    private readonly Postmaster _postmaster;
    private readonly DataFolderLease _lease;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<EmbeddedPostgresException> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _supervising;
    private volatile bool _stopped;

    private EmbeddedPostgresServer(
        string connectionString, ClusterFolder folder, Postmaster postmaster, PostmasterSupervisor supervisor, DataFolderLease lease,
        TimeProvider time,
        ILogger logger)
    {
        ConnectionString = connectionString;
        _folder = folder;
        _postmaster = postmaster;
        _lease = lease;
        _time = time;
        _logger = logger;
        _supervising = SuperviseAsync(supervisor);
    }

    /// <summary>How to reach the service's database. It holds the password: not for logs.</summary>
    public string ConnectionString { get; }

    /// <summary>The data folder.</summary>
    public string DataFolder => _folder.Root;

    /// <summary>
    /// Completed when the server has ended and cannot be started again: the service must end too, so that its supervisor acts.
    /// </summary>
    public Task<EmbeddedPostgresException> Lost => _lost.Task;

    /// <summary>Whether another service uses the data folder and watches the server.</summary>
    public bool HasJoined => !_lease.IsOwner;

    /// <summary>Where the service listens that this one has joined; null where it has joined none, or is not told.</summary>
    public string? JoinedAddress => _lease.OwnersAddress;

    /// <summary>Says where this service listens, for those that join it.</summary>
    public void Announce(string address) => _lease.Announce(address);

    /// <summary>Makes the database on the first run, starts the server or finds it running, and waits until it responds.</summary>
    /// <exception cref="EmbeddedPostgresException">It cannot run; the message says what to do.</exception>
    public static Task<EmbeddedPostgresServer> StartAsync(
        EmbeddedPostgresOptions options, ILogger logger, CancellationToken cancellationToken = default) =>
        StartAsync(options, logger, TimeProvider.System, cancellationToken);

    /// <inheritdoc cref="StartAsync(EmbeddedPostgresOptions, ILogger, CancellationToken)"/>
    public static async Task<EmbeddedPostgresServer> StartAsync(
        EmbeddedPostgresOptions options, ILogger logger, TimeProvider time, CancellationToken cancellationToken)
    {
        var folder = new ClusterFolder(options.DataFolder is { Length: > 0 } configured ? configured : DefaultFolders.Data);
        logger.DataIsIn(folder.Root);
        folder.Create();
        try
        {
            using var entered = await EnterAsync(folder, time, cancellationToken);
            var postmaster = await PrepareAsync(folder, options, time, logger, cancellationToken);
            return await StartAsync(folder, postmaster, options, time, logger, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedPostgresException(
                $"The data folder {folder.Root} cannot be used: {exception.Message} "
                + $"Put that right, or set {EmbeddedPostgresOptions.Section}:{nameof(EmbeddedPostgresOptions.DataFolder)} to another folder.",
                exception);
        }
    }

    private static async Task<EmbeddedPostgresServer> StartAsync(
        ClusterFolder folder, Postmaster postmaster, EmbeddedPostgresOptions options, TimeProvider time, ILogger logger,
        CancellationToken cancellationToken)
    {
        var lease = DataFolderLease.Take(folder.Root);
        try
        {
            var port = await postmaster.StartAsync(options.ExtraSettings, cancellationToken);
            await EnsureDatabaseAsync(postmaster.ConnectionString(port, "postgres"), cancellationToken);
            var supervisor = new PostmasterSupervisor(postmaster, port, options, lease, time, logger);
            return new EmbeddedPostgresServer(
                postmaster.ConnectionString(port, Database), folder, postmaster, supervisor, lease, time, logger);
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Stops the server (fast shutdown) and waits for its end, unless another service still uses it. Once done, a second call does nothing.
    /// </summary>
    /// <exception cref="EmbeddedPostgresException">The server did not stop.</exception>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (_stopped)
            return;
        await _stopping.CancelAsync();
        await _supervising;
        using var entered = await EnterAsync(_folder, _time, cancellationToken);
        if (_stopped)
            return;
        if (_lease.ReleaseAsLast())
        {
            await _postmaster.StopAsync(cancellationToken);
            _logger.Stopped(_folder.Root);
        }
        else
        {
            _logger.LeftRunning(_folder.Root);
        }
        _stopped = true;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _lease.Dispose();
        _stopping.Dispose();
    }

    private async Task SuperviseAsync(PostmasterSupervisor supervisor)
    {
        try
        {
            var lost = await supervisor.RunAsync(_stopping.Token);
            _logger.Lost(lost.Message);
            _lost.SetResult(lost);
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
    }

    /// <summary>Everything a start needs: an account, programs that fit the data, and a database.</summary>
    internal static async Task<Postmaster> PrepareAsync(
        ClusterFolder folder, EmbeddedPostgresOptions options, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var account = await PostgresAccount.ForAsync(folder.DataPath, cancellationToken);
        await account.DemandAccessAsync(folder.Root, nameof(options.DataFolder), cancellationToken);
        var search = new BinariesSearch(options, account, time, logger);
        var madeBy = folder.MajorVersion;
        await foreach (var binaries in search.FittingAsync(madeBy, folder.Root, cancellationToken))
        {
            await account.DemandAccessAsync(
                binaries.Postgres, $"{nameof(options.BinariesFolder)} or {nameof(options.NpmCacheFolder)}", cancellationToken);
            if (madeBy is not null || await TryInitialiseAsync(folder, binaries, account, search, logger, cancellationToken))
                return new Postmaster(folder, binaries, account, time, logger);
        }
        throw search.NothingServes(madeBy, folder.Root);
    }

    // Programs that an uninstallation left behind say their version and cannot make a database.
    private static async Task<bool> TryInitialiseAsync(
        ClusterFolder folder, PostgresBinaries binaries, PostgresAccount account, BinariesSearch search, ILogger logger,
        CancellationToken cancellationToken)
    {
        logger.MakingDatabase(folder.Root, binaries);
        try
        {
            await folder.InitialiseAsync(binaries, account, cancellationToken);
            return true;
        }
        catch (InitialisingException wrong) when (!wrong.IsOfFolder)
        {
            search.PassOver(binaries, wrong.Message);
            return false;
        }
    }

    private static Task<IDisposable> EnterAsync(ClusterFolder folder, TimeProvider time, CancellationToken cancellationToken) =>
        DataFolderLease.EnterAsync(folder.Root, PatienceForOthers, time, cancellationToken);

    private static async Task EnsureDatabaseAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var dataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false });
        await using var exists = dataSource.CreateCommand($"SELECT 1 FROM pg_database WHERE datname = '{Database}'");
        if (await exists.ExecuteScalarAsync(cancellationToken) is not null)
            return;
        await using var create = dataSource.CreateCommand($"CREATE DATABASE {Database}");
        await create.ExecuteNonQueryAsync(cancellationToken);
    }
}
