using System.Collections.Concurrent;
using System.Globalization;
using FallbackOrchestrator.Subaccounts;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace FallbackOrchestrator.Hosting;

/// <summary>Counts the requests of keys and subaccounts, and rejects those above the limit. Only authorised requests are counted.</summary>
internal sealed class RateLimits(IOptions<RateLimitOptions> options, TimeProvider time)
{
    // The form of draft-ietf-httpapi-ratelimit-headers-06: three numbers; the last one is in seconds.
    private const string LimitHeader = "RateLimit-Limit";
    private const string RemainingHeader = "RateLimit-Remaining";
    private const string ResetHeader = "RateLimit-Reset";

    private readonly ConcurrentDictionary<string, Meter> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Meter> _subaccounts = new(StringComparer.Ordinal);
    private readonly StringValues _usual = Text(options.Value.RequestsPerSecond);

    /// <summary>Counts a request; returns 429 if it is one too many.</summary>
    public Task CountAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<ApiKey>() is not { } key)
            return next(http);
        var now = time.GetTimestamp();
        var tightest = _keys.GetOrAdd(key.Id, NewMeter).Take(now, options.Value.RequestsPerSecondOfKey, time.TimestampFrequency);
        if (tightest.IsTaken && http.Features.Get<CallingSubaccount>()?.Subaccount is { } subaccount)
        {
            var own = _subaccounts.GetOrAdd(subaccount.Id.Value, NewMeter)
                .Take(now, subaccount.RequestsPerSecond ?? options.Value.RequestsPerSecond, time.TimestampFrequency);
            if (!own.IsTaken || own.Remaining < tightest.Remaining)
                tightest = own;
        }
        var headers = http.Response.Headers;
        headers[LimitHeader] = tightest.Limit == options.Value.RequestsPerSecond ? _usual : Text(tightest.Limit);
        headers[RemainingHeader] = Text(tightest.Remaining);
        headers[ResetHeader] = "1"; // After at most a second the whole limit is available again.
        return tightest.IsTaken ? next(http) : Problems.QuotaExceeded(1).ExecuteAsync(http);
    }

    private static Meter NewMeter(string id) => new();

    private static StringValues Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The result of counting one request.</summary>
    private readonly record struct Count(bool IsTaken, int Limit, int Remaining);

    /// <summary>
    /// A leaky bucket without a lock (the generic cell rate algorithm). One number is the time until which the admitted requests keep the
    /// caller busy at its rate; it may be up to a second ahead.
    /// </summary>
    private sealed class Meter
    {
        private long _busyUntil;

        public Count Take(long now, int perSecond, long second)
        {
            while (true)
            {
                var before = Volatile.Read(ref _busyUntil);
                var from = Math.Max(before, now);
                // In units of a second divided by the rate, so that the rate need not divide the clock's frequency.
                var used = (Int128)(from - now) * perSecond;
                var left = ((Int128)second * perSecond) - used;
                if (left < second)
                    return new Count(false, perSecond, 0);
                var after = from + Math.Max(1, second / perSecond);
                if (Interlocked.CompareExchange(ref _busyUntil, after, before) == before)
                    return new Count(true, perSecond, (int)((left - second) / second));
            }
        }
    }
}
