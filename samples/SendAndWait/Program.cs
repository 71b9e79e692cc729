// Sends a message over WhatsApp, then Viber, then SMS, and prints its timeline until it is completed.
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

const string Messages = "/api/v1/subaccounts/demo/messages";
using var service = new HttpClient { BaseAddress = new Uri("http://localhost:5080") };
service.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "dev-demo-key");

// The key makes the request safe to repeat: after a time-out or a 5xx, send the same again. Create it once for each message, and store it
// with your order.
using var send = new HttpRequestMessage(HttpMethod.Post, Messages);
send.Headers.Add("Idempotency-Key", $"order-{Guid.CreateVersion7()}");
send.Content = JsonContent.Create(new
{
    channels = new object[]
    {
        new { channel = "WhatsApp", fallbackAfter = 2, successStatus = "Read" },
        new { channel = "Viber", fallbackAfter = 2, successStatus = "Delivered" },
        new { channel = "SMS" },
    },
    user = new { msisdn = "+9990223" }, // the simulated providers: WhatsApp and Viber stop at Sent, SMS is delivered
    type = "text",
    content = new { text = "Your parcel arrives today." },
});
using var response = await service.SendAsync(send);
var sent = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
if (!response.IsSuccessStatusCode)
{
    Console.Error.WriteLine($"{(int)response.StatusCode}: {sent["message"]} (error {sent["errorId"]})");
    return 1;
}

// A real client waits for its webhook instead of asking again and again.
var printed = 0;
while (true)
{
    var timeline = JsonNode.Parse(await service.GetStringAsync($"{Messages}/{sent["umid"]}/timeline"))!;
    var events = timeline["events"]!.AsArray();
    foreach (var line in events.Skip(printed))
        Console.WriteLine($"{line!["at"]}  step {line["step"]?.ToString() ?? "-"}  {line["what"]}, because of {line["cause"]}");
    printed = events.Count;
    if ((string?)timeline["state"] == "completed")
    {
        Console.WriteLine($"{timeline["outcome"]} on {timeline["deliveredOn"]!.ToJsonString()}");
        return 0;
    }
    await Task.Delay(TimeSpan.FromMilliseconds(500));
}
