using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.StatusWebhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.FunctionalTests.StatusWebhooks;

/// <summary>Calls to a customer's server over real connections, whatever it returns.</summary>
public sealed class WebhookCallTests : IAsyncLifetime
{
    private static readonly CustomerAccountId Account = new(Guid.CreateVersion7());
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly SteppedTime _time = new();
    private readonly ConcurrentQueue<(string Path, string Connection)> _connections = new();
    private CustomerServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await CustomerServer.StartAsync();

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("x\r\nContent-Length: 0\r\n\r\nPOST /collect HTTP/1.1\r\nHost: s\r\nContent-Length: 1000\r\n\r\n")]
    [InlineData("x\ny: z")]
    [InlineData("sch\u00f6n")]
    public async Task A_token_that_would_end_the_header_is_never_sent(string token)
    {
        using var connections = Connections();
        _server.Respond = (posted, http) =>
            posted.Path == "/token" ? http.Response.WriteAsJsonAsync(new { access_token = token }) : Task.CompletedTask;

        var response = await CallAsync(connections, Webhook() with
        {
            Oauth = new OauthCredentials { Url = _server.At("/token").AbsoluteUri, ClientId = "a", ClientSecret = "b",
                CredentialsLocation = "body" },
        });

        response.Result.Should().Be(WebhookResult.NoToken);
        _server.PostedTo("/token").Should().ContainSingle();
        _server.PostedTo("/hook").Should().BeEmpty();
        _server.PostedTo("/collect").Should().BeEmpty();
    }

    [Fact]
    public async Task No_connection_is_shared_between_accounts_and_one_account_keeps_its_own()
    {
        using var connections = Connections();
        _server.Respond = NoteConnection;

        foreach (var account in new[] { Account, new CustomerAccountId(Guid.CreateVersion7()), Account })
            (await CallAsync(connections, Webhook(), account)).Result.Should().Be(WebhookResult.Delivered);

        var used = _connections.Select(one => one.Connection).ToList();
        used[0].Should().Be(used[2]).And.NotBe(used[1]);
        connections.Count.Should().Be(2);
    }

    [Fact]
    public async Task Unused_pools_are_closed()
    {
        using var connections = Connections();
        for (var i = 0; i < EndpointConnections.MostIdle + 20; i++)
            await CallAsync(connections, Webhook(), new CustomerAccountId(Guid.CreateVersion7()));
        connections.Count.Should().Be(EndpointConnections.MostIdle);

        _time.Move(EndpointConnections.KeepIdle);

        await Eventually.HoldsAsync(() => Task.FromResult(connections.Count == 0));
    }

    [Theory]
    [MemberData(nameof(Responses))]
    public async Task Every_response_of_an_endpoint_can_be_stored(byte[] body)
    {
        using var connections = Connections();
        _server.Respond = async (_, http) =>
        {
            http.Response.StatusCode = 500;
            await http.Response.Body.WriteAsync(body);
        };

        var response = await CallAsync(connections, Webhook());

        response.Result.Should().Be(WebhookResult.Refused);
        response.Body!.Length.Should().BeInRange(1, 500);
        response.Body.Should().NotContain("\0");
        var encode = () => Strict.GetBytes(response.Body);
        encode.Should().NotThrow();
    }

    public static TheoryData<byte[]> Responses => new(
        Encoding.UTF8.GetBytes(new string('a', 499) + "\U0001F600"),
        Encoding.UTF8.GetBytes(new string('a', 498) + "\U0001F600 and more"),
        Encoding.UTF8.GetBytes("a\0b"),
        [0x61, 0xFF, 0xC0, 0xED, 0xA0, 0xBD],
        [.. Enumerable.Repeat((byte)0xF0, 30_000)]);

    [Fact]
    public async Task A_callers_trace_is_not_sent_on()
    {
        using var connections = Connections();
        using var caller = new Activity("Send") { TraceStateString = "of=the-caller" }.SetIdFormat(ActivityIdFormat.W3C).AddBaggage("what", "it wrote").Start();

        await CallAsync(connections, Webhook());

        _server.PostedTo("/hook").Single().Headers.Keys.Should().NotContain(
            ["traceparent", "tracestate", "baggage", "Correlation-Context", "Request-Id"]);
        Activity.Current.Should().BeSameAs(caller);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("localhost.")]
    [InlineData("127.0.0.1")]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("\uFF11\uFF12\uFF17.0.0.1")]
    public async Task Addresses_of_the_internal_network_are_not_connected(string host)
    {
        using var connections = Connections(allowPrivate: false);

        var response = await CallAsync(connections, Webhook() with { Url = new Uri($"http://{host}:{_server.Address.Port}/hook") });

        response.Result.Should().BeOneOf(WebhookResult.ForbiddenAddress, WebhookResult.Unreachable);
        Ping.Shown(response.Result).Should().Be("unreachable", "the result does not reveal which internal names exist");
        _server.PostedTo("/hook").Should().BeEmpty();
    }

    [Fact]
    public async Task A_token_endpoint_is_checked_in_the_same_way()
    {
        using var connections = Connections(allowPrivate: false);

        var response = await CallAsync(connections, Webhook() with
        {
            Url = new Uri("http://receiver.example/"),
            Oauth = new OauthCredentials { Url = _server.At("/token").AbsoluteUri, ClientId = "a", ClientSecret = "b",
                CredentialsLocation = "header" },
        });

        response.Result.Should().Be(WebhookResult.ForbiddenAddress);
        _server.PostedTo("/token").Should().BeEmpty();
    }

    [Fact]
    public async Task Pings_of_a_webhook_are_limited_and_Retry_After_names_the_next_one()
    {
        using var connections = Connections();
        var (ping, _) = NewPing(connections);
        var webhook = Webhook();

        var first = await ping.SendAsync(webhook, CancellationToken.None);
        var second = await ping.SendAsync(webhook, CancellationToken.None);
        var other = await ping.SendAsync(Webhook(), CancellationToken.None);

        first.Result.Should().BeOfType<Ok<PingResult>>();
        second.Result.Should().BeOfType<Problem>().Which.Should().Match<Problem>(problem => problem.Status == 429
            && problem.RetryAfter > 0);
        other.Result.Should().BeOfType<Ok<PingResult>>("each webhook has its own");
    }

    [Fact]
    public async Task A_ping_is_one_of_the_calls_that_an_endpoint_has_at_a_time()
    {
        using var connections = Connections();
        var (ping, lanes) = NewPing(connections);
        var webhook = Webhook();
        var (one, other) = (new Umid(Guid.CreateVersion7()), new Umid(Guid.CreateVersion7()));
        lanes.TryEnter(webhook.EndpointKey, one).Should().BeTrue();
        lanes.TryEnter(webhook.EndpointKey, other).Should().BeTrue();

        (await ping.SendAsync(webhook, CancellationToken.None)).Result.Should().BeOfType<Problem>().Which.Status.Should().Be(429);
        lanes.Running.Should().Be(2);
        _server.PostedTo("/hook").Should().BeEmpty();
    }

    private (Ping Ping, EndpointSlots Lanes) NewPing(EndpointConnections connections)
    {
        var options = Options.Create(
            new StatusWebhooksOptions { AllowHttp = true, AllowPrivateAddresses = true, PerEndpoint = 2, PingsPerMinute = 1 });
        var lanes = new EndpointSlots(options);
        return (new Ping(new WebhookCall(connections, new AccessTokens(connections, _time), _time, options), lanes, options, _time), lanes);
    }

    private Task NoteConnection(Posted posted, HttpContext http)
    {
        _connections.Enqueue((posted.Path, http.Connection.Id));
        return Task.CompletedTask;
    }

    private static StatusWebhooksOptions Settings(bool allowPrivate) => new() { AllowHttp = true, AllowPrivateAddresses = allowPrivate };

    private EndpointConnections Connections(bool allowPrivate = true) => new(Options.Create(Settings(allowPrivate)), _time);

    private Task<EndpointResponse> CallAsync(EndpointConnections connections, Webhook webhook, CustomerAccountId? account = null)
    {
        var options = Options.Create(Settings(allowPrivate: true));
        return new WebhookCall(connections, new AccessTokens(connections, _time), _time, options)
            .PostAsync(account ?? Account, Guid.CreateVersion7(), "{}", url: null, webhook, CancellationToken.None);
    }

    private Webhook Webhook() => new()
    {
        Id = Guid.CreateVersion7(),
        Account = Account,
        Subaccount = "*",
        Type = "CADR",
        Url = _server.At("/hook"),
        Format = WebhookFormat.Receipt9,
        Secret = SigningSecret.New(),
    };
}
