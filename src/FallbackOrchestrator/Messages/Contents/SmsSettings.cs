namespace FallbackOrchestrator.Messages.Contents;

/// <summary>The settings of an SMS.</summary>
/// <param name="Encoding">The alphabet.</param>
/// <param name="Source">The sender ID that the handset shows; if it is null, the account's own.</param>
public sealed record SmsSettings(SmsEncoding Encoding, string? Source)
{
    private const int LongestName = 11;

    /// <summary>
    /// A warning about the sender ID, if there is one. It is a warning and no error, because 8x8's pages contradict each other on what it
    /// may contain, and operators often replace it.
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
