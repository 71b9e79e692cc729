using System.Security.Claims;
using System.Text.Encodings.Web;
using FallbackOrchestrator.Messages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Subaccounts;

/// <summary>
/// <c>Authorization: Bearer {key}</c>. Without a known key the response is 401 with code 1200, and says what is wrong with the header. If
/// the key does not open the subaccount or account in the path, it is 404 with code 1001, exactly as if that did not exist. If the key does
/// not have the route's scope, it is 403 with 1201.
/// </summary>
public static class ApiKeyAuthentication
{
    public const string Scheme = "Bearer";

    private const string Form = $"Authorization: {Scheme} <API key>";

    /// <summary>The policy of routes under <c>/subaccounts/{subAccountId}</c>.</summary>
    public const string SubaccountPolicy = "subaccount";

    /// <summary>The policy of routes under <c>/accounts/{accountId}</c>: a key of any of its subaccounts opens an account.</summary>
    public const string AccountPolicy = "account";

    /// <summary>The policy of the management API: a configured admin key.</summary>
    public const string AdminPolicy = "admin";

    public static IServiceCollection AddApiKeys(this IServiceCollection services)
    {
        services.AddAuthentication(Scheme).AddScheme<AuthenticationSchemeOptions, KeyHandler>(Scheme, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(SubaccountPolicy, policy => policy.RequireAuthenticatedUser().AddRequirements(new OpensSubaccount()))
            .AddPolicy(AccountPolicy, policy => policy.RequireAuthenticatedUser().AddRequirements(new OpensAccount()))
            .AddPolicy(AdminPolicy, policy => policy.RequireAuthenticatedUser().AddRequirements(new IsAdmin()));
        services.AddSingleton<IAuthorizationHandler, OpensSubaccountHandler>();
        services.AddSingleton<IAuthorizationHandler, OpensAccountHandler>();
        services.AddSingleton<IAuthorizationHandler, IsAdminHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AuthorizationResponses>();
        services.AddOptions<FailedAuthenticationOptions>().BindConfiguration(FailedAuthenticationOptions.Section);
        services.AddSingleton<FailedAuthentications>();
        return services;
    }

    /// <summary>Opens routes to keys of the subaccount in their path.</summary>
    /// <param name="routes">The routes.</param>
    /// <param name="scope">The scope that the key needs; <see cref="Scopes.None"/> accepts any key of the subaccount.</param>
    public static T ForSubaccount<T>(this T routes, Scopes scope) where T : IEndpointConventionBuilder =>
        routes.RequireAuthorization(SubaccountPolicy).WithMetadata(new RequiredScope(scope));

    /// <summary>Opens routes to keys of the account in their path.</summary>
    /// <param name="routes">The routes.</param>
    /// <param name="scope">The scope that the key needs.</param>
    public static T ForAccount<T>(this T routes, Scopes scope) where T : IEndpointConventionBuilder =>
        routes.RequireAuthorization(AccountPolicy).WithMetadata(new RequiredScope(scope));

    /// <summary>Opens routes to admin keys only.</summary>
    public static T ForAdmin<T>(this T routes) where T : IEndpointConventionBuilder => routes.RequireAuthorization(AdminPolicy);

    private sealed class KeyHandler(
        IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, SubaccountDirectory directory)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        // The caller's identity is stored in a feature; the framework only needs to know that there is one. The protection of forms against
        // forgery wants a name.
        private static readonly Task<AuthenticateResult> Somebody = Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(
            new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "key")], ApiKeyAuthentication.Scheme)),
            ApiKeyAuthentication.Scheme)));

        // Receipts carry tokens of their providers; that is no failure to log.
        private static readonly Task<AuthenticateResult> Nobody = Task.FromResult(AuthenticateResult.NoResult());

        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            const string Bearer = "Bearer ";
            var header = Request.Headers.Authorization.ToString();
            if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
                return Nobody;
            var given = header.AsSpan(Bearer.Length).Trim();
            if (directory.TryFind(given, out var key))
                Context.Features.Set(key);
            else if (directory.IsAdmin(given))
                Context.Features.Set(Admin.Itself);
            else
            {
                Context.Features.Set(WrongKey.Given);
                return Nobody;
            }
            return Somebody;
        }
    }

    private sealed class Admin
    {
        public static readonly Admin Itself = new();
    }

    private sealed class WrongKey
    {
        public static readonly WrongKey Given = new();
    }

    /// <summary>The response, unless it is that the path names nothing of the caller's.</summary>
    private sealed record Refusal(Problem Problem);

    private static bool Allows(HttpContext http, ApiKey key)
    {
        var needed = http.GetEndpoint()?.Metadata.GetMetadata<RequiredScope>()?.Scope ?? Scopes.All;
        if (key.Scopes.HasFlag(needed))
            return true;
        http.Features.Set(new Refusal(Problems.ScopeMissing(string.Join(", ", ScopeNames.Of(needed)))));
        return false;
    }

    private sealed class OpensSubaccount : IAuthorizationRequirement;

    private sealed class OpensSubaccountHandler : AuthorizationHandler<OpensSubaccount>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, OpensSubaccount requirement)
        {
            if (context.Resource is HttpContext http
                && http.Features.Get<ApiKey>() is { } key
                && http.GetRouteValue("subAccountId") is string id
                && key.Subaccounts.TryGetValue(new SubaccountId(id), out var subaccount)
                && Allows(http, key))
            {
                http.Features.Set(new CallingSubaccount(subaccount));
                context.Succeed(requirement);
            }
            return Task.CompletedTask;
        }
    }

    private sealed class OpensAccount : IAuthorizationRequirement;

    private sealed class OpensAccountHandler : AuthorizationHandler<OpensAccount>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, OpensAccount requirement)
        {
            if (context.Resource is not HttpContext http)
                return Task.CompletedTask;
            if (http.Features.Get<ApiKey>() is not { } key
                || http.GetRouteValue("accountId") is not string id
                || !CustomerAccountId.TryParse(id, out var account)
                || key.Account != account)
            {
                http.Features.Set(new Refusal(Problems.IllegalAccount()));
            }
            else if (Allows(http, key))
            {
                http.Features.Set(new CallingAccount(account));
                context.Succeed(requirement);
            }
            return Task.CompletedTask;
        }
    }

    private sealed class IsAdmin : IAuthorizationRequirement;

    private sealed class IsAdminHandler : AuthorizationHandler<IsAdmin>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, IsAdmin requirement)
        {
            if (context.Resource is not HttpContext http)
                return Task.CompletedTask;
            if (http.Features.Get<Admin>() is not null)
                context.Succeed(requirement);
            else
                http.Features.Set(new Refusal(Problems.AdminKeyNeeded()));
            return Task.CompletedTask;
        }
    }

    private sealed class AuthorizationResponses(FailedAuthentications wrongKeys) : IAuthorizationMiddlewareResultHandler
    {
        public Task HandleAsync(
            RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
        {
            if (authorizeResult.Succeeded)
                return next(context);
            var problem = authorizeResult.Challenged
                ? Challenge(context)
                : context.Features.Get<Refusal>()?.Problem ?? Problems.IllegalSubaccount();
            return problem.ExecuteAsync(context);
        }

        // A request without a key is no attempt to guess one. The header names an error only if a key was sent (RFC 6750).
        private Problem Challenge(HttpContext context)
        {
            var isWrongKey = context.Features.Get<WrongKey>() is not null;
            if (isWrongKey && wrongKeys.Count(context, "keys") is { } seconds)
                return Problems.TooManyWrongKeys(seconds);
            context.Response.Headers.WWWAuthenticate = isWrongKey ? $"{Scheme} error=\"invalid_token\"" : Scheme;
            return Problems.Unauthorized(
                isWrongKey ? "this API key is not known; it may be mistyped, revoked or expired, or belong to another installation"
                : context.Request.Headers.Authorization.Count == 0 ? $"the header Authorization is missing; send {Form}"
                : $"the header Authorization names no API key in the form that is expected; send {Form}");
        }
    }
}

/// <summary>The scope that a key needs for a route.</summary>
public sealed record RequiredScope(Scopes Scope);
