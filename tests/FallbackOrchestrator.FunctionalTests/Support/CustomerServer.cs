using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>What a customer's server was posted.</summary>
internal sealed record Posted(string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public string Id => Headers["webhook-id"];
}

/// <summary>A customer's server on loopback: keeps what it is posted, and responds as the test wants.</summary>
internal sealed class CustomerServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Posted> _posted = new();

    private CustomerServer(WebApplication app) => _app = app;

    /// <summary>The response to a request; 200 unless the test says otherwise.</summary>
    public Func<Posted, HttpContext, Task> Respond { get; set; } = (_, _) => Task.CompletedTask;

    public Uri Address => new(_app.Urls.First());

    public Uri At(string path) => new(Address, path);

    public static async Task<CustomerServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var server = new CustomerServer(app);
        app.Run(server.TakeAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>What was posted to a path so far, in order.</summary>
    public IReadOnlyList<Posted> PostedTo(string path) => [.. _posted.Where(posted => posted.Path == path)];

    /// <summary>Waits until what was posted to a path is as the test expects.</summary>
    public async Task<IReadOnlyList<Posted>> WaitAsync(string path, Func<IReadOnlyList<Posted>, bool> enough)
    {
        var began = Stopwatch.GetTimestamp();
        while (!enough(PostedTo(path)))
        {
            if (Stopwatch.GetElapsedTime(began) > TestTimeout.Limit)
                throw new TimeoutException(
                    $"only these came: {string.Join(Environment.NewLine, PostedTo(path).Select(posted => posted.Body))}");
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
        return PostedTo(path);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var posted = new Posted(
            http.Request.Path,
            http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync());
        _posted.Enqueue(posted);
        await Respond(posted, http);
    }

    /// <summary>The fields of a form that was posted.</summary>
    public static async Task<Dictionary<string, Microsoft.Extensions.Primitives.StringValues>> FormAsync(Posted posted)
    {
        using var reader = new FormReader(posted.Body);
        return await reader.ReadFormAsync();
    }
}
