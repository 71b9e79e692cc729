using System.Globalization;
using System.Threading.RateLimiting;
using FallbackOrchestrator.Subaccounts;

namespace FallbackOrchestrator.Hosting;

/// <summary>
/// How fast a subaccount may call (section <c>RateLimits</c>): a fence against a runaway client, far above what one customer needs. Counted in each
/// replica.
/// </summary>
internal static class RateLimits
{
    public static void AddRateLimits(this WebApplicationBuilder builder)
    {
        var perSecond = builder.Configuration.GetValue("RateLimits:RequestsPerSecond", 20_000);
        builder.Services.AddRateLimiter(limiter =>
        {
            // Only who was authorised is counted: a stranger's names must not fill the memory.
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
                Caller(http) is { } caller
                    ? RateLimitPartition.GetTokenBucketLimiter(caller, _ => new TokenBucketRateLimiterOptions
                    {
                        TokenLimit = perSecond,
                        TokensPerPeriod = Math.Max(1, perSecond / 10),
                        ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
                        QueueLimit = 0,
                    })
                    : RateLimitPartition.GetNoLimiter(""));
            limiter.OnRejected = async (context, _) =>
            {
                var headers = context.HttpContext.Response.Headers;
                headers["RateLimit-Limit"] = perSecond.ToString(CultureInfo.InvariantCulture);
                headers["RateLimit-Remaining"] = "0";
                headers["RateLimit-Reset"] = "1";
                await Problems.QuotaExceeded().ExecuteAsync(context.HttpContext);
            };
        });
    }

    private static string? Caller(HttpContext http) =>
        http.Features.Get<CallingSubaccount>()?.Subaccount.Id.Value ?? http.Features.Get<CallingAccount>()?.Id.ToString();
}
