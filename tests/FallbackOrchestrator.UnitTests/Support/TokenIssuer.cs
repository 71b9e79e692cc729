using System.Collections.Concurrent;
using System.Net;

namespace FallbackOrchestrator.UnitTests.Support;

/// <summary>
/// Answers the requests for access tokens, which go to <see cref="Host"/>; all others go on to the network.
/// </summary>
internal sealed class TokenIssuer(string body) : DelegatingHandler
{
    public const string Host = "tokens.example";

    private readonly ConcurrentQueue<string> _requests = [];

    /// <summary>The bodies of the requests for tokens so far.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

    public string Body { get; set; } = body;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.Host != Host)
            return await base.SendAsync(request, cancellationToken);
        _requests.Enqueue(await request.Content!.ReadAsStringAsync(cancellationToken));
        return new HttpResponseMessage(Status) { Content = new StringContent(Body) };
    }
}
