using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Subaccounts;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>
/// The updates of inbound messages, in 8x8's form (https://developer.8x8.com/connect/docs/inbound-chatapps-message). They are rows of the
/// outbox like those of statuses, and are delivered like them.
/// </summary>
internal sealed class InboundUpdates(
    WebhookDirectory webhooks, SubaccountDirectory subaccounts, EndpointSlots slots, IOptions<StatusWebhooksOptions> options)
    : IInboundUpdates
{
    private static readonly InboundWebhookJson Json = new(new JsonSerializerOptions(InboundWebhookJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public IReadOnlyList<NewStatusUpdate> Create(NewInboundMessage message)
    {
        if (subaccounts.AccountOf(message.Subaccount) is not { } account)
            return [];
        var endpoints = webhooks.InboundOf(account, message.Subaccount).ToList();
        if (endpoints.Count == 0)
            return [];
        var body = Body(message);
        return endpoints.ConvertAll(webhook => new NewStatusUpdate(
            Guid.CreateVersion7(message.ReceivedAt),
            message.Umid,
            Seq: 1,
            message.Subaccount,
            account,
            webhook.Id,
            Url: null,
            webhook.EndpointKey,
            WebhookFormat.Inbound3,
            body,
            message.ReceivedAt,
            message.ReceivedAt + options.Value.KeepTrying));
    }

    public void Stored(IReadOnlyList<NewStatusUpdate> updates)
    {
        foreach (var update in updates)
            slots.NoteWaiting(update.EndpointKey, update.Umid);
    }

    internal static string Body(NewInboundMessage message) => JsonSerializer.Serialize(
        new InboundEnvelope
        {
            Payload = new InboundPayload
            {
                Umid = message.Umid.Value,
                SubAccountId = message.Subaccount.Value,
                Timestamp = message.At,
                User = new InboundUser
                {
                    Msisdn = message.From.Msisdn?.Value,
                    ChannelUserId = message.From.ChannelUserId,
                    Name = message.From.Name,
                    Username = message.From.Username,
                },
                Recipient = new InboundRecipient
                {
                    Channel = Channel.TryFind(message.Channel.Value, out var channel) ? channel.ReceiptName : message.Channel.Value,
                    ChannelId = message.Account.Value,
                },
                Type = InboundDetail.TypeOf(message.Content),
                Content = InboundDetail.Of(message.Content),
                ReplyToUmid = message.ReplyTo?.Value,
            },
        },
        Json.InboundEnvelope);
}

/// <summary>The common part of 8x8's webhooks, of an inbound message.</summary>
internal sealed record InboundEnvelope
{
    public int Version { get; init; } = 3;
    public string Namespace { get; init; } = "ChatApps";
    public string EventType { get; init; } = "inbound_message_received";
    public string Description { get; init; } = "ChatApps inbound message";
    public required InboundPayload Payload { get; init; }
}

/// <summary>An inbound message.</summary>
internal sealed record InboundPayload
{
    public required Guid Umid { get; init; }
    public required string SubAccountId { get; init; }

    [JsonConverter(typeof(PublishedTime))]
    public required DateTimeOffset Timestamp { get; init; }

    public required InboundUser User { get; init; }
    public required InboundRecipient Recipient { get; init; }
    public required string Type { get; init; }
    public required InboundDetail Content { get; init; }

    /// <summary>The message that it replies to.</summary>
    public Guid? ReplyToUmid { get; init; }
}

/// <summary>The person who wrote it.</summary>
internal sealed record InboundUser
{
    public string? Msisdn { get; init; }
    public string? ChannelUserId { get; init; }
    public string? Name { get; init; }
    public string? Username { get; init; }
}

/// <summary>The channel account that it was written to.</summary>
internal sealed record InboundRecipient
{
    public required string Channel { get; init; }
    public required string ChannelId { get; init; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(InboundEnvelope))]
internal sealed partial class InboundWebhookJson : JsonSerializerContext;
