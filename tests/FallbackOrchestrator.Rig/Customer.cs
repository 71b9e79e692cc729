using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FallbackOrchestrator.Rig;

/// <summary>One event of a message, as the customer received it for the first time.</summary>
/// <param name="Sequence">Its place in the timeline.</param>
/// <param name="HappenedAt">When it happened.</param>
/// <param name="ReceivedAt">When it arrived.</param>
internal sealed record ReceivedUpdate(int Sequence, DateTimeOffset HappenedAt, DateTimeOffset ReceivedAt);

/// <summary>The customer's endpoint for status webhooks (<c>events-v1</c>): keeps the updates, and returns 200.</summary>
internal sealed class Customer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<Guid, List<ReceivedUpdate>> _updates = new();

    private Customer(WebApplication app) => _app = app;

    /// <summary>The updates of each message, in the order of arrival, without repetitions.</summary>
    public IReadOnlyDictionary<Guid, List<ReceivedUpdate>> Messages => _updates;

    public static async Task<Customer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var customer = new Customer(app);
        app.MapPost("/events", customer.TakeAsync);
        await app.StartAsync();
        return customer;
    }

    /// <summary>Registers the endpoint, and waits until every replica knows of it.</summary>
    public async Task RegisterAsync(Uri service)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "dev-demo-key");
        using var content = new StringContent(
            $$"""[{ "subAccountId": "demo", "type": "CADR", "enabled": true, "format": "events-v1", "url": "{{_app.Urls.First()}}/events" }]""",
            Encoding.UTF8,
            "application/json");
        using var response = await http.PostAsync(new Uri(service, "/api/v1/accounts/00000000-0000-0000-0000-000000000001/webhooks"), content);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"the webhook was not registered: {await response.Content.ReadAsStringAsync()}");
        await Task.Delay(TimeSpan.FromSeconds(6));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var read = await JsonDocument.ParseAsync(http.Request.Body);
        var data = read.RootElement.GetProperty("data");
        var sequence = data.GetProperty("sequence").GetInt32();
        var updates = _updates.GetOrAdd(data.GetProperty("umid").GetGuid(), _ => []);
        lock (updates)
        {
            if (!updates.Exists(earlier => earlier.Sequence == sequence))
                updates.Add(new ReceivedUpdate(sequence, read.RootElement.GetProperty("timestamp").GetDateTimeOffset(), now));
        }
    }
}
