using System.Text;
using System.Text.Json;
using FallbackOrchestrator.Simulator;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>What providers post when a person writes, signed with the secrets of Development.</summary>
internal static class InboundPosts
{
    /// <summary>A text on WhatsApp.</summary>
    /// <param name="http">Calls the service.</param>
    /// <param name="from">The person's number.</param>
    /// <param name="text">The text.</param>
    /// <param name="repliesTo">Meta's id of the message that it replies to.</param>
    /// <param name="id">Meta's id of it; one of its own if it is left out.</param>
    /// <param name="at">Meta's time of it.</param>
    /// <param name="to">Meta's id of the number that got it; the demo's if it is left out.</param>
    public static async Task<HttpResponseMessage> PostWhatsAppAsync(
        this HttpClient http, string from, string text, string? repliesTo = null, string? id = null, DateTimeOffset? at = null,
        string to = "106540352242922")
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                @object = "whatsapp_business_account",
                entry = new[] { new { id = "1", changes = new[] { new { field = "messages", value = Value() } } } },
            },
            WireJson.WithoutNulls);
        using var content = new ByteArrayContent(body);
        content.Headers.Add("X-Hub-Signature-256", Signatures.Meta("dev-meta-app-secret", body));
        return await http.PostAsync("/webhooks/meta/whatsapp-demo", content);

        object Value() => new
        {
            messaging_product = "whatsapp",
            metadata = new { display_phone_number = "15550783881", phone_number_id = to },
            contacts = new[] { new { profile = new { name = "Ada" }, wa_id = from.TrimStart('+') } },
            messages = new[]
            {
                new
                {
                    from = from.TrimStart('+'),
                    id = id ?? $"wamid.{Guid.NewGuid():N}",
                    timestamp = at is { } time ? $"{time.ToUnixTimeSeconds()}" : "1795000000",
                    type = "text",
                    text = new { body = text },
                    context = repliesTo is null ? null : new { from = "15550783881", id = repliesTo },
                },
            },
        };
    }

    /// <summary>An SMS, as Twilio posts it.</summary>
    public static async Task<HttpResponseMessage> PostSmsAsync(this HttpClient http, string from, string text, string? id = null)
    {
        var url = new Uri(http.BaseAddress!, "/webhooks/twilio/sms-demo").AbsoluteUri;
        var form = new Dictionary<string, string>
        {
            ["MessageSid"] = id ?? $"SM{Guid.NewGuid():N}",
            ["SmsStatus"] = "received",
            ["From"] = from,
            ["To"] = "+15005550006",
            ["Body"] = text,
            ["NumMedia"] = "0",
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new FormUrlEncodedContent(form),
            Headers = { { "X-Twilio-Signature", Signatures.Twilio("dev-twilio-auth-token", url, form) } },
        };
        return await http.SendAsync(request);
    }

    /// <summary>A text on Viber, as Vonage posts it.</summary>
    public static async Task<HttpResponseMessage> PostViberAsync(this HttpClient http, string from, string text, DateTimeOffset now)
    {
        var body = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new
        {
            channel = "viber_service",
            message_uuid = Guid.NewGuid(),
            to = "1234",
            from = from.TrimStart('+'),
            timestamp = now.UtcDateTime,
            message_type = "text",
            text,
        }));
        var token = Signatures.Vonage(
            "dev-vonage-signature-secret-of-32-bytes", body, now, Guid.NewGuid().ToString(), "devkey", "aaaaaaaa-bbbb-4ccc-8ddd-000000000000");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/vonage/viber-demo")
        {
            Content = new ByteArrayContent(body),
            Headers = { { "Authorization", $"Bearer {token}" } },
        };
        return await http.SendAsync(request);
    }
}
