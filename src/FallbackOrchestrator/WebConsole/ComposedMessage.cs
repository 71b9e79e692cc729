using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FallbackOrchestrator.Subaccounts;
using FallbackOrchestrator.Subaccounts.Management;

namespace FallbackOrchestrator.WebConsole;

/// <summary>A message as it is composed on the page, and its body for the API.</summary>
public sealed class ComposedMessage
{
    /// <summary>The kind that takes type and content as JSON.</summary>
    public const string AsJson = "json";

    /// <summary><c>text</c>, <c>image</c> or <see cref="AsJson"/>.</summary>
    public string Kind { get; set; } = "text";

    /// <summary>The recipient's number.</summary>
    public string? Number { get; set; }

    /// <summary>The text, or the caption of an image.</summary>
    public string? Text { get; set; } = "Your parcel is at desk 4.";

    /// <summary>The address of an image.</summary>
    public string? Url { get; set; }

    /// <summary>The text for SMS, and for channels that cannot carry the content.</summary>
    public string? FallbackText { get; set; }

    /// <summary>Type and content of any other message.</summary>
    public string Json { get; set; } =
        """{ "type": "location", "content": { "location": { "latitude": 1.29, "longitude": 103.85 }, "fallbackText": "We are at 1.29, 103.85." } }""";

    /// <summary>The customer's own id.</summary>
    public string? ClientMessageId { get; set; }

    /// <summary>The start, in UTC; null for at once.</summary>
    public DateTime? Scheduled { get; set; }

    /// <summary>The expiry, in UTC; null for none.</summary>
    public DateTime? Expiry { get; set; }

    /// <summary>The steps.</summary>
    public List<EditedStep> Steps { get; set; } = [];

    /// <summary>Writes the body of the request.</summary>
    /// <param name="accounts">The accounts of the subaccount.</param>
    /// <param name="body">The body.</param>
    /// <param name="mistake">What is wrong with the JSON that was typed. The API says what else is wrong.</param>
    public bool TryWrite(
        IReadOnlyList<ChannelAccountView> accounts, [NotNullWhen(true)] out JsonObject? body, [NotNullWhen(false)] out string? mistake)
    {
        if (!TryWriteContent(out body, out mistake))
            return false;
        body["user"] = new JsonObject { ["msisdn"] = Number };
        Add(body, "clientMessageId", ClientMessageId);
        Add(body, "scheduled", Utc(Scheduled));
        Add(body, "expiry", Utc(Expiry));
        if (Steps.Count > 0)
            body["channels"] = new JsonArray([.. Steps.Select(step => Node(step.Entry(accounts)))]);
        return true;
    }

    private bool TryWriteContent([NotNullWhen(true)] out JsonObject? body, [NotNullWhen(false)] out string? mistake)
    {
        (body, mistake) = (null, null);
        if (Kind == AsJson)
        {
            try
            {
                body = JsonNode.Parse(Json) as JsonObject ?? throw new JsonException("it is no object");
                _ = body.Count; // A name that is there twice is found only now.
                return true;
            }
            catch (Exception wrong) when (wrong is JsonException or ArgumentException)
            {
                mistake = $"The content is not JSON: {wrong.Message}";
                return false;
            }
        }
        var content = new JsonObject();
        Add(content, "url", Kind == "image" ? Url : null);
        Add(content, "text", Text);
        Add(content, "fallbackText", FallbackText);
        body = new JsonObject { ["type"] = Kind, ["content"] = content };
        return true;
    }

    private static JsonObject Node(SequenceEntry entry)
    {
        var node = new JsonObject { ["channel"] = entry.Channel };
        if (entry.FallbackAfter is { } window)
            node["fallbackAfter"] = window;
        Add(node, "successStatus", entry.SuccessStatus);
        Add(node, "channelId", entry.ChannelId);
        if (entry.FallbackOn is { } reasons)
            node["fallbackOn"] = new JsonArray([.. reasons.Select(reason => JsonValue.Create(reason))]);
        return node;
    }

    private static void Add(JsonObject node, string name, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
            node[name] = value;
    }

    private static string? Utc(DateTime? time) => time?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
