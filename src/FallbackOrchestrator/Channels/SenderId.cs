using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>
/// Sender IDs of SMS as providers want them. A number is written in several ways; names and short codes stay as they are.
/// </summary>
internal static class SenderId
{
    // Short codes have 3 to 7 digits; a number with its country code has more.
    private const int ShortestNumber = 8;

    private const string Separators = " -.()";

    /// <summary>The sender without a leading + or 00, if it is a number.</summary>
    public static string WithoutPlus(string sender) => DigitsOf(sender.Trim()) ?? sender;

    /// <summary>The sender with its +, if it is a number.</summary>
    public static string WithPlus(string sender) => DigitsOf(sender.Trim()) is { } digits ? $"+{digits}" : sender;

    private static string? DigitsOf(string sender)
    {
        if (sender.StartsWith('+'))
        {
            var digits = string.Concat(sender.Skip(1).Where(c => !Separators.Contains(c, StringComparison.Ordinal)));
            return IsNumber(digits, least: 1) ? digits : null;
        }
        if (sender.StartsWith("00", StringComparison.Ordinal))
            return IsNumber(sender[2..], ShortestNumber) ? sender[2..] : null;
        return IsNumber(sender, ShortestNumber) ? sender : null;
    }

    // A number with its country code never begins with 0.
    private static bool IsNumber(string text, int least) => text.Length >= least && text[0] != '0' && text.All(char.IsAsciiDigit);

    /// <summary>
    /// True if an inbound message is for another number than an account's sender. Only numbers can be compared: a name or a service as a
    /// sender gets its messages under some number.
    /// </summary>
    public static bool AreOtherNumbers(string? sender, string? to) =>
        Msisdn.TryParse(WithPlus(sender?.Trim() ?? ""), out var ours) && Msisdn.TryParse(WithPlus(to?.Trim() ?? ""), out var theirs)
        && ours != theirs;
}
