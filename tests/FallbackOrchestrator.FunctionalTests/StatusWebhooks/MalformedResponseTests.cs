using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.StatusWebhooks;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.FunctionalTests.StatusWebhooks;

/// <summary>
/// A customer's server that breaks HTTP, byte by byte. Only its status decides the result of the delivery.
/// </summary>
public sealed class MalformedResponseTests : IAsyncLifetime
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly SteppedTime _time = new();
    private readonly List<Task> _connections = [];
    private Func<NetworkStream, Task> _respond = _ => Task.CompletedTask;
    private Task _accepting = Task.CompletedTask;

    public ValueTask InitializeAsync()
    {
        _listener.Start();
        _accepting = AcceptAsync();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Dispose();
        await Task.WhenAll([_accepting, .. _connections]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _over.Dispose();
    }

    public static TheoryData<string, WebhookResult, int> Cut => new()
    {
        { "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nok", WebhookResult.Delivered, 200 },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzz", WebhookResult.Delivered, 200 },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", WebhookResult.Delivered, 200 },
        { "HTTP/1.1 204 No Content\r\n\r\nbody", WebhookResult.Delivered, 204 },
        { "HTTP/1.1 200 OK\r\n\r\nuntil the end", WebhookResult.Delivered, 200 },
        { "HTTP/1.0 200\r\n\r\n", WebhookResult.Delivered, 200 },
        { "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
            WebhookResult.Delivered, 200 },
        { "HTTP/1.1 410 Gone\r\nContent-Length: 100\r\n\r\n", WebhookResult.Gone, 410 },
        { "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 9\r\n\r\n", WebhookResult.Redirected, 302 },
        { "HTTP/1.1 304 Not Modified\r\n\r\n", WebhookResult.Redirected, 304 },
        { "HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n", WebhookResult.Refused, 999 },
        { "HTTP/1.1 503 Busy\r\nRetry-After: -5\r\nRetry-After: x\r\nRetry-After: 99999999999999\r\nContent-Length: 4\r\n\r\n",
            WebhookResult.Refused, 503 },
        { "HTTP/1.1 429 Slow\r\nRetry-After: Fri, 31 Dec 9999 23:59:59 GMT\r\nContent-Length: 0\r\n\r\n", WebhookResult.Refused, 429 },
        { "HTTP/1.1 500 No\r\nContent-Type: text/plain; charset=\"\u0001\r\nX: \u00ff\r\nContent-Length: 0\r\n\r\n", WebhookResult.Refused,
            500 },
    };

    [Theory]
    [MemberData(nameof(Cut))]
    public async Task A_status_counts_whatever_follows_it(string text, WebhookResult result, int status)
    {
        _respond = stream => stream.WriteAsync(Encoding.Latin1.GetBytes(text)).AsTask();

        var response = await CallAsync();

        response.Result.Should().Be(result);
        response.Status.Should().Be(status);
        RetrySchedule.PauseAfter(
            1, 0, response.RetryAfter).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1))
            .And.BeLessThanOrEqualTo(TimeSpan.FromHours(1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no HTTP at all\r\n\r\n")]
    [InlineData("HTTP/1.1 20 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX")]
    public async Task A_text_that_is_no_response_is_unreachable(string text)
    {
        _respond = stream => stream.WriteAsync(Encoding.Latin1.GetBytes(text)).AsTask();

        (await CallAsync()).Should().Match<EndpointResponse>(
            response => response.Result == WebhookResult.Unreachable && response.Status == null);
    }

    [Fact]
    public async Task Headers_have_an_end()
    {
        _respond = stream =>
            stream.WriteAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\nX: {new string('x', 100_000)}\r\n\r\n")).AsTask();

        (await CallAsync()).Result.Should().Be(WebhookResult.Unreachable);
    }

    [Fact]
    public async Task A_slow_body_holds_a_call_until_its_timeout_and_does_not_change_the_status()
    {
        _respond = async stream =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nx"u8.ToArray());
            await Task.Delay(Timeout.Infinite, _over.Token);
        };

        // Nobody can see from outside that the status was read: where the machine was too slow for it, the call has more time.
        var response = new EndpointResponse(WebhookResult.TimedOut, null, null, null, TimeSpan.Zero);
        for (var pause = TimeSpan.FromMilliseconds(50); response.Status is null && pause < TimeSpan.FromMinutes(1); pause *= 4)
        {
            var call = CallAsync();
            await Task.Delay(pause);
            _time.Move(TimeSpan.FromMinutes(1));
            response = await call;
        }

        response.Should().Match<EndpointResponse>(last => last.Result == WebhookResult.Delivered && last.Status == 200);
    }

    [Fact]
    public async Task A_compressed_body_is_not_decompressed()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(new byte[10_000_000]);
        _respond = async stream =>
        {
            await stream.WriteAsync(
                Encoding.Latin1.GetBytes($"HTTP/1.1 500 No\r\nContent-Encoding: gzip\r\nContent-Length: {packed.Length}\r\n\r\n"));
            await stream.WriteAsync(packed.ToArray());
        };

        var response = await CallAsync();

        response.Status.Should().Be(500);
        response.Body.Should().NotContain("\0");
    }

    [Fact]
    public async Task An_endless_body_costs_no_more_than_a_short_one()
    {
        _respond = async stream =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray());
            for (var i = 0; i < 80; i++)
                await stream.WriteAsync(Encoding.Latin1.GetBytes(new string('x', 64 * 1024)), _over.Token);
        };

        (await CallAsync()).Should().Match<EndpointResponse>(
            response => response.Result == WebhookResult.Delivered && response.Body!.Length == 500);
    }

    private async Task AcceptAsync()
    {
        while (true)
            _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_over.Token)));
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            var request = new StringBuilder();
            var buffer = new byte[4096];
            while (!request.ToString().EndsWith("\r\n\r\n{}", StringComparison.Ordinal))
            {
                if (await stream.ReadAsync(buffer, _over.Token) is not (> 0 and var read))
                    return;
                request.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
            await _respond(stream);
        }
    }

    private async Task<EndpointResponse> CallAsync()
    {
        var options = Options.Create(new StatusWebhooksOptions { AllowHttp = true, AllowPrivateAddresses = true });
        using var connections = new EndpointConnections(options, _time);
        var webhook = new Webhook
        {
            Id = Guid.CreateVersion7(),
            Account = new CustomerAccountId(Guid.CreateVersion7()),
            Subaccount = "*",
            Type = "CADR",
            Url = new Uri($"http://{_listener.LocalEndpoint}/hook"),
            Format = WebhookFormat.Receipt9,
            Secret = SigningSecret.New(),
        };
        return await new WebhookCall(connections, new AccessTokens(connections, _time), _time, options)
            .PostAsync(webhook.Account, Guid.CreateVersion7(), "{}", url: null, webhook, CancellationToken.None);
    }
}
