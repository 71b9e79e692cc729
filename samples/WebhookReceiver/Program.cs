// Receives status updates of the demo account: verifies the signature, skips repeated deliveries, and responds before it works.
using System.Collections.Concurrent;
using FallbackOrchestrator.Client;

var here = $"http://localhost:{Environment.GetEnvironmentVariable("RECEIVER_PORT") ?? "5090"}";
using var http = new HttpClient();
var client = new FallbackClient(http, new FallbackClientOptions
{
    BaseAddress = new Uri(Environment.GetEnvironmentVariable("FALLBACK_ADDRESS") ?? "http://localhost:5080"),
    ApiKey = "dev-demo-key",
    Subaccount = "demo",
});

// 1. Register the endpoint, and get a signing secret. It is shown once: a real receiver stores it.
await client.Webhooks.PutAsync(
[
    new Webhook
    {
        SubAccountId = "demo",
        Type = WebhookType.DeliveryReceipts,
        Url = $"{here}/status",
        Format = WebhookFormat.Events1,
    },
]);
var verifier = new WebhookVerifier((await client.Webhooks.RotateSecretAsync(new WebhookTarget("demo"))).Secret);

// 2. Receive. Deliveries are "at least once": the id is the same for each attempt, so it tells repetitions. A real receiver keeps the ids
// in its database, in the transaction of its work, for at least the day in which deliveries are retried.
var seen = new ConcurrentDictionary<string, bool>();
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = ["--urls", here] });
builder.Logging.SetMinimumLevel(LogLevel.Warning);
var app = builder.Build();
app.MapPost("/status", async (HttpRequest request) =>
{
    using var body = new MemoryStream();
    await request.Body.CopyToAsync(body);
    StatusUpdate update;
    try
    {
        update = verifier.Read(body.ToArray(), name => request.Headers[name]);
    }
    catch (WebhookVerificationException refused)
    {
        Console.WriteLine($"refused: {refused.Message}");
        return Results.Unauthorized();
    }
    if (seen.TryAdd(update.Id, true) && update is MessageEvent { Type: var type, Data: var data })
        Console.WriteLine($"{type} step {data.Step?.ToString() ?? "-"} {data.Channel} {data.Status}");
    return Results.NoContent();
});
await app.StartAsync();
Console.WriteLine($"Now listening on: {here}");
await app.WaitForShutdownAsync();
