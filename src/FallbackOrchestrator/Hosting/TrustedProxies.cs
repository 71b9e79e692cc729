using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace FallbackOrchestrator.Hosting;

/// <summary>
/// The proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> the service trusts. Without any, the address of a caller is that
/// of its connection: behind a proxy all callers then count as one, and the console's cookie may be sent without TLS.
/// </summary>
internal static class TrustedProxies
{
    /// <summary>The setting's name.</summary>
    public const string Setting = "TrustedProxies";

    /// <summary>The mistakes in the setting.</summary>
    public static IEnumerable<string> Mistakes(IConfiguration configuration) => Entries(configuration)
        .Where(entry => !TryRead(entry.Value, out _))
        .Select(entry => $"{entry.Path}: '{entry.Value}' is neither an address nor a network such as 10.0.0.0/8");

    public static void UseTrustedProxies(this WebApplication app)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,
        };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var entry in Entries(app.Configuration))
        {
            if (TryRead(entry.Value, out var network))
                options.KnownIPNetworks.Add(network);
        }
        if (options.KnownIPNetworks.Count > 0)
            app.UseForwardedHeaders(options);
    }

    private static IEnumerable<IConfigurationSection> Entries(IConfiguration configuration) =>
        configuration.GetSection(Setting).GetChildren();

    private static bool TryRead(string? text, out System.Net.IPNetwork network)
    {
        if (IPAddress.TryParse(text, out var address))
        {
            network = new System.Net.IPNetwork(address, address.GetAddressBytes().Length * 8);
            return true;
        }
        return System.Net.IPNetwork.TryParse(text, out network);
    }
}
