using System.Net;

namespace FallbackOrchestrator.FunctionalTests.DotNetClient;

/// <summary>A line to the service: every request arrives, but some responses are lost.</summary>
internal sealed class UnreliableLine() : DelegatingHandler(new SocketsHttpHandler())
{
    /// <summary>The requests so far.</summary>
    public int Requests { get; private set; }

    /// <summary>How many responses are still to be lost.</summary>
    public int LostResponses { get; set; }

    /// <summary>True if a proxy reports a lost response as 503; false if the connection breaks.</summary>
    public bool AsStatus { get; init; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests++;
        var response = await base.SendAsync(request, cancellationToken);
        if (LostResponses == 0)
            return response;
        LostResponses--;
        response.IsSuccessStatusCode.Should().BeTrue("the service has stored the message");
        response.Dispose();
        return AsStatus
            ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Content = new StringContent("<html>") }
            : throw new HttpRequestException("The connection broke");
    }
}
