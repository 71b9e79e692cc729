using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.UnitTests.Support;
using Microsoft.Extensions.Time.Testing;

namespace FallbackOrchestrator.UnitTests.Channels;

/// <summary>
/// What <see cref="ProviderCall"/> does by itself; what it does together with each adapter is in <see cref="ChannelAdapterConformance"/>.
/// </summary>
public sealed class ProviderCallTests
{
    private readonly FakeTimeProvider _time = new(A.Time);

    private async Task<CallResult> SendAsync(
        IChannelAdapter adapter, Func<CancellationToken, Task<HttpResponseMessage>> response, Handover? handover = null,
        CancellationToken stoppingToken = default)
    {
        using var handler = new Handler(response);
        using var http = new HttpClient(handler);
        return await new ProviderCall(http, new AccessTokens(_time), _time)
            .SendAsync(adapter, handover ?? A.Handover, TimeSpan.FromSeconds(8), stoppingToken);
    }

    private Task<CallResult> FailedAsync(Exception failure) => SendAsync(new Adapter(), _ => throw failure);

    [Theory]
    [InlineData(HttpRequestError.ConnectionError)]
    [InlineData(HttpRequestError.NameResolutionError)]
    [InlineData(HttpRequestError.SecureConnectionError)]
    public async Task A_failure_before_a_byte_was_sent_is_deferred(HttpRequestError error) =>
        (await FailedAsync(new HttpRequestException(error))).Should()
            .Be(new CallResult.Deferred(AttemptError.Of(ErrorClass.Unavailable, error.ToString()), About: ErrorSubject.Account));

    [Fact]
    public async Task A_connection_that_is_not_established_in_time_is_deferred() =>
        (await FailedAsync(new TaskCanceledException("ConnectTimeout", new TimeoutException()))).Should()
            .Be(new CallResult.Deferred(AttemptError.Of(ErrorClass.Unavailable, "ConnectTimeout"), About: ErrorSubject.Account));

    [Fact]
    public async Task Every_other_failure_is_unknown()
    {
        var others = Enum.GetValues<HttpRequestError>().Except(
            [HttpRequestError.ConnectionError, HttpRequestError.NameResolutionError, HttpRequestError.SecureConnectionError]);
        foreach (var error in others)
            (await FailedAsync(new HttpRequestException(error))).Should().BeOfType<CallResult.Unknown>(error.ToString());
        (await FailedAsync(new IOException())).Should().BeOfType<CallResult.Unknown>();
        (await FailedAsync(new InvalidOperationException())).Should().BeOfType<CallResult.Unknown>();
    }

    [Fact]
    public async Task A_call_during_which_the_service_stops_is_unknown()
    {
        using var stopping = new CancellationTokenSource();

        var call = SendAsync(new Adapter(), Never, stoppingToken: stopping.Token);
        await stopping.CancelAsync();

        (await call).Should().BeOfType<CallResult.Unknown>();
    }

    [Fact]
    public async Task A_response_whose_body_never_ends_is_unknown_after_the_timeout()
    {
        var call = SendAsync(new Adapter(), _ => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new Endless()) }));
        _time.Advance(TimeSpan.FromSeconds(8));

        (await call).Should().Be(new CallResult.Unknown("no response in time"));
    }

    [Theory]
    [InlineData(400, true)]
    [InlineData(429, true)]
    [InlineData(503, true)]
    [InlineData(500, true)]
    [InlineData(200, false)]
    public async Task A_rejection_counts_even_if_its_body_breaks_off(int status, bool isRejected)
    {
        var adapter = new Adapter { Reads = response => HttpStatusClassifier.Classify(response) };

        var result = await SendAsync(adapter, _ => Task.FromResult(new HttpResponseMessage((System.Net.HttpStatusCode)status)
        {
            Content = new StreamContent(new BreakingOff()),
        }));

        (adapter.Response is not null).Should().Be(isRejected);
        result.Should().Be(isRejected
            ? HttpStatusClassifier.Classify(new ProviderResponse(status, ReadOnlyMemory<byte>.Empty, null))
            : new CallResult.Unknown("IOException after the request left"));
    }

    [Fact]
    public async Task A_rejection_whose_body_never_ends_counts_after_the_timeout()
    {
        var adapter = new Adapter { Reads = response => HttpStatusClassifier.Classify(response) };

        var call = SendAsync(adapter, _ => Task.FromResult(
            new HttpResponseMessage(System.Net.HttpStatusCode.ServiceUnavailable) { Content = new StreamContent(new Endless()) }));
        _time.Advance(TimeSpan.FromSeconds(8));

        (await call).Should().BeOfType<CallResult.Deferred>();
    }

    [Fact]
    public async Task No_more_of_a_response_is_read_than_the_limit()
    {
        var adapter = new Adapter();

        await SendAsync(adapter, _ => Response(new string('x', ProviderResponse.Longest + 1)));

        adapter.Response!.Body.Length.Should().Be(ProviderResponse.Longest);
    }

    [Fact]
    public async Task A_Retry_After_in_the_past_means_now()
    {
        var adapter = new Adapter();

        await SendAsync(adapter, async _ =>
        {
            var response = await Response("");
            response.Headers.RetryAfter = new(A.Time.AddMinutes(-1));
            return response;
        });

        adapter.Response!.RetryAfter.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public async Task An_adapter_that_throws_before_the_request_is_sent_sends_nothing()
    {
        var sent = false;

        var result = await SendAsync(new Adapter { Breaks = true }, _ => { sent = true; return Response(""); });

        result.Should().Be(new CallResult.Broken("InvalidOperationException while writing the call"));
        sent.Should().BeFalse();
    }

    [Fact]
    public async Task If_an_adapter_throws_on_a_response_the_result_is_unknown() =>
        (await SendAsync(new Adapter { Reads = _ => throw new FormatException() },
            _ => Response(""))).Should().BeOfType<CallResult.Unknown>();

    [Theory]
    [InlineData("Your parcel waits", "Bad text: 'YOUR parcel waits', sorry", "Bad text: '…")]
    [InlineData("Your code is 123456, keep it safe and tell nobody", "Bad text: Your code is …, keep it safe", "Bad text: …")]
    [InlineData("Your parcel waits", "Nothing of ours", "Nothing of ours")]
    [InlineData("Hi", "This is not about us", "This is not about us")]
    public async Task The_text_of_the_message_is_removed_from_the_providers_error_text(string message, string text, string kept)
    {
        var adapter = new Adapter { Reads = _ => new CallResult.Rejected(AttemptError.Of(ErrorClass.BadRequest, "1", text)) };

        var result = await SendAsync(adapter, _ => Response(""), handover: A.Handover with { Body = new ContentBody.Text(message) });

        result.Should().Be(new CallResult.Rejected(AttemptError.Of(ErrorClass.BadRequest, "1", kept)));
    }

    [Fact]
    public async Task The_id_of_the_person_is_removed_from_the_providers_error_text()
    {
        var adapter = new Adapter { Reads = _ => new CallResult.Deferred(AttemptError.Of(ErrorClass.Throttled, "1",
            "Too many to abcDEFghi")) };

        var result = await SendAsync(adapter, _ => Response(""), handover: A.Handover with { Recipient = new Recipient(null, "abcDEFghi") });

        result.Should().Be(new CallResult.Deferred(AttemptError.Of(ErrorClass.Throttled, "1", "Too many to …")));
    }

    private static Task<HttpResponseMessage> Response(string body) =>
        Task.FromResult(new HttpResponseMessage { Content = new StringContent(body) });

    private static async Task<HttpResponseMessage> Never(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new System.Diagnostics.UnreachableException();
    }

    private sealed class Handler(Func<CancellationToken, Task<HttpResponseMessage>> response) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            response(cancellationToken);
    }

    private sealed class Adapter : IChannelAdapter
    {
        public bool Breaks { get; init; }

        public Func<ProviderResponse, CallResult> Reads { get; init; } = _ => new CallResult.Accepted("id");

        public ProviderResponse? Response { get; private set; }

        public AdapterCapabilities Traits { get; } = new(SuccessStatus.Read);

        public HttpRequestMessage WriteCall(Handover handover) =>
            Breaks ? throw new InvalidOperationException() : new HttpRequestMessage(HttpMethod.Post, "http://127.0.0.1/");

        public CallResult ReadResponse(ProviderResponse response)
        {
            Response = response;
            return Reads(response);
        }

        public ReceiptParseResult ReadReceipts(ReceiptRequest request) => throw new NotSupportedException();
    }

    private sealed class BreakingOff : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException();
    }

    private sealed class Endless : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
