using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
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
    private const string Bracketed = "(0)";

    private static readonly ConcurrentDictionary<int, Prefixes> ByCountryCode = new();

    private static PhoneNumberUtil Numbers => PhoneNumberUtil.GetInstance();

    /// <summary>
    /// The prefix after the country code of a number. Null if there is none, if the number is possible with it, or if the country is not
    /// known.
    /// </summary>
    /// <param name="msisdn">The number.</param>
    /// <param name="written">The number as the customer wrote it.</param>
    public static string? In(Msisdn msisdn, string written)
    {
        for (var length = 1; length <= 3; length++)
        {
            var countryCode = int.Parse(msisdn.Digits.AsSpan(0, length), CultureInfo.InvariantCulture);
            var region = Numbers.GetRegionCodeForCountryCode(countryCode);
            if (region == UnknownRegion)
                continue;
            var prefixes = ByCountryCode.GetOrAdd(countryCode, static (_, region) => Prefixes.Of(region), region);
            var national = msisdn.Digits[length..];
            try
            {
                return Removed(prefixes, national, msisdn) ?? Zero(countryCode, national, msisdn, written);
            }
            catch (NumberParseException)
            {
                return null;
            }
        }
        return null;
    }

    // libphonenumber removes a prefix if the number is possible only without it. It also knows those that choose a carrier. To read a
    // number takes it about 20 µs, so only numbers that begin like a prefix are read.
    private static string? Removed(Prefixes prefixes, string national, Msisdn msisdn)
    {
        if (prefixes.Begin?.Match(national) is not { Length: > 0 })
            return null;
        var significant = Numbers.GetNationalSignificantNumber(Numbers.Parse(msisdn.Value, null));
        if (significant == national)
            return null;
        if (national.EndsWith(significant, StringComparison.Ordinal))
            return national[..^significant.Length];
        return prefixes.Usual.Length > 0 && national.StartsWith(prefixes.Usual, StringComparison.Ordinal) ? prefixes.Usual : null;
    }

    // A country may have no such prefix, or none any more; people write the 0 all the same. Numbers that are too short are left alone:
    // 8x8's samples have them.
    private static string? Zero(int countryCode, string national, Msisdn msisdn, string written)
    {
        if (national[0] != '0')
            return null;
        var number = Numbers.Parse(msisdn.Value, null);
        var without = Numbers.Parse($"+{countryCode.ToString(CultureInfo.InvariantCulture)}{national[1..]}", null);
        var isTooLong = Numbers.IsPossibleNumberWithReason(number)
            is PhoneNumberUtil.ValidationResult.TOO_LONG or PhoneNumberUtil.ValidationResult.INVALID_LENGTH;
        return (isTooLong && Numbers.IsPossibleNumber(without))
            || (written.Contains(Bracketed, StringComparison.Ordinal) && !Numbers.IsValidNumber(number) && Numbers.IsValidNumber(without))
            ? "0" : null;
    }

    /// <param name="Usual">The prefix that people dial; empty if there is none.</param>
    /// <param name="Begin">Every prefix that libphonenumber knows for the country; null if there is none.</param>
    private sealed record Prefixes(string Usual, Regex? Begin)
    {
        public static Prefixes Of(string region) => new(
            Numbers.GetNddPrefixForRegion(region, true) ?? "",
            Numbers.GetMetadataForRegion(region) is { HasNationalPrefixForParsing: true, NationalPrefixForParsing: var prefix }
                ? new Regex($@"\A(?:{prefix})", RegexOptions.CultureInvariant)
                : null);
    }
}
