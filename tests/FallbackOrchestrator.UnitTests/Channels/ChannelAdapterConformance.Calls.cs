using System.Globalization;
using System.Net;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.UnitTests.Structure;
using FallbackOrchestrator.UnitTests.Support;
using Microsoft.Extensions.Time.Testing;

namespace FallbackOrchestrator.UnitTests.Channels;

/// <summary>Calls, through the real <see cref="ProviderCall"/>, to a server on loopback.</summary>
public abstract partial class ChannelAdapterConformance
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private readonly FakeTimeProvider _time = new(A.Time);

    private bool RespondsWithId => Adapter().Traits.RespondsWithId;

    private async Task<CallResult> CallAsync(Uri address, Handover? handover = null)
    {
        using var http = StubProvider.Client(IssuedToken is { } token ? new TokenIssuer(token) : null);
        return await new ProviderCall(http, new AccessTokens(_time), _time)
            .SendAsync(Adapter(() => address), handover ?? Handover, Patience, TestContext.Current.CancellationToken);
    }

    private async Task<CallResult> ResultOfAsync(int status, string body, string? retryAfter = null)
    {
        await using var provider = await StubProvider.RespondingAsync(status, body, retryAfter);
        return await CallAsync(provider.Address);
    }

    [Fact]
    public async Task The_call_has_our_reference_and_the_response_has_the_providers_id()
    {
        var (status, body) = Accepting("provider-id-1");
        await using var provider = await StubProvider.RespondingAsync(status, body);

        var result = await CallAsync(provider.Address);

        result.Should().BeOfType<CallResult.Accepted>().Which.ProviderId.Should().Be(RespondsWithId ? "provider-id-1" : null);
        var asked = provider.Requests.Should().ContainSingle().Subject;
        $"{asked.Target}\n{asked.Headers}\n{asked.Body}".Should().Contain(OwnId(A.Reference) ?? ReferenceInCalls);
        asked.Length.Should().NotBeNull("some providers refuse a chunked body");
    }

    [Theory]
    [InlineData(429, ErrorClass.Throttled)]
    [InlineData(503, ErrorClass.Unavailable)]
    public async Task A_rejection_before_processing_is_deferred_for_the_time_that_the_provider_names(int status, ErrorClass why)
    {
        var deferred = (await ResultOfAsync(status, "", "17")).Should().BeOfType<CallResult.Deferred>().Subject;

        deferred.Error.Class.Should().Be(why);
        deferred.RetryAfter.Should().Be(TimeSpan.FromSeconds(17));
    }

    [Fact]
    public async Task A_Retry_After_with_a_date_is_understood()
    {
        var at = A.Time.AddMinutes(2).ToString("R", CultureInfo.InvariantCulture);

        var result = await ResultOfAsync(429, "", at);

        result.Should().BeOfType<CallResult.Deferred>().Which.RetryAfter.Should().Be(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task A_refused_connection_is_deferred()
    {
        var result = await CallAsync(StubProvider.Nobody());

        result.Should().BeOfType<CallResult.Deferred>().Which.Error.Class.Should().Be(ErrorClass.Unavailable);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    [InlineData(529)]
    public async Task A_response_that_may_follow_a_delivery_is_unknown(int status) =>
        (await ResultOfAsync(status, "<html>oops</html>")).Should().BeOfType<CallResult.Unknown>();

    [Theory]
    [InlineData(401, ErrorClass.Configuration)]
    [InlineData(403, ErrorClass.Configuration)]
    [InlineData(400, ErrorClass.BadRequest)]
    public async Task A_refusal_without_a_code_is_judged_by_its_status(int status, ErrorClass why) =>
        (await ResultOfAsync(status, "<html>no</html>")).Should().BeOfType<CallResult.Rejected>().Which.Error.Class.Should().Be(why);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"ok\"")]
    [InlineData("<html>welcome</html>")]
    public async Task A_success_without_an_id_is_unknown(string body)
    {
        Assert.SkipWhen(Accepts(body), "this is how the provider accepts");
        (await ResultOfAsync((int)HttpStatusCode.OK, body)).Should().BeOfType<CallResult.Unknown>();
    }

    [Fact]
    public async Task A_success_with_an_empty_id_is_unknown()
    {
        Assert.SkipUnless(RespondsWithId, "this provider's response has no id");
        var (status, body) = Accepting("");

        (await ResultOfAsync(status, body)).Should().BeOfType<CallResult.Unknown>();
    }

    [Fact]
    public async Task No_response_in_time_is_unknown()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await StubProvider.StartAsync(async context =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });

        var call = CallAsync(provider.Address);
        await arrived.Task;
        _time.Advance(Patience);

        (await call).Should().Be(new CallResult.Unknown("no response in time"));
    }

    [Fact]
    public async Task A_connection_that_breaks_after_the_request_is_unknown_and_the_request_is_not_repeated()
    {
        await using var provider = await StubProvider.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        (await CallAsync(provider.Address)).Should().BeOfType<CallResult.Unknown>();
        provider.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task L5_A_lifetime_that_the_provider_takes_is_in_the_call_and_a_shorter_one_is_not()
    {
        var adapter = Adapter();
        var shortest = adapter.Traits.ShortestLifetime;
        var without = await Requests.WrittenAsync(adapter, Handover);

        (await WithLifetimeAsync((shortest ?? TimeSpan.FromHours(1)) - TimeSpan.FromMilliseconds(1))).Should().Be(without);
        ((await WithLifetimeAsync(shortest ?? TimeSpan.FromHours(1))) != without).Should().Be(shortest is not null);
        ((await WithLifetimeAsync(TimeSpan.FromDays(400))) != without).Should().Be(shortest is not null, "a longer one is the longest");

        Task<string> WithLifetimeAsync(TimeSpan lifetime) =>
            Requests.WrittenAsync(adapter, Handover with { Lifetime = lifetime });
    }

    [Fact]
    public void The_page_about_double_deliveries_says_what_the_provider_can_do()
    {
        var traits = Adapter().Traits;
        bool[] cells =
            [traits.ShortestLifetime is not null, traits.SupportsRecall, traits.SupportsStatusQuery, traits.SupportsIdempotencyKey];
        var row = $"| {Channel} | {Provider.Name} | {string.Join(" | ", cells.Select(can => can ? "yes" : "no"))} |";

        Repository.Read("docs/double-delivery.md").Should().Contain(row);
    }

    [Fact]
    public async Task A_call_that_cannot_be_written_is_broken_and_nothing_is_sent()
    {
        await using var provider = await StubProvider.RespondingAsync(200, "");

        var result = await CallAsync(provider.Address, Handover with { Recipient = new Recipient(Msisdn: null) });

        result.Should().BeOfType<CallResult.Broken>();
        provider.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task A_rejection_that_quotes_us_is_stored_without_the_quotes()
    {
        var reason = $"Cannot send '{Words}' to {A.Number} (+44 7700 900-123) with {string.Join(" and ", Secrets)}";
        var (status, body) = Refusing(reason);

        var result = await ResultOfAsync(status, body);

        var error = result.Should().BeOfType<CallResult.Rejected>().Subject.Error;
        error.Text.Should().StartWith("Cannot send");
        NothingPrivateIn(error.ToString());
        error.Text.Should().NotContain(Words);
    }

    [Fact]
    public void No_response_makes_the_adapter_throw()
    {
        var adapter = Adapter();
        foreach (var status in (int[])[200, 201, 202, 204, 302, 400, 401, 404, 422, 429, 500, 503])
        {
            foreach (var body in Garbage.Where(body => !Accepts(System.Text.Encoding.UTF8.GetString(body))))
            {
                var read = () => adapter.ReadResponse(new ProviderResponse(status, body, RetryAfter: null));
                read.Should().NotThrow().Which.Should().NotBeOfType<CallResult.Accepted>();
            }
        }
    }

    private void NothingPrivateIn(string text)
    {
        text.Should().NotContain("7700900123").And.NotContain("900-123");
        foreach (var secret in Secrets)
            text.Should().NotContain(secret);
    }
}
