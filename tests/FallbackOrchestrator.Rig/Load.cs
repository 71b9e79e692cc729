using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace FallbackOrchestrator.Rig;

/// <summary>The response to a Send.</summary>
/// <param name="Status">The HTTP status; 0 where no response came.</param>
/// <param name="Umid">The message's id, where it was accepted.</param>
internal sealed record SendResult(int Status, Guid? Umid);

/// <summary>
/// So many Sends a second, to one replica and the other in turn. Every other one falls back, for nobody reads it within two seconds.
/// </summary>
internal sealed class Load(IReadOnlyList<Uri> replicas, int perSecond, TimeSpan duration)
{
    /// <summary>The responses, by recipient.</summary>
    public ConcurrentDictionary<string, SendResult> Results { get; } = new(StringComparer.Ordinal);

    public async Task RunAsync()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(2) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "dev-demo-key");
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond));
        var sending = new List<Task>();
        for (var number = 0; number < perSecond * duration.TotalSeconds && await timer.WaitForNextTickAsync(); number++)
            sending.Add(SendAsync(http, number));
        await Task.WhenAll(sending);
    }

    private async Task SendAsync(HttpClient http, int number)
    {
        var to = $"+9990333{number:000000}";
        var channels = number % 2 == 0
            ? """[{ "channel": "SMS" }]"""
            : """[{ "channel": "WhatsApp", "fallbackAfter": 2, "successStatus": "Read" }, { "channel": "SMS" }]""";
        var body = $$"""{ "user": { "msisdn": "{{to}}" }, "type": "text", "content": { "text": "Hello" }, "channels": {{channels}} }""";
        try
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await http.PostAsync(new Uri(replicas[number % replicas.Count], "/api/v1/subaccounts/demo/messages"), content);
            var read = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
            Results[to] = new SendResult((int)response.StatusCode, response.IsSuccessStatusCode ? read.GetProperty("umid").GetGuid() : null);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or JsonException)
        {
            Results[to] = new SendResult(0, null);
        }
    }
}
