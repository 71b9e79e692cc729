using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.Hosting.Commands;

/// <summary>
/// <c>health</c>: asks the service of this machine whether it is ready, for a container whose image has neither a shell nor an HTTP client.
/// It reads the same settings as the service (<c>ASPNETCORE_HTTP_PORTS</c>, <c>urls</c> …).
/// </summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Runs it; returns 0 if the service is ready.</summary>
    /// <exception cref="InvalidSettingsException">The service's address is malformed.</exception>
    public static async Task<int> RunAsync(string[] settings, TextWriter output)
    {
        var builder = SettingsFolder.Read(settings);
        var address = ListeningAddresses.Own(builder.Configuration) is { } own ? new Uri(own, Health.ReadyPath)
            : throw new InvalidSettingsException(
                [.. ListeningAddresses.Mistakes(builder.Configuration, builder.Environment.ContentRootPath, willListen: false)]);
#pragma warning disable CA5359 // The certificate is made for the public name, and the request, to this machine, contains nothing secret.
        using var handler = new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
            UseProxy = false,
        };
#pragma warning restore CA5359
        using var http = new HttpClient(handler) { Timeout = Longest };
        try
        {
            using var response = await http.GetAsync(address);
            await output.WriteLineAsync($"{address}: {await response.Content.ReadAsStringAsync()}");
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            await output.WriteLineAsync($"{address}: {failure.GetBaseException().Message}");
            return 1;
        }
    }
}
