using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace FallbackOrchestrator.Benchmarks.Load;

/// <summary>The status of a response, and its body as it came, the frames of chunks included. Valid until the next request.</summary>
internal readonly record struct RawResponse(int Status, ReadOnlyMemory<byte> Body)
{
    public string Text => Encoding.UTF8.GetString(Body.Span);

    /// <exception cref="BenchmarkFailedException">It is not 200.</exception>
    public void DemandAccepted()
    {
        if (Status != 200)
            throw new BenchmarkFailedException($"a response was {Status}: {Text}");
    }
}

/// <summary>
/// One HTTP/1.1 connection that is kept alive, without pipelining. It understands only the responses of Kestrel: the load generator shares
/// two cores with what it measures, and an HttpClient would take a large part of them.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket;
    private byte[] _buffer = new byte[16 * 1024];

    private HttpConnection(Socket socket) => _socket = socket;

    public static async Task<HttpConnection> OpenAsync(Uri address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port);
        return new HttpConnection(socket);
    }

    /// <summary>Opens connections that are all used at once.</summary>
    public static Task<HttpConnection[]> OpenAsync(Uri address, int count) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(_ => OpenAsync(address)));

    public async ValueTask<RawResponse> SendAsync(ReadOnlyMemory<byte> request)
    {
        for (var sent = 0; sent < request.Length;)
            sent += await _socket.SendAsync(request[sent..], SocketFlags.None);
        var length = 0;
        while (true)
        {
            if (length == _buffer.Length)
                Array.Resize(ref _buffer, length * 2);
            var received = await _socket.ReceiveAsync(_buffer.AsMemory(length), SocketFlags.None);
            if (received == 0)
                throw new BenchmarkFailedException("the connection was closed before the response");
            length += received;
            if (TryRead(length, out var response))
                return response;
        }
    }

    public void Dispose() => _socket.Dispose();

    private bool TryRead(int length, out RawResponse response)
    {
        response = default;
        var read = _buffer.AsSpan(0, length);
        var end = read.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        var head = read[..(end + 2)];
        var status = int.Parse(head["HTTP/1.1 ".Length..][..3], CultureInfo.InvariantCulture);
        var body = _buffer.AsMemory(end + 4, length - end - 4);
        var isWhole = Length(head) is { } expected ? body.Length >= expected : body.Span.EndsWith("0\r\n\r\n"u8);
        response = new RawResponse(status, body);
        return isWhole;
    }

    private static int? Length(ReadOnlySpan<byte> head)
    {
        var name = "Content-Length: "u8;
        var at = head.IndexOf(name);
        if (at < 0)
            return null;
        var value = head[(at + name.Length)..];
        return int.Parse(value[..value.IndexOf((byte)'\r')], CultureInfo.InvariantCulture);
    }
}
