using Npgsql;

namespace FallbackOrchestrator.Hosting.EmbeddedPostgres;

/// <summary>
/// The service's own private PostgreSQL: a real server in a data folder, on loopback and a free port, behind a random password.
/// Start it first and stop it last. Services on the same data folder share one server, and the last to leave stops it. A service that was
/// killed leaves the server running, and the next start uses it again. The data is kept between runs.
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private const string Database = "fallback_orchestrator";

    private static readonly TimeSpan _patienceForOthers = TimeSpan.FromMinutes(3);

    private readonly ClusterFolder _folder;
    private readonly Postmaster _postmaster;
    private readonly DataFolderLease _lease;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private volatile bool _stopped;

    private EmbeddedPostgres(
        string connectionString, ClusterFolder folder, Postmaster postmaster, DataFolderLease lease, TimeProvider time, ILogger logger)
    {
        ConnectionString = connectionString;
        _folder = folder;
        _postmaster = postmaster;
        _lease = lease;
        _time = time;
        _logger = logger;
    }

    /// <summary>How to reach the service's database. It holds the password: not for logs.</summary>
    public string ConnectionString { get; }

    /// <summary>Makes the database on the first run, starts the server or finds it running, and waits until it answers.</summary>
    /// <exception cref="EmbeddedPostgresException">It cannot run; the message says what to do.</exception>
    public static Task<EmbeddedPostgres> StartAsync(
        EmbeddedPostgresOptions options, ILogger logger, CancellationToken cancellationToken = default) =>
        StartAsync(options, logger, TimeProvider.System, cancellationToken);

    /// <inheritdoc cref="StartAsync(EmbeddedPostgresOptions, ILogger, CancellationToken)"/>
    public static async Task<EmbeddedPostgres> StartAsync(
        EmbeddedPostgresOptions options, ILogger logger, TimeProvider time, CancellationToken cancellationToken)
    {
        var folder = new ClusterFolder(options.DataFolder is { Length: > 0 } configured ? configured : DefaultFolders.Data);
        folder.Create();
        using var entered = await EnterAsync(folder, time, cancellationToken);
        var postmaster = await PrepareAsync(folder, options, time, logger, cancellationToken);
        var lease = DataFolderLease.Take(folder.Root);
        try
        {
            var port = await postmaster.StartAsync(options.ExtraSettings, cancellationToken);
            await EnsureDatabaseAsync(postmaster.ConnectionString(port, "postgres"), cancellationToken);
            return new EmbeddedPostgres(postmaster.ConnectionString(port, Database), folder, postmaster, lease, time, logger);
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>Stops the server (fast shutdown) and waits for its end, unless another service still uses it. Once done, a second call does nothing.</summary>
    /// <exception cref="EmbeddedPostgresException">The server did not stop.</exception>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (_stopped)
            return;
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
    }

    /// <summary>Everything a start needs: an account, programs that fit the data, and a database.</summary>
    internal static async Task<Postmaster> PrepareAsync(
        ClusterFolder folder, EmbeddedPostgresOptions options, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var binaries = await new BinariesSearch(options, time, logger).LocateAsync(folder.MajorVersion, folder.Root, cancellationToken);
        var account = await PostgresAccount.ForAsync(folder.DataPath, cancellationToken);
        await account.DemandAccessAsync(folder.Root, nameof(options.DataFolder), cancellationToken);
        await account.DemandAccessAsync(
            binaries.Postgres, $"{nameof(options.BinariesFolder)} or {nameof(options.NpmCacheFolder)}", cancellationToken);
        if (folder.MajorVersion is null)
        {
            logger.MakingDatabase(folder.Root, binaries);
            await folder.InitialiseAsync(binaries, account, cancellationToken);
        }
        return new Postmaster(folder, binaries, account, time, logger);
    }

    private static Task<IDisposable> EnterAsync(ClusterFolder folder, TimeProvider time, CancellationToken cancellationToken) =>
        DataFolderLease.EnterAsync(folder.Root, _patienceForOthers, time, cancellationToken);

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
