using System.Net;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Reading;
using Microsoft.AspNetCore.Routing;
using static FallbackOrchestrator.FunctionalTests.Api.JsonBody;

namespace FallbackOrchestrator.FunctionalTests.Api;

/// <summary>Parameters in queries and headers.</summary>
public sealed class ParameterTests(ApiHost host) : IClassFixture<ApiHost>
{
    // What 8x8 publishes: its clients may send more than it reads.
    private static readonly string[] PublishedCalls =
    [
        "SendMessage", "SendMessageBatch", "SendLineNotification", "SendLineNotificationBatch", "CancelMessage", "CancelMessageBatch", "MarkMessageRead", "GetMessageDetails", "GetWebhooks", "AddWebhooks",
        "DeleteWebhooks",
    ];

    private readonly EveryCall _calls = new(host);

    [Fact]
    public async Task Every_extension_rejects_unknown_query_parameters_and_8x8s_calls_do_not()
    {
        _calls.All.Where(call => call.Metadata.GetMetadata<PublishedCall>() is not null)
            .Select(call => call.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName).Should().BeEquivalentTo(PublishedCalls);
        foreach (var call in _calls.All)
        {
            if (call.Metadata.GetMetadata<PublishedCall>() is null)
                await _calls.ExpectRefusalAsync(call, With("{}", "utf-8"), 400, "'outcom'", call.DisplayName!, "?outcom=failed");
            else
                (await _calls.StatusAsync(call, With("5", "utf-8"), "?outcom=failed")).Should().NotBe(HttpStatusCode.InternalServerError);
        }
    }

    [Fact]
    public async Task Texts_that_cannot_be_stored_are_refused_in_every_query()
    {
        foreach (var call in _calls.All)
        {
            foreach (var parameter in call.Metadata.GetOrderedMetadata<OptionalParameter>().Where(parameter => !parameter.InHeader))
                await _calls.ExpectRefusalAsync(call, With("{}", "utf-8"), 400, $"'{parameter.Name}'", call.DisplayName!, $"?{parameter.Name}=a%00b");
        }
    }

    [Theory]
    [InlineData("?outcome=,", "'outcome'")]
    [InlineData("?state=%20", "'state'")]
    [InlineData("/export?format=csv,ndjson", "'format'")]
    [InlineData("/export?format=csv&format=ndjson", "'format'")]
    [InlineData("/export?format=,", "'format'")]
    public async Task An_empty_or_repeated_parameter_is_rejected(string query, string named)
    {
        using var response = await host.Client.Http.GetAsync($"{DemoClient.Messages}{query}");

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).Should().Contain(named);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task An_empty_key_is_rejected_and_not_silently_ignored(string key)
    {
        foreach (var (path, json) in new[] { ("", Hello), ("/batch", $$"""{"messages":[{{Hello}}]}""") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{DemoClient.Messages}{path}") { Content = With(json, "utf-8") };
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
            using var response = await host.Client.Http.SendAsync(request);

            response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
            (await response.Content.ReadAsStringAsync()).Should().Contain("'Idempotency-Key'");
        }
    }
}
