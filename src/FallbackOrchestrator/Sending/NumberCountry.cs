using System.Collections.Frozen;
using FallbackOrchestrator.Messages;
using PhoneNumbers;

namespace FallbackOrchestrator.Sending;

/// <summary>The country of a number, by libphonenumber.</summary>
internal static class NumberCountry
{
    private const int LongestCallingCode = 3;

    // A calling code of one country needs no look at the number, which takes some fifty times as long.
    private static readonly FrozenDictionary<int, string?> ByCallingCode = PhoneNumberUtil.GetInstance().GetSupportedCallingCodes()
        .ToFrozenDictionary(
            code => code,
            code => PhoneNumberUtil.GetInstance().GetRegionCodesForCountryCode(code) is [{ Length: 2 } only] ? only : null);

    /// <summary>
    /// ISO 3166-1, two letters. Null if the number belongs to no country (+800), or if several share its calling code and it has the form
    /// of none.
    /// </summary>
    public static string? Of(Msisdn msisdn)
    {
        var code = 0;
        foreach (var digit in msisdn.Value.AsSpan(1, LongestCallingCode))
        {
            code = code * 10 + (digit - '0');
            if (ByCallingCode.TryGetValue(code, out var country))
                return country ?? AmongSeveral(msisdn);
        }
        return null;
    }

    private static string? AmongSeveral(Msisdn msisdn)
    {
        try
        {
            var number = PhoneNumberUtil.GetInstance().Parse(msisdn.Value, null);
            return PhoneNumberUtil.GetInstance().GetRegionCodeForNumber(number) is { Length: 2 } region ? region : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }
}
