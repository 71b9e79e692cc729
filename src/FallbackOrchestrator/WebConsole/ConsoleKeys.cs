namespace FallbackOrchestrator.WebConsole;

/// <summary>The keys of a session: a customer's, an operator's, or both.</summary>
/// <param name="Key">An API key of a customer.</param>
/// <param name="AdminKey">A key of the management API.</param>
internal sealed record ConsoleKeys(string? Key, string? AdminKey);
