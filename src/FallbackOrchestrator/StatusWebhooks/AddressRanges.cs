using System.Net;
using Microsoft.Security.AntiSSRF;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>
/// The addresses that a customer's endpoint may have: those of the public internet. The list comes from Microsoft.Security.AntiSSRF, whose
/// maintainers follow IANA's registries and the metadata services of the clouds; it contains four networks and Azure's 168.63.129.16 that
/// our own list did not have. Two IPv6 networks are added, which it leaves out: in both the last 32 bits are an IPv4 address.
/// </summary>
internal static class AddressRanges
{
    private static readonly string[] IPv4Inside =
    [
        "::/96", // IPv4-compatible (RFC 4291, 2.5.5.1)
        "::ffff:0:0:0/96", // IPv4-translated (RFC 2765, 2.1)
    ];

    private static readonly IPNetwork[] Forbidden =
        [.. new AntiSSRFPolicy(PolicyConfigOptions.ExternalOnlyLatest).DeniedAddresses.Concat(IPv4Inside).Select(IPNetwork.Parse)];

    /// <summary>True if an address may be called.</summary>
    public static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return !Array.Exists(Forbidden, network => network.Contains(plain));
    }

    /// <summary>The same policy for connections; it is applied to the addresses of a name.</summary>
    public static AntiSSRFPolicy Policy(StatusWebhooksOptions options)
    {
        var policy = new AntiSSRFPolicy(options.AllowPrivateAddresses ? PolicyConfigOptions.None : PolicyConfigOptions.ExternalOnlyLatest)
        {
            AllowPlainTextHttp = options.AllowHttp,
            AddXFFHeader = false, // Receivers would believe that there is a proxy.
        };
        if (!options.AllowPrivateAddresses)
            policy.AddDeniedAddresses(IPv4Inside);
        return policy;
    }
}
