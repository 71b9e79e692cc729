using System.Collections.Concurrent;
using System.Globalization;
using FallbackOrchestrator.Messages;
using PhoneNumbers;

namespace FallbackOrchestrator.Sending;

/// <summary>
/// The prefix that is dialled before a number within its country, and never from abroad: people write +49 (0)151 2345678. No provider
/// reaches a number that has it.
/// </summary>
internal static class TrunkPrefix
{
    private const string UnknownRegion = "ZZ";

    private static readonly ConcurrentDictionary<int, string> ByCountryCode = new();

    /// <summary>
    /// The prefix after the country code of a number. Null if there is none, if the number is possible with it, or if the country is not
    /// known.
    /// </summary>
    public static string? In(Msisdn msisdn)
    {
        var numbers = PhoneNumberUtil.GetInstance();
        for (var length = 1; length <= 3; length++)
        {
            var countryCode = int.Parse(msisdn.Digits.AsSpan(0, length), CultureInfo.InvariantCulture);
            var region = numbers.GetRegionCodeForCountryCode(countryCode);
            if (region == UnknownRegion)
                continue;
            var prefix = ByCountryCode.GetOrAdd(
                countryCode, static (_, region) => PhoneNumberUtil.GetInstance().GetNddPrefixForRegion(region, true) ?? "", region);
            var national = msisdn.Digits[length..];
            return prefix.Length > 0 && national.StartsWith(prefix, StringComparison.Ordinal) && IsTakenAway(prefix, national, msisdn)
                ? prefix : null;
        }
        return null;
    }

    // libphonenumber removes the prefix if the number is possible only without it.
    private static bool IsTakenAway(string prefix, string national, Msisdn msisdn)
    {
        try
        {
            var numbers = PhoneNumberUtil.GetInstance();
            return numbers.GetNationalSignificantNumber(numbers.Parse(msisdn.Value, null)) == national[prefix.Length..];
        }
        catch (NumberParseException)
        {
            return false;
        }
    }
}
