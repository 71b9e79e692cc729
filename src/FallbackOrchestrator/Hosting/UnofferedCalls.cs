namespace FallbackOrchestrator.Hosting;

/// <summary>
/// The calls that 8x8 publishes and this service does not offer. The response says so, so that nobody looks for a mistyped path
/// or for a missing message.
/// </summary>
internal static class UnofferedCalls
{
    private const string Anything = "*";
    private const string Rest = "**";

    private static readonly string[][] Paths =
    [
        .. new[]
        {
            "api/v1/subaccounts/*/events",
            "api/v1/subaccounts/*/files/**",
            "api/v1/subaccounts/*/messages/exports/**",
            "api/v1/accounts/*/channels/**",
            "api/v1/accounts/*/usage/**",
            "api/v1/whatsapp/**",
            "files/**",
            // Legacy paths.
            "chatapps/v1/**",
            "ipm/v1/**",
        }.Select(path => path.Split('/')),
    ];

    /// <summary>True if a path is one of them.</summary>
    public static bool Include(PathString path)
    {
        var parts = (path.Value ?? "").Trim('/').Split('/');
        return Paths.Any(known => Matches(known, parts));
    }

    private static bool Matches(string[] known, string[] parts)
    {
        for (var i = 0; i < known.Length; i++)
        {
            if (known[i] == Rest)
                return true;
            if (i == parts.Length || (known[i] != Anything && !known[i].Equals(parts[i], StringComparison.OrdinalIgnoreCase)))
                return false;
        }
        return known.Length == parts.Length;
    }
}
