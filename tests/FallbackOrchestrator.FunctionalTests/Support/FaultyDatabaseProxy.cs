using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>
/// A proxy before PostgreSQL that a test can break at the worst moment: when a commit goes out, or after it was done and before its
/// response comes back.
/// </summary>
internal sealed class FaultyDatabaseProxy : IDisposable
{
    private static readonly byte[] Committed = "COMMIT\0"u8.ToArray();

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentDictionary<TcpClient, bool> _clients = [];
    private TaskCompletionSource _dropped = new();
    private IPEndPoint _server = null!;
    private Fault? _fault;
    private volatile bool _away;
    private int _broken;
    private int _refused;
    private int _held;

    /// <summary>How many responses were lost.</summary>
    public int Broken => Volatile.Read(ref _broken);

    /// <summary>How many connections were refused while the line was away.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>How many commits are held.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>The way to a database over this line.</summary>
    public string To(string connectionString)
    {
        var way = new NpgsqlConnectionStringBuilder(connectionString);
        if (_server is null)
        {
            _server = new IPEndPoint(IPAddress.Loopback, way.Port);
            _listener.Start();
            _ = ServeAsync();
        }
        way.Host = "127.0.0.1";
        way.Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        return way.ConnectionString;
    }

    /// <summary>Loses the response to the next commit of a transaction in which this text is written.</summary>
    public void LoseResponseToCommitOf(string written) =>
        Volatile.Write(ref _fault, new Fault(Kind.LoseResponse, Encoding.UTF8.GetBytes(written)));

    /// <summary>Loses the response to that commit, and the database with it, until <see cref="ComeBack"/>.</summary>
    public void LoseResponseAndDatabaseAtCommitOf(string written) =>
        Volatile.Write(ref _fault, new Fault(Kind.LoseDatabase, Encoding.UTF8.GetBytes(written)));

    /// <summary>Holds that commit on the line: it does not arrive, and its sender hears nothing until <see cref="DropHeld"/>.</summary>
    public void HoldCommitOf(string written)
    {
        Volatile.Write(ref _dropped, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        Volatile.Write(ref _fault, new Fault(Kind.Hold, Encoding.UTF8.GetBytes(written)));
    }

    /// <summary>Breaks the connections whose commits are held.</summary>
    public void DropHeld() => Volatile.Read(ref _dropped).TrySetResult();

    /// <summary>Breaks every connection, and refuses new ones.</summary>
    public void GoAway()
    {
        _away = true;
        foreach (var client in _clients.Keys)
            client.Close();
    }

    /// <summary>The database can be reached again.</summary>
    public void ComeBack() => _away = false;

    public void Dispose()
    {
        DropHeld();
        _ended.Cancel();
        _listener.Dispose();
        _ended.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_ended.Token);
            if (_away)
            {
                Interlocked.Increment(ref _refused);
                client.Dispose();
                continue;
            }
            _ = CarryAsync(client);
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using var nearer = client;
        _clients[client] = true;
        try
        {
            await server.ConnectAsync(_server, _ended.Token);
            await CarryAsync(client, client.GetStream(), server.GetStream());
        }
        catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One end is gone, and now the other.
        }
        finally
        {
            _clients.TryRemove(client, out _);
        }
    }

    // A statement that was prepared is not sent again: a commit is known by its response, or by what is written before it.
    private async Task CarryAsync(TcpClient client, NetworkStream here, NetworkStream there)
    {
        Kind? losing = null;
        var responses = Task.Run(async () =>
        {
            try
            {
                var buffer = new Pieces();
                for (int read; (read = await there.ReadAsync(buffer.Next, _ended.Token)) > 0;)
                {
                    var isCommitted = buffer.Holds(Committed, read);
                    if (losing is not null && isCommitted)
                    {
                        Interlocked.Increment(ref _broken);
                        break;
                    }
                    await here.WriteAsync(buffer.Next[..read], _ended.Token);
                }
            }
            catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException)
            {
                // The server is gone.
            }
            if (losing == Kind.Hold)
                return;
            if (losing == Kind.LoseDatabase)
                GoAway();
            client.Close(); // The response was read, so the commit is done; its sender hears nothing of it.
        });
        var requests = new Pieces();
        for (int read; (read = await here.ReadAsync(requests.Next, _ended.Token)) > 0;)
        {
            var fault = Volatile.Read(ref _fault);
            if (fault is not null && requests.Holds(fault.Mark, read) && Interlocked.CompareExchange(ref _fault, null, fault) == fault)
            {
                losing = fault.Kind;
                if (losing == Kind.Hold)
                {
                    Interlocked.Increment(ref _held);
                    await Volatile.Read(ref _dropped).Task;
                    client.Close();
                    return;
                }
            }
            await there.WriteAsync(requests.Next[..read], _ended.Token);
        }
        there.Socket.Shutdown(SocketShutdown.Send); // A server that waits for a password would wait for a minute.
        await responses;
    }

    /// <summary>What is read, in which something is looked for that may come in two pieces.</summary>
    private sealed class Pieces
    {
        private byte[] _before = [];

        /// <summary>Where to read to.</summary>
        public Memory<byte> Next { get; } = new byte[65_536];

        /// <summary>Whether the mark was read, the end of what came before included.</summary>
        public bool Holds(byte[] mark, int read)
        {
            byte[] seen = [.. _before, .. Next.Span[..read]];
            _before = seen[^Math.Min(seen.Length, mark.Length - 1)..]; // Less than a mark: one is found once.
            return seen.AsSpan().IndexOf(mark) >= 0;
        }
    }

    private enum Kind
    {
        LoseResponse,
        LoseDatabase,
        Hold,
    }

    private sealed record Fault(Kind Kind, byte[] Mark);
}
