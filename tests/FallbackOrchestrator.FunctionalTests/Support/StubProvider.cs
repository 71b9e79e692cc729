using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>A provider that the test controls: every call waits until the test responds to it.</summary>
internal sealed class StubProvider : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _lock = new();
    private readonly List<TaskCompletionSource<IResult>> _waiting = [];
    private int _calls;

    private StubProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapMethods("/{**path}", [HttpMethods.Post, HttpMethods.Delete], (Delegate)TakeAsync);
    }

    public string Address => _app.Urls.Single();

    /// <summary>How many calls came.</summary>
    public int Calls
    {
        get
        {
            lock (_lock)
                return _calls;
        }
    }

    public static async Task<StubProvider> StartAsync()
    {
        var stub = new StubProvider();
        await stub._app.StartAsync();
        return stub;
    }

    /// <summary>Whether a call waits for its response.</summary>
    public bool IsSilent
    {
        get
        {
            lock (_lock)
                return _waiting.Count > 0;
        }
    }

    /// <summary>Returns the call that has waited longest.</summary>
    public void Respond(IResult response)
    {
        lock (_lock)
        {
            _waiting[0].SetResult(response);
            _waiting.RemoveAt(0);
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (IsSilent)
            Respond(Results.StatusCode(StatusCodes.Status500InternalServerError));
        await _app.DisposeAsync();
    }

    private async Task<IResult> TakeAsync(HttpContext http)
    {
        var call = new TaskCompletionSource<IResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _calls++;
            _waiting.Add(call);
        }
        try
        {
            return await call.Task.WaitAsync(http.RequestAborted);
        }
        finally
        {
            lock (_lock)
                _waiting.Remove(call);
        }
    }
}
