using System.Globalization;
using System.Net.Http.Headers;
using FallbackOrchestrator.Dispatching;
using FallbackOrchestrator.Hosting;
using FallbackOrchestrator.Orchestration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>One running service, put together as in production, on a port of its own.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private readonly RunningService _service;

    private Replica(RunningService service, int port)
    {
        _service = service;
        Http = new HttpClient { BaseAddress = AddressAt(port) };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "dev-demo-key");
    }

    /// <summary>Calls the service as the customer <c>demo</c>.</summary>
    public HttpClient Http { get; }

    public MessageDoor Door => _service.App.Services.GetRequiredService<MessageDoor>();

    public Persistence.Reachability Reachability => _service.App.Services.GetRequiredService<Persistence.Reachability>();

    public AccountGates Gates => _service.App.Services.GetRequiredService<AccountGates>();

    /// <summary>The number of recalls and status queries that this replica was granted and that have not ended.</summary>
    public int PendingCalls => _service.App.Services.GetRequiredService<ImmediateCalls>().Pending;

    public static async Task<Replica> StartAsync(
        int port, IEnumerable<KeyValuePair<string, string>> settings, TimeProvider time, ILoggerFactory log)
    {
        var service = await OrchestratorHost.CreateAsync(Arguments(port, settings), builder => Configure(builder, time, log));
        await service.App.StartAsync();
        return new Replica(service, port);
    }

    /// <summary>The command line of a host that takes nothing from where the tests happen to run.</summary>
    public static string[] Arguments(int port, IEnumerable<KeyValuePair<string, string>> settings) =>
    [
        "--environment=Development",
        $"--contentRoot={AppContext.BaseDirectory}",
        "--hostBuilder:reloadConfigOnChange=false",
        $"--urls={AddressAt(port)}",
        .. settings.Select(setting => $"--{setting.Key}={setting.Value}"),
    ];

    public static void Configure(WebApplicationBuilder builder, TimeProvider time, ILoggerFactory log)
    {
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(log);
    }

    public static Uri AddressAt(int port) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _service.App.StopAsync();
        await _service.DisposeAsync();
    }
}
