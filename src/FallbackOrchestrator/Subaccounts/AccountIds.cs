namespace FallbackOrchestrator.Subaccounts;

/// <summary>The published form of an account's id: a UUID with hyphens, all of them or some, or none.</summary>
internal static class AccountIds
{
    public static bool TryRead(string? text, out Guid account) =>
        Guid.TryParseExact(text?.Replace("-", "", StringComparison.Ordinal), "N", out account);
}
