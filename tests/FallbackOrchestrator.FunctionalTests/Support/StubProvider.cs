using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>A provider that a test holds in its hands: every call waits until the test answers it, or for ever.</summary>
internal sealed class StubProvider : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<TaskCompletionSource<IResult>> _waiting = new();
    private int _calls;

    private StubProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapPost("/{**path}", (Delegate)TakeAsync);
    }

    public string Address => _app.Urls.Single();

    public int Calls => Volatile.Read(ref _calls);

    public static async Task<StubProvider> StartAsync()
    {
        var stub = new StubProvider();
        await stub._app.StartAsync();
        return stub;
    }

    /// <summary>Answers the call that has waited longest.</summary>
    public void Answer(IResult answer)
    {
        _waiting.TryDequeue(out var call).Should().BeTrue("there must be a call to answer");
        call!.SetResult(answer);
    }

    public async ValueTask DisposeAsync()
    {
        while (_waiting.TryDequeue(out var call))
            call.SetResult(Results.StatusCode(StatusCodes.Status500InternalServerError));
        await _app.DisposeAsync();
    }

    private Task<IResult> TakeAsync(HttpContext http)
    {
        var call = new TaskCompletionSource<IResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue(call);
        Interlocked.Increment(ref _calls);
        return call.Task.WaitAsync(http.RequestAborted);
    }
}
