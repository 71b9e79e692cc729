using System.Net;
using System.Net.Http.Headers;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.Api;

/// <summary>Guessing keys and passwords is slowed by address; callers with a valid key are not affected.</summary>
public sealed class WrongKeyTests(PostgresServer server)
{
    private const string Path = "/api/v1/subaccounts/demo";

    [Fact]
    public async Task Wrong_keys_return_429_after_a_while_and_a_right_one_always_works()
    {
        await using var host = await ApiHost.StartWithAsync(server, ("Hangfire:Enabled", "false"), ("WrongKeys:PerMinute", "3"));

        (await ManyAsync(host, Path, "Bearer", "a-wrong-key")).Should().StartWith(
            [HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized])
            .And.Contain(HttpStatusCode.TooManyRequests);
        using var refused = await AskAsync(host, "/api/v1/admin/accounts", "Bearer", "a-wrong-admin-key");
        refused.StatusCode.Should().Be(HttpStatusCode.TooManyRequests, "keys of operators are keys");
        refused.Headers.RetryAfter!.Delta.Should().BePositive();
        Published.Error(System.Text.Json.Nodes.JsonNode.Parse(await refused.Content.ReadAsStringAsync()), 429);

        using var right = await AskAsync(host, Path, "Bearer", "dev-demo-key");
        right.StatusCode.Should().Be(HttpStatusCode.OK);
        using var admin = await AskAsync(host, "/api/v1/admin/accounts", "Bearer", Operator.Key);
        admin.StatusCode.Should().Be(HttpStatusCode.OK);
        (await ManyAsync(host, Path, null, null)).Should().AllBeEquivalentTo(
            HttpStatusCode.Unauthorized, "who shows no key guesses nothing");
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_each_caller_is_counted_alone_and_other_forwarded_addresses_are_not_trusted()
    {
        await using var behind = await ApiHost.StartWithAsync(
            server, ("Hangfire:Enabled", "false"), ("WrongKeys:PerMinute", "1"), ("TrustedProxies:0", "127.0.0.0/8"));
        await using var open = await ApiHost.StartWithAsync(server, ("Hangfire:Enabled", "false"), ("WrongKeys:PerMinute", "1"));

        foreach (var caller in new[] { "192.0.2.1", "192.0.2.2" })
        {
            using var first = await AskAsync(behind, Path, "Bearer", "a-wrong-key", caller);
            first.StatusCode.Should().Be(HttpStatusCode.Unauthorized, caller);
        }
        using (await AskAsync(open, Path, "Bearer", "a-wrong-key", "192.0.2.1"))
        {
            using var second = await AskAsync(open, Path, "Bearer", "a-wrong-key", "192.0.2.2");
            second.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        }
    }

    private static async Task<List<HttpStatusCode>> ManyAsync(ApiHost host, string path, string? scheme, string? key)
    {
        var responses = new List<HttpStatusCode>();
        for (var i = 0; i < 8; i++)
        {
            using var response = await AskAsync(host, path, scheme, key);
            responses.Add(response.StatusCode);
        }
        return responses;
    }

    private static async Task<HttpResponseMessage> AskAsync(ApiHost host, string path, string? scheme, string? key, string? caller = null)
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        if (scheme is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(scheme, key);
        if (caller is not null)
            http.DefaultRequestHeaders.Add("X-Forwarded-For", caller);
        return await http.GetAsync(new Uri(path, UriKind.Relative));
    }
}
