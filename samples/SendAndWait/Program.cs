// Sends a message over WhatsApp, then Viber, then SMS, and prints its timeline until it is completed.
using FallbackOrchestrator.Client;

using var http = new HttpClient();
var client = new FallbackClient(http, new FallbackClientOptions
{
    BaseAddress = new Uri(Environment.GetEnvironmentVariable("FALLBACK_ADDRESS") ?? "http://localhost:5080"),
    ApiKey = "dev-demo-key",
    Subaccount = "demo",
});

// The key makes the request safe to repeat: after a time-out or a 5xx the client sends the same again. Create it once for each message, and
// store it with your order, so that your program can do the same after a crash.
var key = $"order-{Guid.CreateVersion7()}";
SendResponse sent;
try
{
    sent = await client.SendAsync(
        new SendRequest
        {
            Channels =
            [
                new(Channel.WhatsApp, FallbackAfter: 2, SuccessStatus.Read),
                new(Channel.Viber, FallbackAfter: 2, SuccessStatus.Delivered),
                new(Channel.Sms),
            ],
            User = new("+9990223"), // the simulated providers: WhatsApp and Viber stop at Sent, SMS is delivered
            Content = new TextContent("Your parcel arrives today."),
        },
        key);
}
catch (FallbackApiException refused)
{
    Console.Error.WriteLine($"{refused.Message} (error {refused.ErrorId})");
    return 1;
}

// A real client waits for its webhook instead of asking again and again: see WebhookReceiver.
var timeline = await client.WaitUntilCompletedAsync(sent.Umid, TimeSpan.FromMilliseconds(500));
foreach (var line in timeline.Events)
    Console.WriteLine($"{line.At:O}  step {line.Step?.ToString() ?? "-"}  {line.What}, because of {line.Cause}");
Console.WriteLine($"{timeline.Outcome} at step {timeline.SucceededStep}");
return 0;
