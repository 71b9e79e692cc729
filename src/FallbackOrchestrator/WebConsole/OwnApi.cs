namespace FallbackOrchestrator.WebConsole;

/// <summary>The connection of the console to the API of its own process.</summary>
/// <param name="connect">Makes the client when the process listens; null before.</param>
internal sealed class OwnApi(Func<HttpClient?> connect) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30); // As long as the API may take for a Send.

    private readonly Lock _lock = new();
    private HttpClient? _client;
    private bool _isDisposed;

    /// <summary>The client; its relative addresses are those of the API.</summary>
    /// <exception cref="HttpRequestException">The process does not listen yet, or no longer.</exception>
    public HttpClient Client
    {
        get
        {
            lock (_lock)
            {
                if (_client is null && !_isDisposed && connect() is { } made)
                {
                    made.Timeout = Patience;
                    _client = made;
                }
                return _client ?? throw new HttpRequestException("The service does not listen.");
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _client?.Dispose();
            _client = null;
        }
    }
}
