using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Subaccounts;

/// <summary>
/// Counts wrong keys and passwords by their address: IPv4, or the /64 of IPv6, which belongs to one customer as a whole. A valid key is
/// never rejected because of wrong ones from the same address: keys have at least 16 characters and cannot be guessed, while many customers
/// may share an address. The limit only saves work, and log lines, for a machine that tries keys nevertheless.
/// </summary>
internal sealed class FailedAuthentications(IOptions<FailedAuthenticationOptions> options, TimeProvider time)
{
    private const int MostAddresses = 10_000;

    private readonly KeyedRateLimit<string> _addresses = new(options.Value.PerMinute, TimeSpan.FromMinutes(1), MostAddresses, time);

    /// <summary>Counts a wrong key. If it is one too many, returns the seconds until the next one is checked; else null.</summary>
    /// <param name="http">The request.</param>
    /// <param name="door">The purpose of the key; each is counted separately.</param>
    public int? Count(HttpContext http, string door) => _addresses.TryTake(Key(http, door), out var after) ? null : Seconds(after);

    /// <summary>The seconds until a key is checked again; null if it is checked now.</summary>
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
