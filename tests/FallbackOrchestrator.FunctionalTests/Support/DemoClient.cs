using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>A customer of the subaccount <c>demo</c>.</summary>
internal sealed class DemoClient : IDisposable
{
    public const string Key = "dev-demo-key";
    public const string Messages = "/api/v1/subaccounts/demo/messages";

    public DemoClient(Uri address, string? key = Key)
    {
        Http = new HttpClient { BaseAddress = address };
        if (key is not null)
            Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public HttpClient Http { get; }

    /// <summary>A sequence over WhatsApp (unless read), Viber (unless delivered) and SMS.</summary>
    public static string Fallback(string msisdn, double whatsApp = 1, double viber = 1) =>
        $$"""
        {
          "user": { "msisdn": "{{msisdn}}" }, "type": "text", "content": { "text": "Hello" },
          "channels": [
            { "channel": "WhatsApp", "fallbackAfter": {{whatsApp}}, "successStatus": "Read" },
            { "channel": "Viber", "fallbackAfter": {{viber}}, "successStatus": "Delivered" },
            { "channel": "SMS" }
          ]
        }
        """;

    /// <summary>Whether the service says that it is ready.</summary>
    public async Task<bool> IsReadyAsync()
    {
        using var response = await Http.GetAsync("/healthz/ready");
        return response.IsSuccessStatusCode;
    }

    public async Task<(HttpStatusCode Status, JsonNode? Body)> PostAsync(string json, string path = Messages)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await Http.PostAsync(path, content);
        return (response.StatusCode, await ReadAsync(response));
    }

    /// <summary>Sends and expects to be accepted; returns the message's id.</summary>
    public async Task<string> SendAsync(string json)
    {
        var (status, body) = await PostAsync(json);
        status.Should().Be(HttpStatusCode.OK, body?.ToJsonString());
        return body!["umid"]!.GetValue<string>();
    }

    public async Task<(HttpStatusCode Status, JsonNode? Body)> GetAsync(string path)
    {
        using var response = await Http.GetAsync(path);
        return (response.StatusCode, await ReadAsync(response));
    }

    public async Task<JsonNode> TimelineAsync(string umid) => (await GetAsync($"{Messages}/{umid}/timeline")).Body!;

    /// <summary>Waits until a message is completed; returns its timeline.</summary>
    public Task<JsonNode> CompletedAsync(string umid) =>
        Until.TrueAsync(() => TimelineAsync(umid), timeline => timeline["state"]?.GetValue<string>() == "completed");

    public void Dispose() => Http.Dispose();

    private static async Task<JsonNode?> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return text.Length == 0 || response.Content.Headers.ContentType?.MediaType != "application/json" ? null : JsonNode.Parse(text);
    }
}
