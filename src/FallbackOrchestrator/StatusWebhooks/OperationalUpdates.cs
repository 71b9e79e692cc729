using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>
/// What operational webhooks are told: what happened to the account's own endpoints, without the secrets of their addresses.
/// </summary>
internal static class OperationalUpdates
{
    private static readonly OperationalJson Json = new(new JsonSerializerOptions(OperationalJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The updates that tell events: one for each, but one for all updates of an endpoint that were given up.</summary>
    /// <param name="events">The events, in their order.</param>
    /// <param name="now">The database's clock.</param>
    /// <param name="keepTrying">The time for which the delivery is retried.</param>
    public static List<NewStatusUpdate> Of(IReadOnlyList<OperationalEvent> events, DateTimeOffset now, TimeSpan keepTrying) =>
    [
        .. events.Index()
            .GroupBy(
                one => (one.Item.Account, one.Item.EndpointKey, Alone: IsExhausted(one.Item) ? -1 : one.Index),
                one => one.Item)
            .Select(together => Update([.. together], now, keepTrying)),
    ];

    private static NewStatusUpdate Update(List<OperationalEvent> together, DateTimeOffset now, TimeSpan keepTrying)
    {
        var first = together[0];
        var id = Guid.CreateVersion7(now);
        return new NewStatusUpdate(
            id,
            new Umid(id), // It is about no message: see StatusUpdateRow.MessageId.
            Seq: 1,
            new SubaccountId(WebhookDirectory.EverySubaccount),
            first.Account,
            first.Told,
            Url: null,
            first.Told.ToString("D"),
            WebhookFormat.Events1,
            JsonSerializer.Serialize(Payload(together), Json.OperationalEventPayload),
            CreatedAt: now,
            GiveUpAt: now + keepTrying);
    }

    private static OperationalEventPayload Payload(List<OperationalEvent> together)
    {
        var (first, last) = (together[0], together[^1]);
        var isExhausted = IsExhausted(first);
        return new OperationalEventPayload
        {
            Type = EnumText.Of(first.Kind),
            Timestamp = last.At,
            Data = new OperationalEventData
            {
                SubAccountId = first.Subaccount,
                Server = ServerOf(last.Url),
                Reason = first.Reason is { } reason ? EnumText.Of(reason) : null,
                Since = isExhausted ? first.At : first.Since!.Value,
                Count = isExhausted ? together.Sum(one => one.UpdateCount) : null,
                Updates = isExhausted
                    ? [.. together.SelectMany(one => one.Updates).Take(OperationalEvents.MostNamed).Select(Shown)]
                    : null,
            },
        };
    }

    private static bool IsExhausted(OperationalEvent one) => one.Kind == OperationalEventKind.MessageExhausted;

    private static ExhaustedUpdatePayload Shown(ExhaustedUpdate update) => new()
    {
        Id = update.Id,
        Umid = update.Umid,
        SubAccountId = update.SubaccountId,
        Tries = update.Tries,
        LastResult = Ping.Shown(update.LastResult),
        LastStatus = update.LastStatus,
    };

    /// <summary>
    /// The scheme and host of an address. Some services put a token into the path, so the path is a secret like the query.
    /// </summary>
    public static string ServerOf(string url) => new Uri(url).GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
}

/// <summary>An update for an operational webhook. Fields without a value are left out.</summary>
internal sealed record OperationalEventPayload
{
    /// <summary><c>endpoint.disabled</c>, <c>endpoint.enabled</c> or <c>message.exhausted</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The time of the event; of several that are counted together, of the last.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    public required OperationalEventData Data { get; init; }
}

/// <summary>The content of an operational event.</summary>
internal sealed record OperationalEventData
{
    /// <summary>
    /// The subaccount that the endpoint's webhook was registered for, or <c>*</c>; left out for a message's <c>dlrCallbackUrl</c>.
    /// </summary>
    public string? SubAccountId { get; init; }

    /// <summary>The scheme and host of the endpoint's address.</summary>
    public required string Server { get; init; }

    /// <summary>Of a webhook: why it was stopped, <c>gone</c> or <c>failing</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// Disabled: the time since which every attempt had failed. Enabled: the time at which it had been stopped. Exhausted: the time of the
    /// first of the updates.
    /// </summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Exhausted: the number of updates that were given up.</summary>
    public int? Count { get; init; }

    /// <summary>Exhausted: the first ten of these updates.</summary>
    public IReadOnlyList<ExhaustedUpdatePayload>? Updates { get; init; }
}

/// <summary>A status update that was given up.</summary>
internal sealed record ExhaustedUpdatePayload
{
    /// <summary>Its id: the <c>webhook-id</c> of its attempts.</summary>
    public required Guid Id { get; init; }

    public required Guid Umid { get; init; }
    public required string SubAccountId { get; init; }

    /// <summary>The attempts.</summary>
    public required int Tries { get; init; }

    /// <summary>The result of the last attempt, as for a ping; <c>noEndpoint</c> if the webhook was disabled.</summary>
    public required string LastResult { get; init; }

    /// <summary>The HTTP status of the last attempt, if there was a response.</summary>
    public int? LastStatus { get; init; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OperationalEventPayload))]
internal sealed partial class OperationalJson : JsonSerializerContext;
