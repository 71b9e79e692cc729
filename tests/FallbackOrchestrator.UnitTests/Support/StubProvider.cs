using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FallbackOrchestrator.UnitTests.Support;

/// <summary>A provider on loopback. It returns what the test wants and keeps the requests.</summary>
internal sealed class StubProvider : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Asked> _asked = [];

    private StubProvider(WebApplication app) => _app = app;

    /// <summary>All requests so far.</summary>
    public IReadOnlyCollection<Asked> Requests => _asked;

    public Uri Address => new(_app.Urls.Single());

    public static async Task<StubProvider> StartAsync(RequestDelegate response)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var stub = new StubProvider(builder.Build());
        stub._app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            stub._asked.Enqueue(new Asked(
                context.Request.ContentLength, string.Join('\n', context.Request.Headers.Select(header => $"{header.Key}: {header.Value}")),
                await reader.ReadToEndAsync()) { Target = $"{context.Request.Path}{context.Request.QueryString}" });
            await response(context);
        });
        await stub._app.StartAsync();
        return stub;
    }

    public static Task<StubProvider> RespondingAsync(int status, string body, string? retryAfter = null) => StartAsync(context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        return context.Response.WriteAsync(body);
    });

    /// <summary>An address on which nobody listens.</summary>
    public static Uri Nobody()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://{listener.LocalEndpoint}");
    }

    /// <summary>A client that cannot leave this machine, whatever address an adapter makes up.</summary>
    /// <param name="before">Gets each request first; may be null.</param>
    public static HttpClient Client(DelegatingHandler? before = null)
    {
        if (before is null)
            return new HttpClient(Loopback()) { Timeout = Timeout.InfiniteTimeSpan };
        before.InnerHandler = Loopback();
        return new HttpClient(before) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private static SocketsHttpHandler Loopback() => new()
    {
        UseProxy = false,
        ConnectCallback = async (context, cancellationToken) =>
        {
            if (!IPAddress.TryParse(context.DnsEndPoint.Host, out var host) || !IPAddress.IsLoopback(host))
                throw new InvalidOperationException($"a test tried to call {context.DnsEndPoint.Host}");
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    internal sealed record Asked(long? Length, string Headers, string Body)
    {
        /// <summary>The path and the query.</summary>
        public string Target { get; init; } = "";
    }
}
