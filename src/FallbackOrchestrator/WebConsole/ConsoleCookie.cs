using System.Security.Claims;
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
        return services;
    }

    /// <summary>Signs a browser in with the keys; one that is null is left out.</summary>
    public static Task SignInAsync(HttpContext http, ConsoleKeys keys)
    {
        var claims = new List<Claim>(2);
        if (keys.Key is { } key)
            claims.Add(new Claim(KeyClaim, key));
        if (keys.AdminKey is { } adminKey)
            claims.Add(new Claim(AdminKeyClaim, adminKey));
        return http.SignInAsync(Scheme, new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme)));
    }

    /// <summary>The keys of a signed-in browser.</summary>
    public static ConsoleKeys KeysOf(ClaimsPrincipal user) => new(user.FindFirstValue(KeyClaim), user.FindFirstValue(AdminKeyClaim));

    /// <summary>Reads the cookie of a request.</summary>
    public static void UseConsoleCookie(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        http.User = (await http.AuthenticateAsync(Scheme)).Principal ?? new ClaimsPrincipal();
        await next(http);
    });
}
