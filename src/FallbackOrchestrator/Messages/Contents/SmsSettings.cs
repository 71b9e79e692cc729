namespace FallbackOrchestrator.Messages.Contents;

/// <summary>How an SMS is to be sent.</summary>
/// <param name="Encoding">The alphabet.</param>
/// <param name="Source">The sender ID that the handset shows; the account's own where it is missing.</param>
public sealed record SmsSettings(SmsEncoding Encoding, string? Source)
{
    private const int LongestName = 11;

    /// <summary>
    /// What is odd about the sender ID, if something is: 8x8's pages contradict one another on what it may hold, and operators replace it
    /// at will, so it is said and not refused.
    /// </summary>
    public string? OddSource()
    {
        if (Source is null || Source.TrimStart('+').All(char.IsAsciiDigit))
            return null;
        if (!Source.All(c => char.IsAsciiLetterOrDigit(c) || c == ' '))
            return "holds more than letters, digits and spaces: operators may replace it";
        return Source.Length > LongestName ? $"is a name of more than {LongestName} characters: operators may cut or replace it" : null;
    }
}
