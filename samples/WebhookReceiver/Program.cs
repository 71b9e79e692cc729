// Receives status updates of the demo account: verifies the signature, skips repeated deliveries, and responds before it works.
using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

const string Service = "http://localhost:5080";
const string Account = "00000000-0000-0000-0000-000000000001";
const string Here = "http://localhost:5090/status";

// 1. Register the endpoint, and get a signing secret. It is shown once: a real receiver stores it.
using var service = new HttpClient { BaseAddress = new Uri(Service) };
service.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "dev-demo-key");
using var registered = await service.PostAsJsonAsync(
    $"/api/v1/accounts/{Account}/webhooks",
    new[] { new { subAccountId = "demo", type = "CADR", url = Here, format = "events-v1" } });
registered.EnsureSuccessStatusCode();
using var rotated = await service.PostAsJsonAsync($"/api/v1/accounts/{Account}/webhooks/secret", new { subAccountId = "demo" });
rotated.EnsureSuccessStatusCode();
var secret = (string)JsonNode.Parse(await rotated.Content.ReadAsStringAsync())!["secret"]!;
var webhook = new StandardWebhook(secret);

// 2. Receive. Deliveries are "at least once": the id is the same for each attempt, so it tells repetitions. A real receiver keeps the ids
// in its database, in the transaction of its work, for at least the day in which deliveries are retried.
var seen = new ConcurrentDictionary<string, bool>();
var app = WebApplication.CreateBuilder(new WebApplicationOptions { Args = ["--urls", "http://localhost:5090"] }).Build();
app.MapPost("/status", async (HttpRequest request) =>
{
    var body = await new StreamReader(request.Body).ReadToEndAsync();
    try
    {
        webhook.Verify(body, request.Headers);
    }
    catch (WebhookVerificationException)
    {
        return Results.Unauthorized();
    }
    if (seen.TryAdd(request.Headers["webhook-id"].ToString(), true))
    {
        var update = JsonNode.Parse(body)!;
        var data = update["data"]!;
        Console.WriteLine($"{update["type"]} step {data["step"]?.ToString() ?? "-"} {data["channel"]} {data["status"]}");
    }
    return Results.NoContent();
});
await app.RunAsync();
