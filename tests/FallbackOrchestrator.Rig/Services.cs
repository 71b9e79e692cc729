using System.Net;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.Rig;

/// <summary>Two replicas of the service and the fake providers, each a process of its own.</summary>
internal sealed class Services : IAsyncDisposable
{
    private static readonly TimeSpan Noticing = TimeSpan.FromMilliseconds(500);

    private readonly List<OwnProcess> _replicas = [];
    private readonly Uri _first = new($"http://127.0.0.1:{Server.FreePort()}");
    private readonly Server _server;
    private OwnProcess? _providers;

    private Services(Server server) => _server = server;

    /// <summary>Where each replica takes requests; while one is replaced, the other takes its requests.</summary>
    public List<Uri> Replicas { get; } = [];

    public Uri Providers { get; private set; } = null!;

    /// <summary>Starts all of them.</summary>
    /// <param name="server">The database.</param>
    /// <param name="program">The program of the replicas; null for the one that was built with the rig.</param>
    public static async Task<Services> StartAsync(Server server, string? program)
    {
        var services = new Services(server);
        services._providers = OwnProcess.Start(
            ["simulator", "--urls", "http://127.0.0.1:0", "--Simulator:ReceiptsTo", services._first.AbsoluteUri, "--Simulator:ReceiptGap",
                "00:00:00.1"], []);
        services.Providers = await services._providers.ListeningAsync();
        foreach (var address in new[] { services._first, new Uri("http://127.0.0.1:0") })
        {
            var replica = services.Start(address, program);
            services._replicas.Add(replica);
            services.Replicas.Add(await replica.ListeningAsync());
        }
        return services;
    }

    /// <summary>Replaces one replica after another with the program that was built with the rig, as a rolling upgrade does.</summary>
    public async Task UpgradeAsync()
    {
        for (var i = 0; i < _replicas.Count; i++)
        {
            var address = Replicas[i];
            Replicas[i] = Replicas[1 - i];
            await Task.Delay(Noticing);
            var exitCode = await _replicas[i].StopAsync();
            await _replicas[i].DisposeAsync();
            _replicas[i] = Start(address, program: null);
            await _replicas[i].ListeningAsync();
            await ReadyAsync(address);
            Replicas[i] = address;
            Console.WriteLine($"replica {i + 1}: the old version ended with {exitCode}, the new one is ready");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in Enumerable.Reverse(_replicas))
            await replica.DisposeAsync();
        if (_providers is not null)
            await _providers.DisposeAsync();
    }

    private OwnProcess Start(Uri address, string? program)
    {
        (string, string)[] settings =
        [
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("ASPNETCORE_URLS", address.AbsoluteUri.TrimEnd('/')),
            ("PublicBaseUrl", _first.AbsoluteUri),
            ("ConnectionStrings__Postgres", _server.ConnectionString),
            ("ChannelAccounts__whatsapp-demo__BaseAddress", $"{Providers}simulator/meta"),
            ("ChannelAccounts__viber-demo__BaseAddress", $"{Providers}simulator/vonage"),
            ("ChannelAccounts__sms-demo__BaseAddress", $"{Providers}simulator/twilio"),
            ("ChannelAccounts__rcs-demo__BaseAddress", $"{Providers}simulator/google"),
            ("ChannelAccounts__line-notification-demo__BaseAddress", $"{Providers}simulator/line"),
        ];
        return program is null ? OwnProcess.Start([], settings) : OwnProcess.Start([], settings, Path.GetFullPath(program));
    }

    private static async Task ReadyAsync(Uri address)
    {
        using var http = new HttpClient();
        while (true)
        {
            using var response = await http.GetAsync(new Uri(address, "/healthz/ready"));
            if (response.StatusCode == HttpStatusCode.OK)
                return;
            await Task.Delay(Noticing);
        }
    }
}
