using System.Globalization;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Google;

/// <summary>
/// Google takes the message's id from us, ignores a second message with the same id, and repeats nothing else in its events. It must be a
/// UUID. So the id is our reference in the form of a UUID: the umid, with the step's number as its first digit, which is 0 in every umid
/// until the year 2527 (a UUIDv7 begins with the time).
/// </summary>
internal static class GoogleMessageId
{
    private const char First = '0';
    private const int VersionAt = 12;
    private const char Version = '7';
    private const int MostSteps = 15;

    /// <exception cref="InvalidOperationException">The reference cannot be written as a UUID.</exception>
    public static string Of(AttemptReference reference)
    {
        var umid = reference.Umid.Value.ToString("N");
        if (umid[0] != First || umid[VersionAt] != Version || reference.Step is < 1 or > MostSteps)
            throw new InvalidOperationException("no UUID has room for this reference");
        return Guid.ParseExact($"{reference.Step:x}{umid[1..]}", "N").ToString("D");
    }

    /// <summary>The reference in an id; null if it is none of ours.</summary>
    public static AttemptReference? ReferenceIn(string? id)
    {
        if (!Guid.TryParseExact(id, "D", out var uuid))
            return null;
        var digits = uuid.ToString("N");
        return digits[0] != First && digits[VersionAt] == Version
            ? new AttemptReference(
                new Umid(Guid.ParseExact($"{First}{digits[1..]}", "N")),
                int.Parse(digits.AsSpan(0, 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))
            : null;
    }
}
