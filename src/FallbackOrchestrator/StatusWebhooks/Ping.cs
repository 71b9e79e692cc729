using System.Text.Json;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>The body of a test: it has an <c>eventType</c> and a <c>type</c> that no receipt and no event has, and names no message.</summary>
internal static class Ping
{
    public static string Body(DateTimeOffset now) => JsonSerializer.Serialize(
        new Dictionary<string, string>
        {
            ["namespace"] = "ChatApps",
            ["eventType"] = "ping",
            ["type"] = "ping",
            ["timestamp"] = now.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        },
        WebhooksJson.Default.DictionaryStringString);
}
