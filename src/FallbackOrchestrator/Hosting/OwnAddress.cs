using System.Net.Security;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace FallbackOrchestrator.Hosting;

/// <summary>Calls of the process to itself, over the first address on which it listens.</summary>
internal static class OwnAddress
{
    private const string UnixSocket = "http://unix:";

    /// <summary>A client whose relative addresses are this service's own; null before it listens. It follows no redirection.</summary>
    public static HttpClient? Client(IServer server)
    {
        if (server.Features.Get<IServerAddressesFeature>()?.Addresses is not { Count: > 0 } addresses)
            return null;
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false };
        // The process calls itself, and its certificate names its public address: that name alone may differ.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, errors) =>
            (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None;
        if (addresses.Select(Openable).FirstOrDefault(address => address is not null) is { } usable)
            return new HttpClient(handler) { BaseAddress = usable };
        if (addresses.FirstOrDefault(address => address.StartsWith(UnixSocket, StringComparison.OrdinalIgnoreCase)) is not { } socket)
            return null;
        handler.ConnectCallback = (_, cancellationToken) => ConnectAsync(socket[UnixSocket.Length..], cancellationToken);
        return new HttpClient(handler) { BaseAddress = new Uri("http://localhost") };
    }

    private static Uri? Openable(string address) =>
        !address.StartsWith(UnixSocket, StringComparison.OrdinalIgnoreCase)
        && Uri.TryCreate(ListeningAddresses.Openable(address), UriKind.Absolute, out var usable) ? usable : null;

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
