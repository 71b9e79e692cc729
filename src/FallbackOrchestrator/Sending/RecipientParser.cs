using System.Diagnostics.CodeAnalysis;
using FallbackOrchestrator.Messages;
using PhoneNumbers;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.Sending;

/// <summary>Reads the recipient of a message.</summary>
internal static class RecipientParser
{
    private const int LongestChannelUserId = 160;

    public static bool TryRead(
        RequestedUser? user, bool strictly, [NotNullWhen(true)] out Recipient? recipient, [NotNullWhen(false)] out Problem? problem)
    {
        recipient = null;
        problem = null;
        if (user is null)
        {
            problem = UserMissing();
            return false;
        }
        var channelUserId = string.IsNullOrWhiteSpace(user.ChannelUserId) ? user.LineUserId : user.ChannelUserId;
        if (string.IsNullOrWhiteSpace(channelUserId))
            channelUserId = null;
        if (channelUserId is { Length: > LongestChannelUserId })
            problem = InvalidParameter("user.channelUserId", $"may have {LongestChannelUserId} characters");
        else if (string.IsNullOrWhiteSpace(user.Msisdn))
        {
            if (channelUserId is null)
                problem = MsisdnMissing();
            else
                recipient = new Recipient(null, channelUserId);
        }
        else if (Number(user, out problem) is { } msisdn)
        {
            if (strictly && !CanBeAssigned(msisdn))
                problem = UnassignedMsisdn("user.msisdn");
            else
                recipient = new Recipient(msisdn, channelUserId);
        }
        return recipient is not null;
    }

    /// <summary>
    /// True if the number has no <c>+</c> and no country, so that it was read as an international number, as 8x8 reads it.
    /// </summary>
    public static bool IsGuessed(RequestedUser? user) =>
        !string.IsNullOrWhiteSpace(user?.Msisdn) && string.IsNullOrWhiteSpace(user.Country)
            && !user.Msisdn.Contains('+', StringComparison.Ordinal);

    /// <summary>
    /// The calling code of the country with which a national number begins, if it is also an international number whose + is missing; else
    /// null.
    /// </summary>
    public static int? RepeatedCountryCode(RequestedUser? user, Recipient recipient)
    {
        if (string.IsNullOrWhiteSpace(user?.Country) || recipient.Msisdn is not { } msisdn)
            return null;
        var code = PhoneNumberUtil.GetInstance().GetCountryCodeForRegion(user.Country.Trim().ToUpperInvariant());
        return msisdn.Digits.StartsWith($"{code}{code}", StringComparison.Ordinal)
            && Msisdn.TryParse($"+{msisdn.Digits[$"{code}".Length..]}", out var without) && CanBeAssigned(without)
            && !user.Msisdn!.Contains('+', StringComparison.Ordinal)
            ? code : null;
    }

    private static bool CanBeAssigned(Msisdn msisdn)
    {
        try
        {
            return PhoneNumberUtil.GetInstance().IsValidNumber(PhoneNumberUtil.GetInstance().Parse(msisdn.Value, null));
        }
        catch (NumberParseException)
        {
            return false;
        }
    }

    // libphonenumber is only used for national numbers, for trunk prefixes, and if a subaccount wants it: it calls numbers of the
    // published examples impossible.
    private static Msisdn? Number(RequestedUser user, out Problem? problem)
    {
        problem = null;
        if (user.Msisdn!.TrimEnd().EndsWith(".0", StringComparison.Ordinal))
        {
            problem = DecimalMsisdn("user.msisdn");
            return null;
        }
        if (Msisdn.TryParse(IsGuessed(user) ? $"+{user.Msisdn!.Trim()}" : user.Msisdn, out var msisdn))
        {
            if (TrunkPrefix.In(msisdn, user.Msisdn) is not { } prefix)
                return msisdn;
            problem = TrunkPrefixInMsisdn("user.msisdn", prefix);
            return null;
        }
        if (!string.IsNullOrWhiteSpace(user.Country) && !user.Msisdn!.Contains('+', StringComparison.Ordinal))
        {
            var country = user.Country.Trim().ToUpperInvariant();
            if (!PhoneNumberUtil.GetInstance().GetSupportedRegions().Contains(country))
            {
                problem = InvalidCountry();
                return null;
            }
            try
            {
                var number = PhoneNumberUtil.GetInstance().Parse(user.Msisdn, country);
                if (Msisdn.TryParse(PhoneNumberUtil.GetInstance().Format(number, PhoneNumberFormat.E164), out msisdn))
                    return msisdn;
            }
            catch (NumberParseException)
            {
                // It is no number of that country; the response below says so.
            }
        }
        problem = InvalidMsisdn("user.msisdn");
        return null;
    }
}
