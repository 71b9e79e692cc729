using System.Net;
using System.Net.Sockets;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>
/// One address for several servers, as a virtual address or a proxy has it: new connections go to the server that was set last, and open
/// connections stay where they are.
/// </summary>
internal sealed class SwitchableProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private volatile int _port;

    public SwitchableProxy(int port)
    {
        _port = port;
        _listener.Start();
        _ = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Leads new connections to the server at another port.</summary>
    public void MoveTo(int port) => _port = port;

    public void Dispose()
    {
        _ended.Cancel();
        _listener.Dispose();
        _ended.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_ended.Token);
            _ = CarryAsync(client, _port);
        }
    }

    private async Task CarryAsync(TcpClient nearer, int port)
    {
        using var client = nearer;
        using var server = new TcpClient();
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, port, _ended.Token);
            var (here, there) = (client.GetStream(), server.GetStream());
            await Task.WhenAny(here.CopyToAsync(there, _ended.Token), there.CopyToAsync(here, _ended.Token));
        }
        catch (Exception broken) when (broken is SocketException or IOException or OperationCanceledException)
        {
            // One end is gone, and now the other.
        }
    }
}
