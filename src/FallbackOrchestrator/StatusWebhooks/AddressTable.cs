using System.Net;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>
/// Which addresses a customer's endpoint may have: those of the public internet. The table is IANA's special-purpose registries
/// (https://www.iana.org/assignments/iana-ipv4-special-registry, https://www.iana.org/assignments/iana-ipv6-special-registry) and multicast.
/// </summary>
internal static class AddressTable
{
    private static readonly IPNetwork[] Forbidden =
    [
        .. new[]
        {
            "0.0.0.0/8", // this network
            "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", // private
            "100.64.0.0/10", // shared by carriers
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link-local, and the clouds' metadata
            "192.0.0.0/24", // protocol assignments
            "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", // documentation
            "192.88.99.0/24", // 6to4 relays
            "198.18.0.0/15", // benchmarks
            "224.0.0.0/4", // multicast
            "240.0.0.0/4", // reserved, and broadcast
            "::/96", // unspecified, loopback, and IPv4 in its oldest disguise
            "64:ff9b::/96", "64:ff9b:1::/48", // IPv4 behind a translator
            "100::/64", "100:0:0:1::/64", // discard, dummy
            "2001::/23", // protocol assignments, Teredo among them
            "2001:db8::/32", "3fff::/20", // documentation
            "2002::/16", // 6to4: IPv4 inside
            "5f00::/16", // segment routing
            "fc00::/7", // unique local
            "fe80::/10", "fec0::/10", // link-local, site-local
            "ff00::/8", // multicast
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>Whether an address may be called.</summary>
    public static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return !Array.Exists(Forbidden, network => network.Contains(plain));
    }
}
