using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.Benchmarks.Subjects;

/// <summary>What is measured: the service or a reference, in one process or several, on a database of its own.</summary>
internal sealed class Subject : IAsyncDisposable
{
    public const string Service = "ours";
    public const string Limit = "limit";
    public const string Hangfire = "hangfire";
    public const string Wolverine = "wolverine";

    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    private readonly List<OwnProcess> _processes = [];
    private readonly bool _keepsDatabase;

    private Subject(string name, Database database, bool keepsDatabase) =>
        (Name, Database, _keepsDatabase) = (name, database, keepsDatabase);

    public string Name { get; }

    public Database Database { get; }

    /// <summary>Where its first process listens.</summary>
    public Uri Address { get; private set; } = null!;

    public IReadOnlyList<int> ProcessIds => [.. _processes.Select(process => process.Id)];

    /// <summary>Whether it is the service itself.</summary>
    public bool IsService => Name == Service;

    /// <summary>Starts the service, on one replica or several.</summary>
    public static async Task<Subject> StartServiceAsync(
        Database database, ServiceSettings settings, int replicas = 1, bool keepsDatabase = false)
    {
        var subject = new Subject(Service, database, keepsDatabase);
        for (var i = 0; i < replicas; i++)
        {
            var address = FreeAddress();
            await subject.AddAsync(
                OwnProcess.Start([], settings.For(address, database.ConnectionString), PublishedService.Program), "/healthz/ready");
        }
        return subject;
    }

    /// <summary>Starts a reference.</summary>
    public static async Task<Subject> StartReferenceAsync(string name, Database database)
    {
        var subject = new Subject(name, database, keepsDatabase: false);
        await subject.AddAsync(
            OwnProcess.Start(
                ["host", name],
                [
                    ("ASPNETCORE_URLS", FreeAddress().AbsoluteUri),
                    ("ConnectionStrings__Postgres", database.ConnectionString),
                    // As the service has it by the SDK of web applications.
                    ("DOTNET_gcServer", "1"),
                ],
                "FallbackOrchestrator.Benchmarks.dll"),
            "/ready");
        return subject;
    }

    /// <summary>How many messages it has stored.</summary>
    public Task<long> StoredAsync() =>
        Database.AskAsync<long>(IsService ? "SELECT count(*) FROM messages" : "SELECT count(*) FROM \"Messages\"");

    /// <summary>A port on loopback that is free now.</summary>
    public static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"));
    }

    /// <summary>Waits until an address returns 200.</summary>
    public static async Task ReadyAsync(Uri address)
    {
        using var http = new HttpClient();
        using var overdue = new CancellationTokenSource(TimeLimit);
        while (true)
        {
            try
            {
                using var response = await http.GetAsync(address, overdue.Token);
                if (response.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
            await Task.Delay(5, overdue.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
        if (!_keepsDatabase)
            await Database.DisposeAsync();
    }

    private async Task AddAsync(OwnProcess process, string ready)
    {
        _processes.Add(process);
        try
        {
            var address = await process.ListeningAsync();
            Address ??= address;
            await ReadyAsync(new Uri(address, ready));
        }
        catch
        {
            // Nobody has the subject yet who would end its processes.
            await DisposeAsync();
            throw;
        }
    }
}
