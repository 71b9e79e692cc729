using System.Net;
using System.Text;
using FallbackOrchestrator.Client;

namespace FallbackOrchestrator.UnitTests.DotNetClient;

/// <summary>A service whose responses the test decides, and a clock whose pauses are over at once.</summary>
internal sealed class StubService : HttpMessageHandler
{
    private readonly Queue<Func<HttpResponseMessage>> _responses = new();

    /// <summary>What the client sent, in order.</summary>
    public List<RecordedRequest> Requests { get; } = [];

    /// <summary>The clock of the client.</summary>
    public InstantTime Time { get; } = new();

    /// <summary>The pauses of the client, in order.</summary>
    public IReadOnlyList<TimeSpan> Pauses => Time.Pauses;

    /// <summary>The next response is this one; after the last one, every response is a stored message.</summary>
    public StubService Then(HttpStatusCode status, string body = "", int? retryAfter = null)
    {
        _responses.Enqueue(() => Response(status, body, retryAfter));
        return this;
    }

    /// <summary>Instead of the next response the request fails.</summary>
    public StubService Then(Exception failure)
    {
        _responses.Enqueue(() => throw failure);
        return this;
    }

    /// <summary>The next response is a stream that breaks off behind a text.</summary>
    public StubService ThenBroken(string beginning)
    {
        _responses.Enqueue(
            () => new HttpResponseMessage { Content = new StreamContent(new BrokenStream(Encoding.UTF8.GetBytes(beginning))) });
        return this;
    }

    /// <summary>A client of it.</summary>
    public FallbackClient Client(int maxAttempts = 4, string address = "https://messages.example", string subaccount = "shop") => new(
        new HttpClient(this),
        new FallbackClientOptions
        {
            BaseAddress = new Uri(address),
            ApiKey = "the-key",
            Subaccount = subaccount,
            MaxAttempts = maxAttempts,
            Time = Time,
            Chance = new Random(7),
        });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Requests.Add(new RecordedRequest(
            request.Method.Method,
            request.RequestUri!.AbsoluteUri,
            request.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : null,
            request.Headers.Authorization?.ToString(),
            request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken)));
        return _responses.TryDequeue(out var next) ? next() : Response(HttpStatusCode.OK, Stored, null);
    }

    private const string Stored =
        """
        {"umid":"01930000-0000-7000-8000-00000000000a","user":{"msisdn":"+6591234567"},"status":{"state":"queued","timestamp":"2026-11-26T00:00:00.00Z"}}
        """;

    private static HttpResponseMessage Response(HttpStatusCode status, string body, int? retryAfter)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (retryAfter is { } seconds)
            response.Headers.Add("Retry-After", seconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return response;
    }
}
