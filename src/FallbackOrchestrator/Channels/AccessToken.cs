namespace FallbackOrchestrator.Channels;

/// <summary>An access token that a provider issued.</summary>
/// <param name="Grant">How it was got.</param>
/// <param name="Value">The token. Secret.</param>
/// <param name="IssuedAt">The time just before it was asked for.</param>
public sealed record AccessToken(AccessTokenGrant Grant, string Value, DateTimeOffset IssuedAt)
{
    // Clocks differ, and a provider may need a moment until all of its servers know a token.
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(1);

    /// <summary>
    /// True if it was issued so long ago that it may have ended or been revoked since. A provider that refuses a younger one refuses the
    /// credentials.
    /// </summary>
    public bool MayHaveEnded(DateTimeOffset now) => now - IssuedAt >= Young;

    /// <summary>Adds it to a request.</summary>
    public void AddTo(HttpRequestMessage request) => Grant.Attach(request, Value);

    /// <summary>Hidden: it is a secret.</summary>
    public override string ToString() => "***";
}
