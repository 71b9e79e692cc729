using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;

namespace FallbackOrchestrator.WebConsole;

/// <summary>
/// The session cookie of the console. It contains the keys with which somebody signed in, encrypted (ASP.NET Core Data Protection); scripts
/// cannot read it, and other sites cannot send it with their forms. It opens nothing but the console: the API takes keys only.
/// </summary>
internal static class ConsoleCookie
{
    /// <summary>The authentication scheme.</summary>
    public const string Scheme = "Console";

    private const string KeyClaim = "key";
    private const string AdminKeyClaim = "admin-key";
    private const string SessionClaim = "session";
    private const string EndClaim = "end";

    // A working day. Whoever leaves the browser open is signed out overnight.
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    public static IServiceCollection AddConsoleCookie(this IServiceCollection services)
    {
        services.AddAuthentication().AddCookie(Scheme, cookie =>
        {
            cookie.Cookie.Name = "fallback-console";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax; // A shared link opens the page; a form of another site does not.
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = Lifetime;
            cookie.SlidingExpiration = false;
        });
        services.AddAntiforgery(forms => forms.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);
        return services;
    }

    /// <summary>Signs a browser in with the keys; one that is null is left out. It is a new session, whatever was before.</summary>
    public static Task SignInAsync(HttpContext http, ConsoleKeys keys)
    {
        var end = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() + Lifetime;
        var claims = new List<Claim>(4)
        {
            new(SessionClaim, Convert.ToHexString(RandomNumberGenerator.GetBytes(16))),
            new(EndClaim, end.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        };
        if (keys.Key is { } key)
            claims.Add(new Claim(KeyClaim, key));
        if (keys.AdminKey is { } adminKey)
            claims.Add(new Claim(AdminKeyClaim, adminKey));
        return http.SignInAsync(Scheme, new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme)));
    }

    /// <summary>The keys of a signed-in browser.</summary>
    public static ConsoleKeys KeysOf(ClaimsPrincipal user) => new(user.FindFirstValue(KeyClaim), user.FindFirstValue(AdminKeyClaim));

    /// <summary>
    /// A random name of the session, by which the tabs of a browser notice that somebody signed in or out; empty without a session.
    /// </summary>
    public static string SessionOf(ClaimsPrincipal user) => user.FindFirstValue(SessionClaim) ?? "";

    /// <summary>The end of the session. A page that is open then is closed: the connection of a page outlives its cookie.</summary>
    public static DateTimeOffset EndOf(ClaimsPrincipal user) =>
        long.TryParse(user.FindFirstValue(EndClaim), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) : DateTimeOffset.MinValue;

    /// <summary>Reads the cookie of a request.</summary>
    public static void UseConsoleCookie(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        http.User = (await http.AuthenticateAsync(Scheme)).Principal ?? new ClaimsPrincipal();
        await next(http);
    });
}
