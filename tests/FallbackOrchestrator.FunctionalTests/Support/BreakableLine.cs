using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>A line to PostgreSQL that a test can break at the worst moment: after a commit has gone out, before its answer comes back.</summary>
internal sealed class BreakableLine : IDisposable
{
    private static readonly byte[] _commit = "COMMIT\0"u8.ToArray();

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private IPEndPoint _server = null!;
    private byte[]? _mark;

    /// <summary>How many answers were lost.</summary>
    public int Broken { get; private set; }

    /// <summary>The way to a database over this line.</summary>
    public string To(string connectionString)
    {
        var way = new NpgsqlConnectionStringBuilder(connectionString);
        _server = new IPEndPoint(IPAddress.Loopback, way.Port);
        _listener.Start();
        _ = ServeAsync();
        way.Host = "127.0.0.1";
        way.Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        return way.ConnectionString;
    }

    /// <summary>Loses the answer to the next commit of a transaction in which this text is written.</summary>
    public void LoseAnswerToCommitOf(string written) => Volatile.Write(ref _mark, Encoding.UTF8.GetBytes(written));

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
            _ = CarryAsync(client);
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using var nearer = client;
        await server.ConnectAsync(_server, _ended.Token);
        var (here, there) = (client.GetStream(), server.GetStream());
        var losesAnswer = false;
        var answers = Task.Run(async () =>
        {
            var buffer = new byte[65_536];
            for (int read; (read = await there.ReadAsync(buffer, _ended.Token)) > 0 && !Volatile.Read(ref losesAnswer);)
                await here.WriteAsync(buffer.AsMemory(0, read), _ended.Token);
            client.Close(); // The answer was read, so the commit is done; its sender hears nothing of it.
        });
        var requests = new byte[65_536];
        var marked = false;
        for (int read; (read = await here.ReadAsync(requests, _ended.Token)) > 0;)
        {
            marked |= Volatile.Read(ref _mark) is { } mark && requests.AsSpan(0, read).IndexOf(mark) >= 0;
            if (marked && requests.AsSpan(0, read).IndexOf(_commit) >= 0)
            {
                Volatile.Write(ref _mark, null);
                Volatile.Write(ref losesAnswer, true);
                Broken++;
            }
            await there.WriteAsync(requests.AsMemory(0, read), _ended.Token);
        }
        await answers;
    }
}
