using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.Rig;

/// <summary>Two replicas of the service and the fake providers, each a process of its own.</summary>
internal sealed class Services : IAsyncDisposable
{
    private readonly List<OwnProcess> _processes = [];

    public List<Uri> Replicas { get; } = [];

    public Uri Providers { get; private set; } = null!;

    public static async Task<Services> StartAsync(Server server)
    {
        var services = new Services();
        var first = new Uri($"http://127.0.0.1:{Server.FreePort()}");
        var providers = OwnProcess.Start(
            ["simulator", "--urls", "http://127.0.0.1:0", "--Simulator:ReceiptsTo", first.AbsoluteUri, "--Simulator:ReceiptGap",
                "00:00:00.1"], []);
        services._processes.Add(providers);
        services.Providers = await providers.ListeningAsync();
        foreach (var address in new[] { first.AbsoluteUri.TrimEnd('/'), "http://127.0.0.1:0" })
        {
            var replica = OwnProcess.Start(
                [],
                [
                    ("ASPNETCORE_ENVIRONMENT", "Development"),
                    ("ASPNETCORE_URLS", address),
                    ("PublicBaseUrl", first.AbsoluteUri),
                    ("ConnectionStrings__Postgres", server.ConnectionString),
                    ("ChannelAccounts__whatsapp-demo__BaseAddress", $"{services.Providers}simulator/meta"),
                    ("ChannelAccounts__viber-demo__BaseAddress", $"{services.Providers}simulator/vonage"),
                    ("ChannelAccounts__sms-demo__BaseAddress", $"{services.Providers}simulator/twilio"),
                ]);
            services._processes.Add(replica);
            services.Replicas.Add(await replica.ListeningAsync());
        }
        return services;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes))
            await process.DisposeAsync();
    }
}
