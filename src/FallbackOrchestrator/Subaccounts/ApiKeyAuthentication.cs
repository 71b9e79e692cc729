using System.Security.Claims;
using System.Text.Encodings.Web;
using FallbackOrchestrator.Messages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Subaccounts;

/// <summary>
/// <c>Authorization: Bearer {key}</c>. Without a key that somebody has: 401 with code 1200. With a key that does not open the subaccount in
/// the path: 404 with code 1001, exactly as for one that does not exist.
/// </summary>
public static class ApiKeyAuthentication
{
    public const string Scheme = "Bearer";

    /// <summary>The policy of routes under <c>/subaccounts/{subAccountId}</c>.</summary>
    public const string SubaccountPolicy = "subaccount";

    /// <summary>The policy of routes under <c>/accounts/{accountId}</c>: a key of any of its subaccounts opens an account.</summary>
    public const string AccountPolicy = "account";

    public static IServiceCollection AddApiKeys(this IServiceCollection services)
    {
        services.AddAuthentication(Scheme).AddScheme<AuthenticationSchemeOptions, KeyHandler>(Scheme, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(SubaccountPolicy, policy => policy.RequireAuthenticatedUser().AddRequirements(new OpensSubaccount()))
            .AddPolicy(AccountPolicy, policy => policy.RequireAuthenticatedUser().AddRequirements(new OpensAccount()));
        services.AddSingleton<IAuthorizationHandler, OpensSubaccountHandler>();
        services.AddSingleton<IAuthorizationHandler, OpensAccountHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, Answers>();
        return services;
    }

    private sealed class KeyHandler(
        IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, SubaccountDirectory directory)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var header = Request.Headers.Authorization.ToString();
            if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
                return Task.FromResult(AuthenticateResult.NoResult());
            if (directory.Opened(header["Bearer ".Length..].Trim()) is not { } opened)
                return Task.FromResult(AuthenticateResult.NoResult()); // Receipts carry tokens of their own; that is no failure to log.
            Context.Features.Set(new OpenedSubaccounts(opened));
            var identity = new ClaimsIdentity(Scheme.Name);
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name)));
        }
    }

    private sealed record OpenedSubaccounts(IReadOnlyDictionary<SubaccountId, Subaccount> All);

    private sealed class OpensSubaccount : IAuthorizationRequirement;

    private sealed class OpensSubaccountHandler : AuthorizationHandler<OpensSubaccount>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, OpensSubaccount requirement)
        {
            if (context.Resource is HttpContext http
                && http.Features.Get<OpenedSubaccounts>() is { } opened
                && http.GetRouteValue("subAccountId") is string id
                && opened.All.TryGetValue(new SubaccountId(id), out var subaccount))
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
            // The published form of an account's id has hyphens, all of them or some, or none.
            if (context.Resource is HttpContext http
                && http.Features.Get<OpenedSubaccounts>() is { } opened
                && http.GetRouteValue("accountId") is string id
                && Guid.TryParseExact(id.Replace("-", "", StringComparison.Ordinal), "N", out var account)
                && opened.All.Values.Any(subaccount => subaccount.Account == account))
            {
                http.Features.Set(new CallingAccount(account));
                context.Succeed(requirement);
            }
            return Task.CompletedTask;
        }
    }

    private sealed class Answers : IAuthorizationMiddlewareResultHandler
    {
        public Task HandleAsync(
            RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
        {
            if (authorizeResult.Succeeded)
                return next(context);
            var problem = authorizeResult.Challenged ? Problems.Unauthorized() : Problems.IllegalSubaccount();
            return problem.ExecuteAsync(context);
        }
    }
}

/// <summary>The subaccount that a request was authorised for; a handler takes it as a parameter.</summary>
public sealed record CallingSubaccount(Subaccount Subaccount)
{
    public static ValueTask<CallingSubaccount?> BindAsync(HttpContext context) => ValueTask.FromResult(context.Features.Get<CallingSubaccount>());
}

/// <summary>The account that a request was authorised for; a handler takes it as a parameter.</summary>
public sealed record CallingAccount(Guid Id)
{
    public static ValueTask<CallingAccount?> BindAsync(HttpContext context) => ValueTask.FromResult(context.Features.Get<CallingAccount>());
}
