using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace FallbackOrchestrator.Client;

/// <summary>
/// What a webhook receives: a <see cref="MessageEvent"/>, a <see cref="DeliveryReceipt"/>, an <see cref="InboundMessage"/>, an
/// <see cref="OperationalEvent"/>, a <see cref="Ping"/>, or an <see cref="OtherUpdate"/> of a newer service.
/// </summary>
public abstract record StatusUpdate
{
    private protected StatusUpdate()
    {
    }

    /// <summary>Its id: the same for every attempt to deliver it, so it tells repetitions.</summary>
    [JsonIgnore]
    public string Id { get; internal set; } = "";

    /// <summary>The whole body, with the fields that this version of the client does not know.</summary>
    [JsonIgnore]
    public JsonElement Body { get; internal set; }

    /// <summary>Reads a body. It does not verify it: <see cref="WebhookVerifier.Read"/> does.</summary>
    /// <param name="id">The header <c>webhook-id</c>.</param>
    /// <param name="body">The body.</param>
    /// <exception cref="JsonException">The body is not JSON.</exception>
    public static StatusUpdate Parse(string id, ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement.Clone();
        var update = Typed(root);
        update.Id = id;
        update.Body = root;
        return update;
    }

    private static StatusUpdate Typed(JsonElement body)
    {
        if (Text(body, "eventType") == "outbound_message_status_changed")
            return Read(body, ClientJson.Default.DeliveryReceipt);
        if (Text(body, "eventType") == "inbound_message_received")
            return Read(body, ClientJson.Default.InboundMessage);
        if (Text(body, "type") is not { } type)
            return new OtherUpdate();
        return type == "message.exhausted" || type.StartsWith("endpoint.", StringComparison.Ordinal)
            ? Read(body, ClientJson.Default.OperationalEvent)
            : type.StartsWith("message.", StringComparison.Ordinal) ? Read(body, ClientJson.Default.MessageEvent)
            : type == "ping" ? new Ping()
            : new OtherUpdate();
    }

    // A body that a newer service writes in another way must not be refused: it would be delivered again for a day.
    private static StatusUpdate Read<T>(JsonElement body, JsonTypeInfo<T> type) where T : StatusUpdate
    {
        try
        {
            return body.Deserialize(type) ?? (StatusUpdate)new OtherUpdate();
        }
        catch (JsonException)
        {
            return new OtherUpdate();
        }
    }

    private static string? Text(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}

/// <summary>A test of the webhook.</summary>
public sealed record Ping : StatusUpdate;

/// <summary>An update that this version of the client does not know; see <see cref="StatusUpdate.Body"/>.</summary>
public sealed record OtherUpdate : StatusUpdate;
