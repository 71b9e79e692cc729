using System.Collections.Frozen;
using FallbackOrchestrator.Hosting;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Subaccounts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.UnitTests.Hosting;

/// <summary>The rate limits of customers, with a clock that the test moves.</summary>
public sealed class RateLimitsTests
{
    private readonly Clock _clock = new();

    [Fact]
    public async Task No_more_requests_a_second_than_the_limit_are_admitted()
    {
        var limits = Limits(perSecond: 5, ofKey: 100);

        (await ManyAsync(limits, 7, "main")).Should().Be(5);
        _clock.Advance(TimeSpan.FromMilliseconds(400));
        (await ManyAsync(limits, 7, "main")).Should().Be(2, "what is used comes back evenly");
        _clock.Advance(TimeSpan.FromHours(1));
        (await ManyAsync(limits, 20, "main")).Should().Be(5, "what was not used is not saved");
    }

    [Fact]
    public async Task Every_response_says_how_much_of_the_limit_is_left()
    {
        var limits = Limits(perSecond: 3, ofKey: 100);

        var seen = new List<string>();
        for (var i = 0; i < 4; i++)
            seen.Add(Shown(await AskAsync(limits, "main")));

        seen.Should().Equal("200 3 2 1 ", "200 3 1 1 ", "200 3 0 1 ", "429 3 0 1 1");
    }

    [Fact]
    public async Task One_subaccount_does_not_use_up_what_another_may_and_each_may_have_its_own_rate()
    {
        var limits = Limits(perSecond: 5, ofKey: 100);

        (await ManyAsync(limits, 10, "main")).Should().Be(5);
        (await ManyAsync(limits, 10, "other")).Should().Be(5);
        (await ManyAsync(limits, 10, "fast", own: 8)).Should().Be(8);
    }

    [Fact]
    public async Task A_key_has_a_rate_over_all_its_subaccounts()
    {
        var limits = Limits(perSecond: 100, ofKey: 6);

        (await ManyAsync(limits, 4, "main")).Should().Be(4);
        (await ManyAsync(limits, 4, "other")).Should().Be(2);
        (await ManyAsync(limits, 4, "other", key: "another")).Should().Be(4);
        Shown(await AskAsync(limits, "other", key: "third")).Should().Be("200 6 5 1 ", "the tighter of the two is told");
    }

    [Fact]
    public async Task Unauthorised_requests_are_not_counted()
    {
        var http = new DefaultHttpContext();

        await Limits(1, 1).CountAsync(http, _ => Task.CompletedTask);

        http.Response.Headers.Should().BeEmpty();
    }

    [Fact]
    public async Task A_rate_that_does_not_divide_the_clocks_frequency_holds_too()
    {
        var limits = Limits(perSecond: 7, ofKey: 1_000_000);
        var passed = 0;
        for (var i = 0; i < 1_000; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(10));
            passed += await ManyAsync(limits, 1, "main");
        }

        passed.Should().BeInRange(70, 78, "ten seconds of seven, and those of the start");
    }

    private RateLimits Limits(int perSecond, int ofKey) =>
        new(Options.Create(new RateLimitOptions { RequestsPerSecond = perSecond, RequestsPerSecondOfKey = ofKey }), _clock);

    private async Task<int> ManyAsync(RateLimits limits, int count, string subaccount, int? own = null, string key = "key")
    {
        var passed = 0;
        for (var i = 0; i < count; i++)
            passed += (await AskAsync(limits, subaccount, own, key)).Response.StatusCode == 200 ? 1 : 0;
        return passed;
    }

    private async Task<HttpContext> AskAsync(RateLimits limits, string subaccount, int? own = null, string key = "key")
    {
        var called = new Subaccount(new SubaccountId(subaccount), default, [], [], null, true) { RequestsPerSecond = own };
        var http = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_clock).BuildServiceProvider(),
        };
        http.Features.Set(new ApiKey(key, default, FrozenDictionary<SubaccountId, Subaccount>.Empty, Scopes.All));
        http.Features.Set(new CallingSubaccount(called));
        await limits.CountAsync(http, _ => Task.CompletedTask);
        return http;
    }

    private static string Shown(HttpContext http) => string.Join(
        ' ',
        http.Response.StatusCode, http.Response.Headers["RateLimit-Limit"], http.Response.Headers["RateLimit-Remaining"],
        http.Response.Headers["RateLimit-Reset"], http.Response.Headers.RetryAfter);

    private sealed class Clock : TimeProvider
    {
        private long _now = 1_000_000_000_000;

        public override long TimestampFrequency => 1_000_000_000;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan by) => _now += (long)(by.TotalSeconds * TimestampFrequency);
    }
}
