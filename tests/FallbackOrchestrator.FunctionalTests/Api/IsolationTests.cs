using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Subaccounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FallbackOrchestrator.FunctionalTests.Api;

/// <summary>
/// Every route that the running service has, with every kind of key that must not open it. The routes are taken from the service and told
/// apart by what they declare: a new one is covered without being named here.
/// </summary>
public sealed class IsolationTests(TwoTenants tenants) : IClassFixture<TwoTenants>
{
    [Fact]
    public void Every_route_declares_who_may_use_it()
    {
        foreach (var endpoint in Endpoints.Of(tenants.App))
        {
            var declared = endpoint.Policy is ApiKeyAuthentication.SubaccountPolicy or ApiKeyAuthentication.AccountPolicy
                ? endpoint.Scope is not null
                : endpoint.IsAnonymous != (endpoint.Policy == ApiKeyAuthentication.AdminPolicy);
            declared.Should().BeTrue($"{endpoint} must be ForSubaccount, ForAccount, ForAdmin or AllowAnonymous");
        }
        Endpoints.Of(tenants.App).Select(endpoint => endpoint.Policy).Distinct().Should().HaveCount(4, "each kind is seen at all");
    }

    [Fact]
    public Task Without_a_key_no_route_is_open() => RefusedAsync(_ => true, key: null, HttpStatusCode.Unauthorized, 1200);

    [Fact]
    public Task A_wrong_key_opens_nothing() =>
        RefusedAsync(_ => true, $"fo_nobodysid000_{new string('x', 40)}", HttpStatusCode.Unauthorized, 1200);

    [Fact]
    public Task A_revoked_key_opens_nothing() => RefusedAsync(_ => true, tenants.RevokedKey, HttpStatusCode.Unauthorized, 1200);

    [Fact]
    public Task A_key_that_has_expired_opens_nothing() => RefusedAsync(_ => true, tenants.ExpiredKey, HttpStatusCode.Unauthorized, 1200);

    [Fact]
    public Task A_key_of_another_account_opens_no_subaccount_and_no_account() =>
        RefusedAsync(endpoint => endpoint.Scope is not null, tenants.TheirKey, HttpStatusCode.NotFound, 1001);

    [Fact]
    public Task A_key_of_another_subaccount_of_the_account_opens_no_subaccount() =>
        RefusedAsync(
            endpoint => endpoint.Policy == ApiKeyAuthentication.SubaccountPolicy, tenants.SiblingKey, HttpStatusCode.NotFound, 1001);

    [Fact]
    public Task An_admin_key_is_no_key_of_a_subaccount() =>
        RefusedAsync(endpoint => endpoint.Scope is not null, Operator.Key, HttpStatusCode.NotFound, 1001);

    [Fact]
    public Task A_key_of_a_subaccount_is_no_admin_key() =>
        RefusedAsync(endpoint => endpoint.Policy == ApiKeyAuthentication.AdminPolicy, tenants.MyKey, HttpStatusCode.Forbidden, 1201);

    [Theory]
    [InlineData(Scopes.MessagesSend, "messages:send")]
    [InlineData(Scopes.MessagesRead, "messages:read")]
    [InlineData(Scopes.Webhooks, "webhooks")]
    [InlineData(Scopes.Settings, "settings")]
    public async Task A_key_without_the_scope_of_a_route_is_rejected_and_the_scope_is_named(Scopes scope, string name)
    {
        var messages = await RefusedAsync(endpoint => endpoint.Scope == scope, tenants.KeyWithout[name], HttpStatusCode.Forbidden, 1201);

        messages.Should().NotBeEmpty("the scope is needed somewhere").And.OnlyContain(message => message.Contains($"'{name}'"));
    }

    [Fact]
    public async Task A_key_with_every_scope_opens_every_route_of_its_own()
    {
        foreach (var endpoint in Endpoints.Of(tenants.App).Where(endpoint => endpoint.Scope is not null && endpoint.Method == "GET"))
        {
            using var response = await tenants.AskAsync(endpoint.Method, endpoint.At(tenants.Mine), tenants.MyKey);
            response.StatusCode.Should().Be(HttpStatusCode.OK, $"else the refusals above prove nothing: {endpoint}");
        }
    }

    [Fact]
    public async Task Another_tenants_object_looks_exactly_like_a_missing_one()
    {
        var before = await tenants.FingerprintAsync();
        var compared = 0;
        foreach (var endpoint in Endpoints.Of(tenants.App).Where(endpoint => endpoint.Scope is not null))
        {
            // A PUT makes what it names last, within what is the caller's.
            foreach (var parameter in endpoint.Method == "PUT" ? endpoint.Parameters.SkipLast(1) : endpoint.Parameters)
            {
                if (parameter == "person") // is no tenant's: what is said of one is the subaccount's
                    continue;
                // They ask within what is theirs, but for the one object; or, for the subaccount or account itself, within what is not.
                var theirs = new Dictionary<string, string>(tenants.Theirs) { [parameter] = tenants.Mine[parameter] };
                var missing = new Dictionary<string, string>(tenants.Theirs) { [parameter] = tenants.Missing[parameter] };
                var one = await tenants.ResponseAsync(endpoint.Method, endpoint.At(theirs), tenants.TheirKey);
                var other = await tenants.ResponseAsync(endpoint.Method, endpoint.At(missing), tenants.TheirKey);

                one.Should().Be(other, $"{endpoint} with a {parameter} of another tenant");
                one.Should().NotStartWith("2", $"{endpoint} with a {parameter} of another tenant");
                compared++;
            }
        }
        compared.Should().BeGreaterThan(20);
        (await tenants.FingerprintAsync()).Should().Be(before);
    }

    private async Task<List<string>> RefusedAsync(Func<Endpoints, bool> which, string? key, HttpStatusCode status, int code)
    {
        var before = await tenants.FingerprintAsync();
        var messages = new List<string>();
        foreach (var endpoint in Endpoints.Of(tenants.App).Where(endpoint => !endpoint.IsAnonymous).Where(which))
        {
            using var response = await tenants.AskAsync(endpoint.Method, endpoint.At(tenants.Mine), key);
            response.StatusCode.Should().Be(status, endpoint.ToString());
            messages.Add(Published.Error(JsonNode.Parse(await response.Content.ReadAsStringAsync()), code));
        }
        messages.Should().NotBeEmpty();
        (await tenants.FingerprintAsync()).Should().Be(before, "whoever is refused changes nothing");
        return messages;
    }
}

/// <summary>A route and what it declares.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Route">The route.</param>
/// <param name="Policy">Who may use it.</param>
/// <param name="Scope">The scope that a key needs, where keys of customers are taken.</param>
/// <param name="IsAnonymous">Whether anybody may.</param>
public sealed record Endpoints(string Method, RouteEndpoint Route, string? Policy, Scopes? Scope, bool IsAnonymous)
{
    /// <summary>The names of the parameters in its path.</summary>
    public IEnumerable<string> Parameters => Route.RoutePattern.Parameters.Select(parameter => parameter.Name);

    public static IReadOnlyList<Endpoints> Of(WebApplication app) =>
    [
        .. from endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
           select new Endpoints(
               method,
               endpoint,
               endpoint.Metadata.OfType<IAuthorizeData>().Select(data => data.Policy).SingleOrDefault(),
               endpoint.Metadata.OfType<RequiredScope>().SingleOrDefault()?.Scope,
               endpoint.Metadata.OfType<IAllowAnonymous>().Any()),
    ];

    /// <summary>A path to it.</summary>
    public string At(IReadOnlyDictionary<string, string> values) => Parameters.Aggregate(
        "/" + Route.RoutePattern.RawText!.Trim('/'),
        (path, name) => values.TryGetValue(name, out var value)
            ? path.Replace($"{{{name}}}", value, StringComparison.Ordinal)
            : throw new InvalidOperationException($"{this}: TwoTenants must have a '{name}' of each tenant, and one that is missing"));

    public override string ToString() => $"{Method} {Route.RoutePattern.RawText}";
}

/// <summary>A service with two tenants; each has one of everything that a path can name. Shared by the tests of a class.</summary>
public sealed class TwoTenants(PostgresServer server) : IAsyncLifetime
{
    private ApiHost _host = null!;
    private HttpClient _http = null!;

    public WebApplication App => _host.App;
    public string MyKey { get; private set; } = "";
    public string SiblingKey { get; private set; } = "";
    public string RevokedKey { get; private set; } = "";
    public string ExpiredKey { get; private set; } = "";
    public string TheirKey { get; private set; } = "";
    public Dictionary<string, string> KeyWithout { get; } = [];

    /// <summary>The parameters of paths for the tenant that is looked at.</summary>
    public Dictionary<string, string> Mine { get; private set; } = null!;

    /// <summary>What they are for the one who looks.</summary>
    public Dictionary<string, string> Theirs { get; private set; } = null!;

    /// <summary>What they are for nobody.</summary>
    public Dictionary<string, string> Missing { get; } = new()
    {
        ["accountId"] = "01930000-0000-7000-8000-000000000000",
        ["subAccountId"] = "nobody",
        ["umid"] = "01930000-0000-7000-8000-000000000000",
        ["batchId"] = "01930000-0000-7000-8000-000000000000",
        ["id"] = "01930000-0000-7000-8000-000000000000",
        ["name"] = "missing",
        ["keyId"] = "missing",
        ["channelAccountId"] = "missing",
        ["person"] = "+6591234568",
    };

    public async ValueTask InitializeAsync()
    {
        _host = await ApiHost.StartWithAsync(server, ("Hangfire:Enabled", "false"));
        _http = new HttpClient { BaseAddress = _host.Address };
        using var admin = new Operator(_host.Address);

        var account = await admin.NewSubaccountAsync("mine");
        await admin.NewSubaccountAsync("sibling", account);
        (var keyId, MyKey) = await admin.NewKeyAsync(account, ["mine"]);
        SiblingKey = (await admin.NewKeyAsync(account, ["sibling"])).Key;
        foreach (var name in Operator.EveryScope)
            KeyWithout[name] = (await admin.NewKeyAsync(account, ["mine"], [.. Operator.EveryScope.Where(other => other != name)])).Key;
        (var revoked, RevokedKey) = await admin.NewKeyAsync(account, ["mine"]);
        await admin.RevokeAsync(account, revoked);
        (var expired, ExpiredKey) = await admin.NewKeyAsync(account, ["mine"]);
        await _host.ExecuteAsync($"UPDATE api_keys SET expires_at = now() - interval '1 s' WHERE id = '{expired}'; UPDATE directory_version SET version = version + 1");
        Mine = await ObjectsAsync("mine", account, keyId, MyKey);

        var theirAccount = await admin.NewSubaccountAsync("theirs");
        (keyId, TheirKey) = await admin.NewKeyAsync(theirAccount, ["theirs"]);
        Theirs = await ObjectsAsync("theirs", theirAccount, keyId, TheirKey);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
    }

    public Task<HttpResponseMessage> AskAsync(string method, string path, string? key)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (key is not null)
            request.Headers.Authorization = new("Bearer", key);
        // Good enough for what takes a body to go on to the object that the path names.
        if (method is "POST" or "PUT")
            request.Content = JsonContent.Create(new { step = 1, channels = new[] { new { channel = "SMS" } } });
        return _http.SendAsync(request);
    }

    /// <summary>A response whole, but for the time, the id of the error and the rest of the rate.</summary>
    public async Task<string> ResponseAsync(string method, string path, string key)
    {
        using var response = await AskAsync(method, path, key);
        var body = await response.Content.ReadAsStringAsync();
        if (JsonNode.Parse(body.Length == 0 ? "{}" : body) is JsonObject error)
        {
            error.Remove("errorId");
            error.Remove("timestamp");
            body = error.ToJsonString();
        }
        var headers = response.Headers.Concat(response.Content.Headers)
            .Where(header => header.Key is not ("Date" or "RateLimit-Remaining"))
            .Select(header => $"{header.Key}: {string.Join(',', header.Value)}");
        return string.Join('\n', [((int)response.StatusCode).ToString(CultureInfo.InvariantCulture), .. headers, body]);
    }

    /// <summary>All that is stored but the signs of life, and the statistics, which are counted from the rest now and then.</summary>
    public Task<string> FingerprintAsync() => _host.AskAsync<string>(
        """
        SELECT string_agg(table_name || ' ' || md5(query_to_xml(format('SELECT * FROM %I t ORDER BY t::text', table_name), true, false, '')::text), '; ' ORDER BY table_name)
        FROM information_schema.tables
        WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name NOT IN ('heartbeat', 'replicas', 'commit_marks')
            AND table_name NOT LIKE 'statistics%'
        """);

    private async Task<Dictionary<string, string>> ObjectsAsync(string subaccount, Guid account, string keyId, string key)
    {
        var messages = $"/api/v1/subaccounts/{subaccount}/messages";
        var later = DateTimeOffset.UtcNow.AddDays(1);
        object Message() => new { user = new { msisdn = "+9990444" }, type = "text", content = new { text = "Hello" }, scheduled = later };
        var sent = await DoneAsync(HttpMethod.Post, messages, key, Message());
        var batch = await DoneAsync(HttpMethod.Post, $"{messages}/batch", key, new { messages = new[] { Message() } });
        await DoneAsync(
            HttpMethod.Put, $"/api/v1/subaccounts/{subaccount}/sequences/own-of-{subaccount}", key,
            new { channels = new[] { new { channel = "SMS" } } });
        var update = Guid.CreateVersion7();
        await _host.ExecuteAsync(
            $"""
            INSERT INTO status_updates (id, message_id, seq, subaccount_id, customer_account_id, url, endpoint_key, format, body, created_at, state, attempt_count, give_up_at)
            VALUES ('{update}', '{sent["umid"]}', 1, '{subaccount}', '{account}', 'https://shop.example/', 'url:{account}', 'events-v1', '', now(), 'failed', 1, now())
            """);
        return new Dictionary<string, string>
        {
            ["accountId"] = account.ToString(),
            ["subAccountId"] = subaccount,
            ["umid"] = sent["umid"]!.GetValue<string>(),
            ["batchId"] = batch["batchId"]!.GetValue<string>(),
            ["id"] = update.ToString(),
            ["name"] = $"own-of-{subaccount}",
            ["keyId"] = keyId,
            ["channelAccountId"] = "sms-demo",
            ["person"] = "+6591234567",
        };
    }

    private async Task<JsonNode> DoneAsync(HttpMethod method, string path, string key, object body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", key);
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.Should().BeTrue($"{path}: {text}");
        return JsonNode.Parse(text)!;
    }
}
