using FallbackOrchestrator.Subaccounts;

namespace FallbackOrchestrator.WebConsole;

/// <summary>The keys of a session: a customer's, an operator's, or both.</summary>
/// <param name="Key">An API key of a customer.</param>
/// <param name="AdminKey">A key of the management API.</param>
internal sealed record ConsoleKeys(string? Key, string? AdminKey)
{
    /// <summary>The customer's key as it is known now; null if there is none, or if it is not valid any more.</summary>
    public ApiKey? Find(SubaccountDirectory directory) => Key is { } key && directory.TryFind(key, out var found) ? found : null;

    /// <summary>True if the admin key is valid now.</summary>
    public bool AreOfAdmin(SubaccountDirectory directory) => AdminKey is { } key && directory.IsAdmin(key);
}
