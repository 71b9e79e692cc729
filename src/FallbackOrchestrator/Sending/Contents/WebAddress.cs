namespace FallbackOrchestrator.Sending.Contents;

/// <summary>Addresses as customers write them.</summary>
internal static class WebAddress
{
    /// <summary>
    /// An absolute http or https address. One without a scheme, as in 8x8's samples, is read as https. Null if it is neither.
    /// </summary>
    public static Uri? Read(string? text)
    {
        var address = text?.Trim();
        if (string.IsNullOrEmpty(address) || address.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
            return null;
        var whole = address.Contains("://", StringComparison.Ordinal) ? address : $"https://{address}";
        return Uri.TryCreate(whole, UriKind.Absolute, out var uri) && IsWeb(uri)
            && (whole == address || uri.Host.Contains('.', StringComparison.Ordinal))
            ? uri
            : null;
    }

    // A user name in an address would be a password in our logs, or a trick.
    private static bool IsWeb(Uri uri) => uri.Scheme is "https" or "http" && uri.Host.Length > 0 && uri.UserInfo.Length == 0;
}
