namespace FallbackOrchestrator.Channels;

/// <summary>What a check of an account found.</summary>
/// <param name="Subject">What was checked, in a word or two, e.g. <c>credentials</c>.</param>
/// <param name="Verdict">Whether it is right.</param>
/// <param name="Text">The finding; if something is to be done, what. Never a secret, and no text of the provider.</param>
/// <param name="Setting">
/// The setting to correct, as the provider's options name it, or <c>BaseAddress</c>; null if none is wrong.
/// </param>
public sealed record AccountFinding(string Subject, AccountVerdict Verdict, string Text, string? Setting = null)
{
    /// <summary>
    /// The finding about a response that says nothing about the account: the provider is busy, or does not have the call.
    /// </summary>
    public static AccountFinding Unclear(string subject, ProviderResponse response) => new(
        subject, AccountVerdict.Unknown,
        response.Status is 429 or >= 500 ? $"the provider responded {response.Status}: try again later"
            : $"the provider responded {response.Status}, which says nothing about the account");
}
