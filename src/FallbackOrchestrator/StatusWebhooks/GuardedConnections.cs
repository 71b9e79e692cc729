using System.Net;
using System.Net.Sockets;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>The name of a customer's endpoint led to an address that may not be called.</summary>
internal sealed class ForbiddenAddressException() : IOException("the address is not one of the public internet");

/// <summary>
/// Connections to customers' endpoints. A name is resolved here, its addresses are checked, and the socket is connected to a checked one:
/// what was checked is what is called, however the name resolves a moment later. TLS still proves the name.
/// </summary>
internal static class GuardedConnections
{
    public static SocketsHttpHandler Handler(bool allowPrivate) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = 16,
        ConnectCallback = (context, cancelled) => ConnectAsync(context.DnsEndPoint, allowPrivate, cancelled),
    };

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint endpoint, bool allowPrivate, CancellationToken cancelled)
    {
        var resolved = await Dns.GetHostAddressesAsync(endpoint.Host, cancelled);
        var allowed = Array.FindAll(resolved, address => allowPrivate || AddressTable.IsPublic(address));
        if (allowed.Length == 0)
            throw resolved.Length == 0 ? new SocketException((int)SocketError.HostNotFound) : new ForbiddenAddressException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, endpoint.Port, cancelled);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
