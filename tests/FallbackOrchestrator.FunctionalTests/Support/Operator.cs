using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>The operator of the service: makes accounts, subaccounts and keys for tests.</summary>
internal sealed class Operator : IDisposable
{
    public const string Accounts = "/api/v1/admin/accounts";

    /// <summary>The admin key of Development.</summary>
    public const string Key = "dev-demo-admin-key";

    public static readonly string[] EveryScope = ["messages:send", "messages:read", "webhooks", "settings"];

    public Operator(Uri address, string? key = Key)
    {
        Http = new HttpClient { BaseAddress = address };
        if (key is not null)
            Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public HttpClient Http { get; }

    /// <summary>Makes an account of its own for a subaccount, or a further one for the account.</summary>
    public async Task<Guid> NewSubaccountAsync(string id, Guid? account = null, object? settings = null)
    {
        var accountId = account ?? Guid.CreateVersion7();
        await DoneAsync(HttpMethod.Put, $"{Accounts}/{accountId}", new { name = $"of {id}" });
        await DoneAsync(
            HttpMethod.Put, Subaccount(accountId, id),
            settings ?? new { channelAccounts = new[] { "whatsapp-demo", "viber-demo", "sms-demo" }, defaultChannel = "SMS" });
        return accountId;
    }

    /// <summary>Makes a key; all scopes unless some are named.</summary>
    public async Task<(string Id, string Key)> NewKeyAsync(Guid account, string[] subAccounts, params string[] scopes)
    {
        var made = await DoneAsync(
            HttpMethod.Post, $"{Accounts}/{account}/keys", new { subAccounts, scopes = scopes.Length == 0 ? EveryScope : scopes });
        return (made["keyId"]!.GetValue<string>(), made["key"]!.GetValue<string>());
    }

    public Task RevokeAsync(Guid account, string keyId) => DoneAsync(HttpMethod.Delete, $"{Accounts}/{account}/keys/{keyId}");

    public static string Subaccount(Guid account, string id) => $"{Accounts}/{account}/subaccounts/{id}";

    /// <summary>Asks for something that must be done.</summary>
    public async Task<JsonNode> DoneAsync(HttpMethod method, string path, object? body = null)
    {
        var (status, response) = await AskAsync(method, path, body);
        ((int)status).Should().BeInRange(200, 299, $"{method} {path}: {response?.ToJsonString()}");
        return response!;
    }

    public async Task<(HttpStatusCode Status, JsonNode? Body)> AskAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    public void Dispose() => Http.Dispose();
}
