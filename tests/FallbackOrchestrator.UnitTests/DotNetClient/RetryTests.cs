using System.Net;
using FallbackOrchestrator.Client;

namespace FallbackOrchestrator.UnitTests.DotNetClient;

/// <summary>What the client repeats, how often, and what it never repeats.</summary>
public sealed class RetryTests : IDisposable
{
    private const string Busy = """
        {"code":2000,"message":"The service is busy","errorId":"01930000-0000-7000-8000-00000000000b","timestamp":"2026-11-26T00:00:00.00Z"}
        """;

    private readonly StubService _service = new();

    public void Dispose() => _service.Dispose();

    private static SendRequest Text => new() { User = new("+6591234567"), Content = new TextContent("Hello") };

    public static TheoryData<HttpStatusCode> Passing =>
    [
        HttpStatusCode.TooManyRequests, HttpStatusCode.InternalServerError, HttpStatusCode.BadGateway, HttpStatusCode.ServiceUnavailable,
        HttpStatusCode.GatewayTimeout,
    ];

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_Send_is_repeated_with_the_same_key_and_the_same_body(HttpStatusCode status)
    {
        _service.Then(status, Busy).Then(status, Busy);

        await _service.Client().SendAsync(Text);

        _service.Requests.Should().HaveCount(3);
        _service.Requests.Distinct().Should().ContainSingle().Which.Key.Should().NotBeNullOrEmpty();
    }

    [Fact]
    public async Task Each_Send_gets_a_key_of_its_own_unless_the_caller_has_one()
    {
        var client = _service.Client();

        await client.SendAsync(Text);
        await client.SendAsync(Text);
        await client.SendAsync(Text, "order-7781");
        await client.SendBatchAsync(new BatchRequest { Messages = [new BatchedRequest { User = new("+6591234567") }] }, "order-7782")
            .ContinueWith(_ => { }, TaskScheduler.Default); // The stub's response is that of a Send.

        _service.Requests.Select(request => request.Key).Should().OnlyHaveUniqueItems().And.NotContainNulls();
        _service.Requests[2].Key.Should().Be("order-7781");
        _service.Requests[3].Key.Should().Be("order-7782");
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("line\nbreak")]
    [InlineData("ключ")]
    public async Task A_key_that_cannot_be_sent_is_refused_before_anything_is_sent(string key)
    {
        await _service.Client().Invoking(client => client.SendAsync(Text, key)).Should().ThrowAsync<ArgumentException>();

        _service.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task A_connection_that_fails_and_a_response_that_does_not_come_are_repeated()
    {
        _service.Then(new HttpRequestException("connection refused")).Then(new TaskCanceledException("timeout", new TimeoutException()));

        await _service.Client().SendAsync(Text);

        _service.Requests.Should().HaveCount(3);
    }

    [Fact]
    public async Task A_caller_that_cancels_is_not_kept_waiting()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await _service.Client().Invoking(client => client.SendAsync(Text, cancellationToken: cancelled.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        _service.Pauses.Should().BeEmpty();
    }

    [Fact]
    public async Task Reads_are_repeated()
    {
        _service.Then(HttpStatusCode.ServiceUnavailable, Busy).Then(HttpStatusCode.OK, """{"data":[]}""");

        (await _service.Client().SearchPageAsync()).Data.Should().BeEmpty();

        _service.Requests.Should().HaveCount(2).And.OnlyContain(request => request.Key == null);
    }

    [Fact]
    public async Task An_export_that_breaks_off_gives_what_came_and_then_fails()
    {
        const string Line = """
            {"umid":"01930000-0000-7000-8000-00000000000a","contentType":"Text","state":"completed","createdAt":"2026-11-26T00:00:00Z","steps":[]}
            """;
        _service.Then(HttpStatusCode.ServiceUnavailable, Busy).ThenBroken(Line + "\n" + Line + "\n");
        var exported = new List<Guid>();

        var reading = async () =>
        {
            await foreach (var message in _service.Client().ExportAsync())
                exported.Add(message.Umid);
        };

        await reading.Should().ThrowAsync<IOException>();
        exported.Should().HaveCount(2, "the caller continues behind the last one");
        _service.Requests.Should().HaveCount(2, "a stream that has begun is not repeated");
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("cancel batch")]
    [InlineData("skip")]
    [InlineData("preview")]
    [InlineData("put sequence")]
    [InlineData("delete sequence")]
    public async Task What_has_no_key_and_changes_something_is_sent_once(string call)
    {
        _service.Then(HttpStatusCode.ServiceUnavailable, Busy);
        var client = _service.Client();

        var refused = await FluentActions.Awaiting(() => call switch
        {
            "cancel" => client.CancelAsync(Guid.Empty),
            "cancel batch" => client.CancelBatchAsync(Guid.Empty),
            "skip" => client.SkipAsync(Guid.Empty),
            "preview" => client.PreviewAsync(Text),
            "put sequence" => client.PutSequenceAsync("parcel", new SequenceRequest { Channels = [new(Channel.Sms)] }),
            _ => client.DeleteSequenceAsync("parcel"),
        }).Should().ThrowAsync<FallbackApiException>();

        refused.Which.Status.Should().Be(HttpStatusCode.ServiceUnavailable);
        _service.Requests.Should().ContainSingle();
    }

    [Theory]
    [InlineData("put")]
    [InlineData("delete")]
    [InlineData("secret")]
    [InlineData("ping")]
    [InlineData("replay")]
    public async Task Calls_that_change_webhooks_are_sent_once(string call)
    {
        _service.Then(HttpStatusCode.OK, Own).Then(HttpStatusCode.ServiceUnavailable, Busy);
        var webhooks = _service.Client().Webhooks;

        await FluentActions.Awaiting(() => call switch
        {
            "put" => webhooks.PutAsync([new Webhook { SubAccountId = "shop", Url = "https://shop.example" }]),
            "delete" => webhooks.DeleteAsync([new WebhookTarget("shop")]),
            "secret" => webhooks.RotateSecretAsync(new WebhookTarget("shop")),
            "ping" => webhooks.PingAsync(new WebhookTarget("shop")),
            _ => webhooks.ReplayAsync(Guid.Empty),
        }).Should().ThrowAsync<FallbackApiException>();

        _service.Requests.Should().HaveCount(2, "the first one asked for the account");
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.UnprocessableEntity)]
    public async Task What_would_be_refused_again_is_not_repeated(HttpStatusCode status)
    {
        _service.Then(status, Busy);

        await _service.Client().Invoking(client => client.SendAsync(Text)).Should().ThrowAsync<FallbackApiException>();

        _service.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task Pauses_double_up_to_the_longest_and_are_shortened_by_chance_by_at_most_a_half()
    {
        for (var i = 0; i < 9; i++)
            _service.Then(HttpStatusCode.ServiceUnavailable, Busy);

        await _service.Client(maxAttempts: 10).SendAsync(Text);

        double[] longest = [0.5, 1, 2, 4, 8, 16, 20, 20, 20];
        _service.Pauses.Should().HaveSameCount(longest);
        _service.Pauses.Zip(longest).Should().OnlyContain(
            pause => pause.First.TotalSeconds <= pause.Second && pause.First.TotalSeconds >= pause.Second / 2);
        _service.Pauses.Zip(longest, (pause, most) => pause.TotalSeconds / most).Distinct().Should().HaveCountGreaterThan(5);
    }

    [Fact]
    public async Task A_pause_that_the_service_asks_for_is_kept()
    {
        _service.Then(HttpStatusCode.TooManyRequests, Busy, retryAfter: 30);

        await _service.Client().SendAsync(Text);

        _service.Pauses.Should().ContainSingle().Which.TotalSeconds.Should().BeInRange(30, 30.5);
    }

    [Fact]
    public async Task A_pause_that_would_be_too_long_is_the_callers_to_make()
    {
        _service.Then(HttpStatusCode.TooManyRequests, Busy, retryAfter: 61);

        var refused = await _service.Client().Invoking(client => client.SendAsync(Text)).Should().ThrowAsync<FallbackApiException>();

        refused.Which.RetryAfter.Should().Be(TimeSpan.FromSeconds(61));
        _service.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task After_the_last_try_the_last_error_is_thrown()
    {
        for (var i = 0; i < 4; i++)
            _service.Then(HttpStatusCode.ServiceUnavailable, Busy);

        var refused = await _service.Client().Invoking(client => client.SendAsync(Text)).Should().ThrowAsync<FallbackApiException>();

        refused.Which.Code.Should().Be(2000);
        _service.Requests.Should().HaveCount(4);
    }

    [Fact]
    public async Task One_attempt_is_one_request()
    {
        _service.Then(new HttpRequestException("connection refused"));

        await _service.Client(maxAttempts: 1).Invoking(client => client.SendAsync(Text)).Should().ThrowAsync<HttpRequestException>();

        _service.Requests.Should().ContainSingle();
    }

    private const string Own =
        """
        {"subAccountId":"shop","accountId":"00000000-0000-0000-0000-000000000001","channels":[],"channelAccounts":[],"sequences":[],
         "settings":{"resendUnknown":true,"appendSmsStep":false,"accountFailover":false,"stopWhenRefused":false,"repliesCountAsRead":false,"skipOptedOut":false,"strictMsisdn":false,"maskNumbers":true,"reachabilityDays":0,"priority":"transactional"},"scopes":[]}
        """;
}
