using System.Globalization;
using Npgsql;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>
/// What outlives a service that is killed: its database, its address, and the fake providers in a process of their own. The service may be
/// started on it again and again, or twice.
/// </summary>
internal sealed class Deployment : IAsyncDisposable
{
    private readonly PostgresServer _server;
    private readonly Uri _address;
    private readonly List<ServiceProcess> _started = [];

    private Deployment(PostgresServer server, string database, Uri address, SimulatorProcess providers)
    {
        _server = server;
        Database = database;
        _address = address;
        Providers = providers;
        Data = NpgsqlDataSource.Create(database);
    }

    /// <summary>How to reach its database.</summary>
    public string Database { get; }

    public SimulatorProcess Providers { get; }

    public NpgsqlDataSource Data { get; }

    /// <summary>The settings of the service in Development, with this database and these providers.</summary>
    public (string Name, string Value)[] Settings =>
    [
        ("ASPNETCORE_URLS", _address.AbsoluteUri.TrimEnd('/')),
        ("ConnectionStrings:Postgres", Database),
        ("ChannelAccounts:whatsapp-demo:BaseAddress", $"{Providers.Address}simulator/meta"),
        ("ChannelAccounts:viber-demo:BaseAddress", $"{Providers.Address}simulator/vonage"),
        ("ChannelAccounts:sms-demo:BaseAddress", $"{Providers.Address}simulator/twilio"),
        ("ChannelAccounts:rcs-demo:BaseAddress", $"{Providers.Address}simulator/google"),
        ("ChannelAccounts:line-notification-demo:BaseAddress", $"{Providers.Address}simulator/line"),
    ];

    /// <summary>Makes one; settings go to the fake providers.</summary>
    public static async Task<Deployment> CreateAsync(PostgresServer server, params (string Name, string Value)[] settings)
    {
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ServiceProcess.FreePort()}"));
        var database = await server.CreateDatabaseAsync();
        return new Deployment(server, database, address, await SimulatorProcess.StartAsync(address, settings));
    }

    /// <summary>Starts the service; later settings go over the usual ones.</summary>
    public async Task<ServiceProcess> StartServiceAsync(params (string Name, string Value)[] settings)
    {
        var service = await ServiceProcess.StartAsync([.. Settings, .. settings]);
        lock (_started)
            _started.Add(service);
        return service;
    }

    /// <summary>The first value that a query returns.</summary>
    public async Task<T> AskAsync<T>(string sql)
    {
        await using var command = Data.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _started)
            await service.DisposeAsync();
        await Providers.DisposeAsync();
        await Data.DisposeAsync();
        await _server.DropDatabaseAsync(Database);
    }
}
