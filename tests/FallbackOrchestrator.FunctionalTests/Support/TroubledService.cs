using System.Globalization;
using Npgsql;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>The service as a process, with fake providers, on a database that the test makes fail.</summary>
internal sealed class TroubledService : IAsyncDisposable
{
    private readonly SimulatorProcess _providers;

    private TroubledService(SimulatorProcess providers, ServiceProcess process)
    {
        _providers = providers;
        Process = process;
    }

    public ServiceProcess Process { get; }

    public DemoClient Client => Process.Client;

    /// <summary>Starts both.</summary>
    /// <param name="connectionString">How the service reaches its database.</param>
    /// <param name="settings">Further settings.</param>
    public static async Task<TroubledService> StartAsync(string connectionString, params (string Name, string Value)[] settings)
    {
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ServiceProcess.FreePort()}"));
        var providers = await SimulatorProcess.StartAsync(address);
        try
        {
            return new TroubledService(
                providers,
                await ServiceProcess.StartAsync(
                [
                    ("ASPNETCORE_URLS", address.AbsoluteUri.TrimEnd('/')),
                    ("ConnectionStrings:Postgres", connectionString),
                    ("ChannelAccounts:whatsapp-demo:BaseAddress", $"{providers.Address}simulator/meta"),
                    ("ChannelAccounts:viber-demo:BaseAddress", $"{providers.Address}simulator/vonage"),
                    ("ChannelAccounts:sms-demo:BaseAddress", $"{providers.Address}simulator/twilio"),
                    ("ChannelAccounts:rcs-demo:BaseAddress", $"{providers.Address}simulator/google"),
                    ("ChannelAccounts:line-notification-demo:BaseAddress", $"{providers.Address}simulator/line"),
                    .. settings,
                ]));
        }
        catch
        {
            await providers.DisposeAsync();
            throw;
        }
    }

    /// <summary>Another way to the same database.</summary>
    public static string At(string connectionString, int port) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Port = port }.ConnectionString;

    /// <summary>Sends messages whose first step says nothing, so that only the end of its window moves them on.</summary>
    public async Task<IReadOnlyList<string>> SendSilentAsync(int count, double window)
    {
        var sent = new List<string>();
        for (var i = 0; i < count; i++)
            sent.Add(
                await Client.SendAsync(DemoClient.Fallback(string.Create(CultureInfo.InvariantCulture, $"+9990113{i:000}"), window, 60)));
        return sent;
    }

    /// <summary>Waits until a message has left its first step by the end of the window.</summary>
    public Task MovedOnAsync(string umid) => Until.TrueAsync(
        () => Client.TimelineAsync(umid), seen => seen["attempts"]?.AsArray().Count > 1);

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        await _providers.DisposeAsync();
    }
}
