using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Subaccounts;

/// <summary>
/// Counts wrong keys and passwords by the address that they come from: IPv4, or the /64 of IPv6, which one customer has whole. A right key
/// is never refused for the wrong ones of others at its address: keys have 16 characters at least and cannot be guessed, while many
/// customers may share an address. What is saved is the work and the log of a machine that tries them all the same.
/// </summary>
internal sealed class FailedAuthentications(IOptions<FailedAuthenticationOptions> options, TimeProvider time)
{
    private const int MostAddresses = 10_000;

    private readonly KeyedRateLimit<string> _addresses = new(options.Value.PerMinute, TimeSpan.FromMinutes(1), MostAddresses, time);

    /// <summary>
    /// Counts a wrong key. Returns in how many seconds the next one is looked at, where it is one too many; null where it is not.
    /// </summary>
    /// <param name="http">The request.</param>
    /// <param name="door">What the key was for; each door counts for itself.</param>
    public int? Count(HttpContext http, string door) => _addresses.TryTake(Key(http, door), out var after) ? null : Seconds(after);

    /// <summary>In how many seconds a key is looked at again; null where it is now.</summary>
    public int? IsClosedFor(HttpContext http, string door) =>
        _addresses.UntilFree(Key(http, door)) is var after && after > TimeSpan.Zero ? Seconds(after) : null;

    private static int Seconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds));

    private static string Key(HttpContext http, string door) => $"{door} {Network(http.Connection.RemoteIpAddress)}";

    private static string Network(IPAddress? address)
    {
        if (address is null)
            return "local";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}
