using System.Net;
using System.Net.Http.Headers;
using FallbackOrchestrator.FunctionalTests.Support;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FallbackOrchestrator.FunctionalTests.Api;

/// <summary>Every call of the API, for tests of what holds for all of them.</summary>
internal sealed class EveryCall(ApiHost host)
{
    /// <summary>The demo's account.</summary>
    public const string Account = "00000000-0000-0000-0000-000000000001";

    private const string Umid = "01930000-0000-7000-8000-000000000000";

    public IEnumerable<RouteEndpoint> All => host.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal));

    public IEnumerable<RouteEndpoint> WithBody =>
        All.Where(endpoint => endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is not null);

    /// <summary>Makes a call and expects this status and this text in the response.</summary>
    public async Task ExpectRefusalAsync(RouteEndpoint call, HttpContent content, int status, string expected, string because, string query = "")
    {
        using var request = Request(call, content, query);
        using var response = await host.Client.Http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();

        ((int)response.StatusCode).Should().Be(status, $"{because}: {body}");
        body.Should().Contain(expected, because);
    }

    public async Task<HttpStatusCode> StatusAsync(RouteEndpoint call, HttpContent content, string query = "")
    {
        using var request = Request(call, content, query);
        using var response = await host.Client.Http.SendAsync(request);
        return response.StatusCode;
    }

    private HttpRequestMessage Request(RouteEndpoint call, HttpContent content, string query)
    {
        var path = call.RoutePattern.RawText!.TrimEnd('/')
            .Replace("{subAccountId}", "demo", StringComparison.Ordinal)
            .Replace("{accountId}", Account, StringComparison.Ordinal)
            .Replace("{umid}", Umid, StringComparison.Ordinal)
            .Replace("{batchId}", Umid, StringComparison.Ordinal)
            .Replace("{id}", Umid, StringComparison.Ordinal)
            .Replace("{name}", "x", StringComparison.Ordinal)
            .Replace("{keyId}", "x", StringComparison.Ordinal)
            .Replace("{person}", "x", StringComparison.Ordinal)
            .Replace("{channelAccountId}", "x", StringComparison.Ordinal);
        path.Should().NotContain("{");
        var method = call.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0];
        var request = new HttpRequestMessage(new HttpMethod(method), path + query);
        if (call.Metadata.GetMetadata<IAcceptsMetadata>() is not null)
            request.Content = content;
        if (path.StartsWith("/api/v1/admin", StringComparison.Ordinal))
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "dev-demo-admin-key");
        return request;
    }
}
