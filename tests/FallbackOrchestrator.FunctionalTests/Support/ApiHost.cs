using FallbackOrchestrator.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>
/// The whole service within the test process, in real time, on a loopback port and a database of its own. As a class fixture it is the
/// service of Development without Hangfire; <see cref="StartWithAsync"/> makes another one.
/// </summary>
public sealed class ApiHost(PostgresServer server) : IAsyncLifetime
{
    private RunningService? _service;
    private string _database = "";

    /// <summary>The tables that messages and receipts are stored in.</summary>
    public static readonly string[] Tables = ["messages", "contents", "attempts", "timeline", "provider_refs", "parked_receipts"];

    /// <summary>Another subaccount of the same service.</summary>
    public const string OtherSubaccount = "other";

    /// <summary>The key of <see cref="OtherSubaccount"/>.</summary>
    public const string OtherKey = "key-of-the-other-one";

    /// <summary>Where its database is.</summary>
    public PostgresServer Server => server;

    /// <summary>The service itself.</summary>
    public WebApplication App => _service!.App;

    /// <summary>Where it listens.</summary>
    public Uri Address => new(App.Urls.Single());

    /// <summary>A customer of the subaccount <c>demo</c>.</summary>
    internal DemoClient Client { get; private set; } = null!;

    /// <summary>Its database.</summary>
    public NpgsqlDataSource Data { get; private set; } = null!;

    /// <summary>Starts a service with settings of its own.</summary>
    internal static async Task<ApiHost> StartWithAsync(PostgresServer server, params (string Name, string Value)[] settings)
    {
        var host = new ApiHost(server);
        try
        {
            await host.StartAsync(settings);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sections of the settings of Development, for a service of another environment.</summary>
    internal static IEnumerable<(string Name, string Value)> DevelopmentSettings(params string[] sections) =>
        from section in sections
        from setting in new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.Development.json")).Build().GetSection(section).AsEnumerable()
        where setting.Value is not null
        select (setting.Key, setting.Value);

    /// <summary>The same with secrets that are not those of the repository, which other environments refuse.</summary>
    internal static IEnumerable<(string Name, string Value)> SettingsWithOwnSecrets(params string[] sections) =>
        from setting in DevelopmentSettings(sections)
        select (setting.Name, WeakSecrets.OfThisRepository.Contains(setting.Value) ? $"{setting.Value}-of-this-test" : setting.Value);

    public async ValueTask InitializeAsync() => await StartAsync(("Hangfire:Enabled", "false"));

    /// <summary>How many rows a table has.</summary>
    public Task<long> CountAsync(string table) => AskAsync<long>($"SELECT count(*) FROM {table}");

    /// <summary>The first value that a query returns.</summary>
    public async Task<T> AskAsync<T>(string sql)
    {
        await using var command = Data.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Data.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (_service is not null)
        {
            await _service.App.StopAsync();
            await _service.DisposeAsync();
        }
        if (Data is not null)
            await Data.DisposeAsync();
        await server.DropDatabaseAsync(_database);
    }

    private async Task StartAsync(params (string Name, string Value)[] settings)
    {
        _database = await server.CreateDatabaseAsync();
        Data = NpgsqlDataSource.Create(_database);
        (string Name, string Value)[] all =
        [
            ("environment", "Development"),
            ("contentRoot", AppContext.BaseDirectory),
            ("urls", "http://127.0.0.1:0"),
            ("ConnectionStrings:Postgres", _database),
            ("Simulator:ReceiptGap", "00:00:00.05"),
            ("WarmUp:Duration", "00:00:00"), // Outside Development too.
            ("WrongKeys:PerMinute", "1000000"), // Tests show wrong keys to every route.
            ("Serilog:MinimumLevel:Override:FallbackOrchestrator", "Error"),
            ("Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime", "Error"),
            ($"Accounts:00000000-0000-0000-0000-000000000002:Subaccounts:{OtherSubaccount}:Keys:0", OtherKey),
            ($"Accounts:00000000-0000-0000-0000-000000000002:Subaccounts:{OtherSubaccount}:ChannelAccounts:0", "sms-demo"),
            .. settings,
        ];
        _service = await OrchestratorHost.CreateAsync([.. all.Select(setting => $"--{setting.Name}={setting.Value}")]);
        await App.StartAsync();
        Client = new DemoClient(Address);
    }
}
