using System.Net.Sockets;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>Whether a container engine responds. Checked first, because Testcontainers needs long to find out.</summary>
internal static class DockerEngine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Asks the engine at <c>DOCKER_HOST</c>, else at the usual socket. Never throws.</summary>
    public static async Task<bool> RespondsAsync()
    {
        try
        {
            using var handler = new SocketsHttpHandler { ConnectCallback = ConnectAsync };
            using var client = new HttpClient(handler) { Timeout = Patience };
            using var response = await client.GetAsync(new Uri("http://docker/_ping"));
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (
            exception is HttpRequestException or OperationCanceledException or UriFormatException or NotSupportedException)
        {
            return false;
        }
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = new Uri(Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } set ? set : "unix:///var/run/docker.sock");
        var socket = host.Scheme switch
        {
            "unix" => new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified),
            "tcp" => new Socket(SocketType.Stream, ProtocolType.Tcp),
            _ => throw new NotSupportedException($"No probe for {host.Scheme}."),
        };
        try
        {
            if (host.Scheme == "unix")
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(host.LocalPath), cancellationToken);
            else
                await socket.ConnectAsync(host.Host, host.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
