using System.Globalization;
using System.Text.RegularExpressions;

namespace FallbackOrchestrator.Hosting.Settings;

/// <summary>
/// Checks whether the text of a setting can be read as its type. The configuration binder's own message names neither the form nor the
/// correction.
/// </summary>
internal static partial class SettingValue
{
    /// <summary>The reason why the text cannot be read; null if it can.</summary>
    public static string? WhyNot(Type type, string text)
    {
        var known = Nullable.GetUnderlyingType(type) ?? type;
        if (known == typeof(int))
            return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
                ? null : $"'{text}' is not a whole number";
        if (known == typeof(bool))
            return bool.TryParse(text, out _) ? null : $"'{text}' is neither true nor false";
        if (known == typeof(TimeSpan))
            return WhyNoDuration(text);
        if (known == typeof(Uri))
            return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                ? null : $"'{text}' is not an absolute http or https address";
        if (known.IsEnum)
        {
            return Enum.GetNames(known).Contains(text.Trim(), StringComparer.OrdinalIgnoreCase)
                ? null
                : $"'{text}' is none of {string.Join(", ", Enum.GetNames(known).Select(name => name.ToLowerInvariant()))}";
        }
        return null;
    }

    // TimeSpan reads 30 as thirty days and 24:00:00 as twenty-four days, which nobody means.
    private static string? WhyNoDuration(string text)
    {
        if (Duration().Match(text.Trim()) is not { Success: true } match)
            return $"'{text}' is not a duration; write hours, minutes and seconds, such as 00:00:30";
        return int.Parse(match.Groups["hours"].Value, CultureInfo.InvariantCulture) > 23
            ? $"'{text}' is not a duration: hours go up to 23; write days before a dot, such as 2.00:00:00"
            : null;
    }

    [GeneratedRegex(@"\A([0-9]{1,5}\.)?(?<hours>[0-9]{1,5}):[0-5]?[0-9]:[0-5]?[0-9](\.[0-9]{1,7})?\z")]
    private static partial Regex Duration();
}
