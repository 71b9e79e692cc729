using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FallbackOrchestrator.Hosting;

/// <summary>
/// The addresses on which the service listens. Before anything else starts, each is checked: it must have the right form, be permitted and
/// be free.
/// </summary>
internal static class ListeningAddresses
{
    private const string Usual = "http://localhost:5000"; // Kestrel's own default.

    private static readonly string[] Schemes = ["http", "https"];

    private const int FirstFreePort = 1024; // Lower ports belong to the system.

    /// <summary>The mistakes in the addresses, one sentence each, with the correction.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="settingsFolder">The folder from which the names of files count.</param>
    /// <param name="willListen">False if this process will not listen, so that the addresses need not be free.</param>
    public static IEnumerable<string> Mistakes(IConfiguration configuration, string settingsFolder, bool willListen = true)
    {
        foreach (var (setting, address) in Configured(configuration))
        {
            if ((WhyMalformed(address) ?? (willListen ? WhyNotFree(address) : null)) is { } why)
                yield return $"{setting}: {why}";
        }
        foreach (var certificate in Certificates(configuration.GetSection("Kestrel")))
        {
            if (certificate.Value is { Length: > 0 } file && !File.Exists(Path.GetFullPath(file, settingsFolder)))
                yield return $"{certificate.Path}: there is no file {file}; name the file of a certificate";
        }
    }

    /// <summary>An address that a browser on this machine can open, for one that the service listens on.</summary>
    public static string Openable(string address)
    {
        var listening = BindingAddress.Parse(address);
        var host = listening.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : listening.Host;
        return string.Create(CultureInfo.InvariantCulture, $"{listening.Scheme}://{host}:{listening.Port}{listening.PathBase}");
    }

    /// <summary>The address at which this machine reaches the service of these settings; null if it is malformed.</summary>
    public static Uri? Own(IConfiguration configuration) =>
        Configured(configuration).First().Address is var address && WhyMalformed(address) is null
            ? new Uri(Openable(address).TrimEnd('/') + '/') : null;

    // In Kestrel's order: its own endpoints take precedence over urls, and urls over bare ports.
    private static IEnumerable<(string Setting, string Address)> Configured(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint.GetSection("Url"))
            .Where(url => url.Value is { Length: > 0 }).ToList();
        if (endpoints.Count > 0)
            return endpoints.Select(url => (url.Path, url.Value!));
        if (configuration["urls"] is { Length: > 0 } urls)
            return Parts(urls).Select(url => ("urls", url));
        var ports = Schemes
            .SelectMany(scheme => Parts(configuration[$"{scheme}_ports"] ?? "").Select(port => ($"{scheme}_ports", $"{scheme}://*:{port}")))
            .ToList();
        return ports.Count > 0 ? ports : [("urls", Usual)];
    }

    private static IEnumerable<IConfigurationSection> Certificates(IConfigurationSection kestrel) =>
        kestrel.GetSection("Endpoints").GetChildren().Select(endpoint => endpoint.GetSection("Certificate"))
            .Concat(kestrel.GetSection("Certificates").GetChildren())
            .SelectMany(certificate => new[] { certificate.GetSection("Path"), certificate.GetSection("KeyPath") });

    private static string[] Parts(string list) => list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string? WhyMalformed(string address)
    {
        BindingAddress listening;
        try
        {
            listening = BindingAddress.Parse(address);
        }
        catch (FormatException)
        {
            return $"'{address}' is not an address; write one such as http://localhost:5080";
        }
        if (listening.Scheme.ToLowerInvariant() is not ("http" or "https"))
            return $"'{address}' begins with neither http:// nor https://; write one such as http://localhost:5080";
        if (listening.IsUnixPipe || listening.IsNamedPipe)
            return null;
        if (listening.PathBase.Length > 0)
            return $"'{address}' has a path, and the service always listens at the root; leave '{listening.PathBase}' out";
        if (listening.Port is < 0 or > IPEndPoint.MaxPort)
            return $"'{address}' has a port that there is not; choose one from 1 to {IPEndPoint.MaxPort}";
        return null;
    }

    private static string? WhyNotFree(string address)
    {
        var listening = BindingAddress.Parse(address);
        return listening.Port == 0 || listening.IsUnixPipe || listening.IsNamedPipe
            ? null : Hosts(listening.Host).Select(host => WhyNotFree(address, host, listening.Port)).FirstOrDefault(why => why is not null);
    }

    private static IPAddress[] Hosts(string host) => host.ToLowerInvariant() switch
    {
        "localhost" => [IPAddress.Loopback, IPAddress.IPv6Loopback],
        var text when IPAddress.TryParse(text, out var given) => [given],
        _ => [IPAddress.IPv6Any], // A star, or a name: Kestrel listens on every address.
    };

    private static string? WhyNotFree(string address, IPAddress host, int port)
    {
        try
        {
            using var socket = new Socket(host.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (host.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(new IPEndPoint(host, port));
            return null;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => Taken(address, port),
                SocketError.AccessDenied when port < FirstFreePort =>
                    $"the service may not listen on {address}: ports below {FirstFreePort} need rights; choose a higher one, such as --urls http://localhost:5080",
                SocketError.AccessDenied => $"the service may not listen on {address}: the system refuses it; choose another port",
                SocketError.AddressNotAvailable when !IPAddress.IsLoopback(host) =>
                    $"'{address}': this machine has no address {host}; choose one of its own, or http://*:{port}",
                // There is no IPv6 on this machine; Kestrel then uses IPv4 only.
                _ => null,
            };
        }
    }

    private static string Taken(string address, int port) =>
        $"{address} is taken: another program listens there, perhaps this service a second time. End it, or choose another port: "
        + string.Create(CultureInfo.InvariantCulture, $"--urls http://localhost:{(port < IPEndPoint.MaxPort ? port + 1 : port - 1)}");
}
