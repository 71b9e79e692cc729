namespace FallbackOrchestrator.Subaccounts;

/// <summary>The rules for secrets of channel accounts; they are those of the configuration.</summary>
/// <param name="WhyNot">
/// Says why a secret must not be used, given the secret and its least length; null if it may.
/// </param>
internal sealed record SecretRules(Func<string, int, string?> WhyNot);
