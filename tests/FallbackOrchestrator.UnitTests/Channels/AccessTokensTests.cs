using System.Net;
using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.UnitTests.Support;
using Microsoft.Extensions.Time.Testing;

namespace FallbackOrchestrator.UnitTests.Channels;

/// <summary>Access tokens: when one is asked for, for how long it is kept, and what a call is without one.</summary>
public sealed class AccessTokensTests : IDisposable
{
    private const string Issued = """{"access_token":"token-1","expires_in":3600}""";

    private readonly FakeTimeProvider _time = new(A.Time);
    private readonly AccessTokens _tokens;
    private readonly Server _server = new();

    public AccessTokensTests() => _tokens = new AccessTokens(_time);

    public void Dispose() => _server.Http.Dispose();

    private static AccessTokenGrant Grant(string credentials = "one") => new(
        credentials, "Key",
        (now, _) => new HttpRequestMessage(HttpMethod.Post, $"http://tokens.example/{credentials}?at={now.ToUnixTimeSeconds()}"),
        response => AccessTokenResponse.OfOAuth(response, new ErrorTextRedactor("the-key-itself")),
        (request, token) => request.Headers.Add("access_token", token),
        response => response.Status == 401);

    private async Task<string?> TokenAsync(AccessTokenGrant? grant = null) =>
        (await _tokens.GetAsync(_server.Http, grant ?? Grant(), CancellationToken.None)).Token?.Value;

    private Task<CallResult> CallAsync(TimeSpan? patience = null, Handover? handover = null) =>
        new ProviderCall(_server.Http, _tokens, _time).SendAsync(
            new Adapter(), handover ?? A.Handover, patience ?? TimeSpan.FromSeconds(8), CancellationToken.None);

    [Fact]
    public async Task A_token_is_kept_until_a_minute_before_its_end()
    {
        (await TokenAsync()).Should().Be("token-1");
        _time.Advance(TimeSpan.FromMinutes(59) - TimeSpan.FromTicks(1));
        (await TokenAsync()).Should().Be("token-1");
        _server.Asked.Should().Equal("/one");

        _time.Advance(TimeSpan.FromTicks(1));
        _server.Body = """{"access_token":"token-2","expires_in":"60"}""";
        (await TokenAsync()).Should().Be("token-2");
        _time.Advance(TimeSpan.FromSeconds(30));
        await TokenAsync();
        _server.Asked.Should().HaveCount(3, "a short token is kept for half of its time");
    }

    [Fact]
    public async Task Other_credentials_have_another_token()
    {
        await TokenAsync();
        _server.Body = """{"access_token":"token-2","expires_in":3600}""";

        (await TokenAsync(Grant("two"))).Should().Be("token-2");
        (await TokenAsync()).Should().Be("token-1");
    }

    [Fact]
    public async Task One_request_runs_at_a_time_and_all_wait_for_it()
    {
        var response = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Before = _ => response.Task;

        var all = Enumerable.Range(0, 20).Select(_ => TokenAsync()).ToList();
        response.SetResult();

        (await Task.WhenAll(all)).Should().AllBe("token-1");
        _server.Asked.Should().ContainSingle();
    }

    [Fact]
    public async Task Whoever_stops_waiting_does_not_stop_the_request_for_the_others()
    {
        var response = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Before = _ => response.Task;
        using var stop = new CancellationTokenSource();

        var first = _tokens.GetAsync(_server.Http, Grant(), stop.Token);
        var second = TokenAsync();
        await stop.CancelAsync();
        response.SetResult();

        await first.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        (await second).Should().Be("token-1");
    }

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        _server.Status = HttpStatusCode.InternalServerError;
        (await TokenAsync()).Should().BeNull();

        _server.Status = HttpStatusCode.OK;
        (await TokenAsync()).Should().Be("token-1");
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_grant","error_description":"Invalid JWT Signature."}""", ErrorClass.Configuration, "invalid_grant", "no access token: Invalid JWT Signature.")]
    [InlineData(401, """{"error":"invalid_client"}""", ErrorClass.Configuration, "invalid_client", "no access token: invalid_client")]
    [InlineData(403, "<html>", ErrorClass.Configuration, "403", "no access token: 403")]
    [InlineData(400, """{"error":"x","error_description":"the-key-itself is wrong"}""", ErrorClass.Configuration, "x", "no access token: … is wrong")]
    [InlineData(408, "", ErrorClass.Unavailable, "408", "no access token: 408")]
    [InlineData(429, "", ErrorClass.Unavailable, "429", "no access token: 429")]
    [InlineData(503, "", ErrorClass.Unavailable, "503", "no access token: 503")]
    [InlineData(200, "{}", ErrorClass.Unavailable, "200", "no access token: 200")]
    [InlineData(200, """{"access_token":7}""", ErrorClass.Unavailable, "200", "no access token: 200")]
    [InlineData(200, """{"access_token":"a\r\nb"}""", ErrorClass.Unavailable, "200", "no access token: 200")]
    [InlineData(302, "", ErrorClass.Unavailable, "302", "no access token: 302")]
    public async Task A_response_without_a_token_says_why(int status, string body, ErrorClass @class, string code, string text)
    {
        (_server.Status, _server.Body) = ((HttpStatusCode)status, body);

        var (_, why) = await _tokens.GetAsync(_server.Http, Grant(), CancellationToken.None);

        why!.Error.Should().Be(AttemptError.Of(@class, code, text));
    }

    [Theory]
    [InlineData("""{"access_token":"t"}""", 300)]
    [InlineData("""{"access_token":"t","expires_in":0}""", 300)]
    [InlineData("""{"access_token":"t","expires_in":"90000"}""", 86_400)]
    [InlineData("""{"access_token":"t","expires_in":3599.0}""", 3_599)]
    public void The_time_of_a_token_is_read_in_any_form(string body, int seconds) =>
        AccessTokenResponse.OfOAuth(new ProviderResponse(200, Encoding.UTF8.GetBytes(body), null), new ErrorTextRedactor())
            .Should().Be(new AccessTokenResponse.Issued("t", TimeSpan.FromSeconds(seconds)));

    [Fact]
    public async Task A_call_that_waits_too_long_for_a_token_is_deferred_because_nothing_was_sent()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Before = async stopped =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, stopped);
        };

        var call = CallAsync(TimeSpan.FromSeconds(3));
        await arrived.Task;
        _time.Advance(TimeSpan.FromSeconds(3));

        (await call).Should().BeOfType<CallResult.Deferred>().Which.Error.Class.Should().Be(ErrorClass.Unavailable);
        _server.Asked.Should().Equal("/one");
    }

    [Fact]
    public async Task A_token_that_ended_early_defers_the_call_and_the_next_one_has_a_new_token()
    {
        await CallAsync();
        _time.Advance(TimeSpan.FromMinutes(1));
        _server.Refused = "token-1";
        _server.Body = """{"access_token":"token-2","expires_in":3600}""";

        (await CallAsync()).Should().BeOfType<CallResult.Deferred>().Which.Error.ProviderCode.Should().Be("the access token has ended");
        (await CallAsync()).Should().BeOfType<CallResult.Accepted>();
        _server.Asked.Should().Equal("/one", "/message", "/message", "/one", "/message");
    }

    [Fact]
    public async Task A_refusal_of_a_token_that_was_just_issued_is_a_rejection()
    {
        _server.Refused = "token-1";

        (await CallAsync()).Should().BeOfType<CallResult.Rejected>().Which.About.Should().Be(ErrorSubject.Account);
    }

    [Fact]
    public async Task The_token_is_removed_from_the_providers_text()
    {
        _server.Refused = "token-1";

        (await CallAsync()).Should().BeOfType<CallResult.Rejected>().Which.Error.Text.Should().Be("why: …");
    }

    [Fact]
    public async Task The_time_that_the_token_took_is_taken_from_the_lifetime()
    {
        _server.Before = _ =>
        {
            _time.Advance(TimeSpan.FromSeconds(2));
            return Task.CompletedTask;
        };

        await CallAsync(handover: A.Handover with { Lifetime = TimeSpan.FromSeconds(55) });

        _server.Lifetime.Should().Be(TimeSpan.FromSeconds(53));
    }

    [Fact]
    public void No_text_of_a_token_shows_it()
    {
        new AccessToken(Grant(), "secret", A.Time).ToString().Should().NotContain("secret");
        new AccessTokenResponse.Issued("secret", TimeSpan.FromHours(1)).ToString().Should().NotContain("secret");
    }

    private sealed class Adapter : IChannelAdapter
    {
        public AdapterCapabilities Traits { get; } = new(SuccessStatus.Read);

        public AccessTokenGrant AccessTokens { get; } = Grant();

        public HttpRequestMessage WriteCall(Handover handover) => new(HttpMethod.Post, "http://api.example/message")
        {
            Headers = { { "Lifetime", $"{handover.Lifetime?.TotalSeconds}" } },
        };

        public CallResult ReadResponse(ProviderResponse response) => response.Status == 200 ? new CallResult.Accepted("id")
            : HttpStatusClassifier.Classify(response, text: Encoding.UTF8.GetString(response.Body.Span));

        public ReceiptParseResult ReadReceipts(ReceiptRequest request) => throw new NotSupportedException();
    }

    // Both the token service and the provider.
    private sealed class Server : HttpMessageHandler
    {
        private readonly List<string> _asked = [];

        public Server() => Http = new HttpClient(this) { Timeout = Timeout.InfiniteTimeSpan };

        public HttpClient Http { get; }

        public IReadOnlyList<string> Asked => _asked;

        public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

        public string Body { get; set; } = Issued;

        public string? Refused { get; set; }

        public TimeSpan? Lifetime { get; private set; }

        public Func<CancellationToken, Task> Before { get; set; } = _ => Task.CompletedTask;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            lock (_asked)
                _asked.Add(request.RequestUri!.AbsolutePath);
            if (request.RequestUri.Host == "tokens.example")
            {
                await Before(cancellationToken);
                return new HttpResponseMessage(Status) { Content = new StringContent(Body) };
            }
            if (double.TryParse(request.Headers.GetValues("Lifetime").Single(), out var seconds))
                Lifetime = TimeSpan.FromSeconds(seconds);
            var token = request.Headers.GetValues("access_token").Single();
            return new HttpResponseMessage(token == Refused ? HttpStatusCode.Unauthorized : HttpStatusCode.OK)
            {
                Content = new StringContent($"why: {token}"),
            };
        }
    }
}
