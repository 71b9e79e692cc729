using System.Net;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Reading;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;
using static FallbackOrchestrator.FunctionalTests.Api.JsonBody;

namespace FallbackOrchestrator.FunctionalTests.Api;

/// <summary>Times in bodies and queries: one way to read them, and no time that cannot be stored.</summary>
public sealed class RequestTimeTests(ApiHost host) : IClassFixture<ApiHost>
{
    private readonly EveryCall _calls = new(host);

    [Fact]
    public void Every_time_of_every_body_is_read_by_the_one_converter()
    {
        var json = host.App.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>>()
            .Value.SerializerOptions;
        var seen = new HashSet<Type>();
        var times = _calls.WithBody.SelectMany(
            call => Times(call.Metadata.GetMetadata<IAcceptsMetadata>()!.RequestType!, json, seen)).ToList();

        times.Select(time => time.Name).Should().Contain(["scheduled", "expiry", "expiresAt", "previousExpiresAt", "startTime", "endTime"]);
        times.Should().OnlyContain(time => time.CustomConverter == null || time.CustomConverter is JsonTime);
        json.GetConverter(typeof(DateTimeOffset)).Should().BeOfType<JsonTime>();
        times.Should().OnlyContain(
            time => (Nullable.GetUnderlyingType(time.PropertyType) ?? time.PropertyType) == typeof(DateTimeOffset),
            "other types have no offset");
    }

    private static IEnumerable<System.Text.Json.Serialization.Metadata.JsonPropertyInfo> Times(
        Type type, System.Text.Json.JsonSerializerOptions json, HashSet<Type> seen)
    {
        if (!seen.Add(type) || type == typeof(string) || type.IsPrimitive)
            yield break;
        var info = json.GetTypeInfo(type);
        if (info.ElementType is { } element)
        {
            foreach (var time in Times(element, json, seen))
                yield return time;
        }
        foreach (var property in info.Properties)
        {
            var value = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (value == typeof(DateTimeOffset) || value == typeof(DateTime) || value == typeof(DateOnly))
            {
                yield return property;
            }
            else
            {
                foreach (var time in Times(value, json, seen))
                    yield return time;
            }
        }
    }

    [Theory]
    [InlineData("scheduled", "0001-01-01T00:00:00Z")]
    [InlineData("expiry", "9999-12-31T23:59:59.9999999Z")]
    [InlineData("expiry", "9999-12-31")]
    public async Task Times_at_the_ends_of_all_times_are_stored_and_shown(string field, string time)
    {
        var (status, body) = await SendAsync(
            With(Hello.Replace("\"type\"", $"\"{field}\": \"{time}\", \"type\"", StringComparison.Ordinal), "utf-8"));

        status.Should().Be(HttpStatusCode.OK, body.ToJsonString());
        using var timeline = await host.Client.Http.GetAsync($"{DemoClient.Messages}/{body["umid"]}/timeline");
        timeline.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("?from=2026-11-26T03:56:59&to=2027-01-01", "without an offset, taken for UTC: from, to")]
    [InlineData("/export?to=2027-01-01", "without an offset, taken for UTC: to")]
    [InlineData("?from=2026-11-26T03:56:59Z", null)]
    public async Task A_time_without_an_offset_in_a_query_causes_a_warning_in_a_header(string query, string? warning)
    {
        using var response = await host.Client.Http.GetAsync($"{DemoClient.Messages}{query}");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (response.Headers.TryGetValues(BodyConventions.WarningsHeader, out var warnings) ? string.Join(";", warnings) : null).Should().Be(
            warning);
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(HttpContent content)
    {
        using var response = await host.Client.Http.PostAsync(DemoClient.Messages, content);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
