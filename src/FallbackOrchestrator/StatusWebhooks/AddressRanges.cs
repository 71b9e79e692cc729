using System.Net;
using Microsoft.Security.AntiSSRF;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>
/// Which addresses a customer's endpoint may have: those of the public internet. The list is that of Microsoft.Security.AntiSSRF, whose
/// keepers follow IANA's registries and the clouds' metadata services; it knows four networks and Azure's 168.63.129.16 that a list of our
/// own had missed. Added are two networks of IPv6 in which the last 32 bits are an IPv4 address, and which it leaves out.
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

    /// <summary>Whether an address may be called.</summary>
    public static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return !Array.Exists(Forbidden, network => network.Contains(plain));
    }

    /// <summary>The same for connections, checked where a name leads.</summary>
    public static AntiSSRFPolicy Policy(StatusWebhooksOptions options)
    {
        var policy = new AntiSSRFPolicy(options.AllowPrivateAddresses ? PolicyConfigOptions.None : PolicyConfigOptions.ExternalOnlyLatest)
        {
            AllowPlainTextHttp = options.AllowHttp,
            AddXFFHeader = false, // It would tell receivers of a proxy that is none.
        };
        if (!options.AllowPrivateAddresses)
            policy.AddDeniedAddresses(IPv4Inside);
        return policy;
    }
}
