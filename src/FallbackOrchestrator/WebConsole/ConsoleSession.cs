using FallbackOrchestrator.Subaccounts;
using Microsoft.AspNetCore.Components.Authorization;

namespace FallbackOrchestrator.WebConsole;

/// <summary>
/// The person at the console: their keys, and what these open now. A key that was revoked since the sign-in opens nothing any more. One
/// object for each open page.
/// </summary>
internal sealed class ConsoleSession(AuthenticationStateProvider state, SubaccountDirectory directory, TimeProvider time)
{
    private DateTimeOffset _end;

    /// <summary>Is raised when a page notices that its session has ended; on any thread.</summary>
    public event Action? Ended;

    /// <summary>The keys of the sign-in.</summary>
    public ConsoleKeys Keys { get; private set; } = new(null, null);

    /// <summary>True if the time of the session is over.</summary>
    public bool IsOver => time.GetUtcNow() >= _end;

    /// <summary>True if the customer's or the admin key is valid now.</summary>
    public bool IsSignedIn => Key is not null || IsAdmin;

    /// <summary>True if the session has a valid admin key.</summary>
    public bool IsAdmin => !IsOver && Keys.AreOfAdmin(directory);

    /// <summary>The customer's key; null if there is none, or if it is not valid any more.</summary>
    public ApiKey? Key => IsOver ? null : Keys.Find(directory);

    /// <summary>The subaccounts that the customer's key opens, in the order of their ids.</summary>
    public IReadOnlyList<string> Subaccounts =>
        Key is { } key ? [.. key.Subaccounts.Keys.Select(id => id.Value).Order(StringComparer.Ordinal)] : [];

    /// <summary>True if the customer's key has a scope.</summary>
    public bool May(Scopes scope) => Key?.Scopes.HasFlag(scope) == true;

    /// <summary>Reads the keys of the browser.</summary>
    public async Task OpenAsync()
    {
        var user = (await state.GetAuthenticationStateAsync()).User;
        (Keys, _end) = (ConsoleCookie.KeysOf(user), ConsoleCookie.EndOf(user));
    }

    /// <summary>Closes the page if the session has ended, or all its keys were revoked.</summary>
    public void CloseIfEnded()
    {
        if (!IsSignedIn)
            Ended?.Invoke();
    }
}
