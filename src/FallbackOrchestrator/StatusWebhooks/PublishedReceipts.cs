using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>A change of an attempt's published status.</summary>
/// <param name="Seq">The number of its event in the timeline.</param>
/// <param name="Step">The attempt's step.</param>
/// <param name="Status">The new status.</param>
/// <param name="ProviderCode">The provider's own error code.</param>
internal sealed record StatusReceipt(int Seq, int Step, PublishedStatus Status, string? ProviderCode);

/// <summary>8x8's delivery receipts (https://developer.8x8.com/connect/reference/delivery-receipts-for-outbound-messages).</summary>
internal static class PublishedReceipts
{
    // A body is JSON and never HTML, so a plus sign need not be escaped.
    private static readonly ReceiptJson Json = new(new JsonSerializerOptions(ReceiptJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>
    /// The receipts of a change: one for each attempt whose published status, or its reason, has changed. A time-out, a withdrawal and a
    /// skip have no published status. A message that was stopped before any handover has one receipt, on its first channel.
    /// <c>queued</c> is sent once, for the first channel, when the message is queued there and nothing more is known.
    /// </summary>
    public static IEnumerable<StatusReceipt> Of(MessageChange change)
    {
        var after = change.Decision.Message;
        var seq = after.TimelineLength - change.Decision.Timeline.Length;
        var latest = new Dictionary<int, int>();
        int? stoppedAt = null;
        foreach (var entry in change.Decision.Timeline)
        {
            seq++;
            if (entry.Step is { } step && ChangesStatus(entry.Event, step))
                latest[step] = seq;
            else if (entry.Event is MessageEvent.MessageCompleted { Outcome: Outcome.Cancelled or Outcome.Expired })
                stoppedAt = seq;
        }
        foreach (var (step, at) in latest.OrderBy(pair => pair.Value))
        {
            var attempt = after.Attempts[step - 1];
            var before = step <= change.Before.Attempts.Length ? change.Before.Attempts[step - 1] : null;
            var earlier = before is null ? null : PublishedStatus.Of(before);
            if (PublishedStatus.Of(attempt) is { } status && (status.State != "queued" || before is null)
                && (status != earlier || ProviderCode(attempt) != ProviderCode(before!)))
            {
                yield return new StatusReceipt(at, step, status, ProviderCode(attempt));
            }
        }
        if (stoppedAt is { } stopped && after.Attempts.All(attempt => PublishedStatus.Of(attempt) is null))
            yield return new StatusReceipt(stopped, 1, PublishedStatus.Stopped(after.Outcome!.Value), null);
    }

    private static bool ChangesStatus(MessageEvent what, int step) => what switch
    {
        MessageEvent.AttemptQueued => step == 1,
        MessageEvent.StatusChanged or MessageEvent.ReasonChanged or MessageEvent.CallUnknown or MessageEvent.AttemptNotSent => true,
        _ => false,
    };

    /// <summary>The body of a receipt.</summary>
    public static string Write(StatusReceipt receipt, MessageChange change, string format)
    {
        var message = change.Decision.Message;
        var details = change.DetailsOf(receipt.Step);
        _ = Channel.TryFind(message.Sequence[receipt.Step].Channel.Value, out var channel);
        return JsonSerializer.Serialize(
            new ReceiptEnvelope
            {
                Version = format == WebhookFormat.Receipt8 ? null : 9,
                Payload = new ReceiptPayload
                {
                    Umid = message.Umid.Value,
                    BatchId = change.Batch?.Id,
                    ClientBatchId = change.Batch?.ClientBatchId,
                    ClientMessageId = change.ClientMessageId,
                    SubAccountId = message.Subaccount.Value,
                    Channel = channel?.ReceiptName ?? message.Sequence[receipt.Step].Channel.Value,
                    User = User(receipt, change.Recipient, details, channel, format),
                    Status = new ReceiptStatus
                    {
                        State = receipt.Status.State,
                        Detail = receipt.Status.Detail,
                        Timestamp = change.Now,
                        ErrorCode = receipt.Status.ErrorCode,
                        ErrorMessage = receipt.Status.ErrorMessage,
                    },
                    Whatsapp = channel == Channel.WhatsApp ? WhatsApp(receipt, details) : null,
                },
            },
            Json.ReceiptEnvelope);
    }

    private static ReceiptUser User(
        StatusReceipt receipt, Recipient recipient, ReceiptDetails? details, Channel? channel, string format)
    {
        var msisdn = channel is { TakesNumber: false } ? null : recipient.Msisdn?.Value;
        if (format == WebhookFormat.Receipt8)
            return new ReceiptUser { Msisdn = msisdn, ChannelUserId = recipient.Msisdn?.Digits ?? recipient.ChannelUserId };
        var userId = channel != Channel.WhatsApp ? channel?.UserIdOf(recipient)
            : ChannelSaidSo(receipt.Status) ? details?.ChannelUserId ?? channel.UserIdOf(recipient)
            : null;
        return new ReceiptUser { Msisdn = msisdn, ChannelUserId = userId };
    }

    private static ReceiptWhatsApp? WhatsApp(StatusReceipt receipt, ReceiptDetails? details) =>
        receipt.ProviderCode is null && details?.PricingCategory is null
            ? null
            : new ReceiptWhatsApp { ProviderErrorCode = receipt.ProviderCode, PricingCategory = details?.PricingCategory };

    // Only a status that WhatsApp itself reported contains WhatsApp's id of the person.
    private static bool ChannelSaidSo(PublishedStatus status) =>
        status is { State: "read" or "undelivered" } or { Detail: "delivered_to_recipient" };

    private static string? ProviderCode(Attempt attempt) =>
        (attempt.HasFailed ? attempt.Failure?.Error : attempt.HasStatus ? null : attempt.LastCallError)?.ProviderCode;
}

/// <summary>The common part of 8x8's webhooks.</summary>
internal sealed record ReceiptEnvelope
{
    public int? Version { get; init; }
    public string Namespace { get; init; } = "ChatApps";
    public string EventType { get; init; } = "outbound_message_status_changed";
    public string Description { get; init; } = "ChatApps outbound message delivery receipt";
    public required ReceiptPayload Payload { get; init; }
}

/// <summary>The content of a receipt.</summary>
internal sealed record ReceiptPayload
{
    public required Guid Umid { get; init; }
    public Guid? BatchId { get; init; }
    public string? ClientBatchId { get; init; }
    public string? ClientMessageId { get; init; }
    public required string SubAccountId { get; init; }
    public required string Channel { get; init; }
    public required ReceiptUser User { get; init; }
    public required ReceiptStatus Status { get; init; }
    public ReceiptWhatsApp? Whatsapp { get; init; }
}

/// <summary>The recipient of the message.</summary>
internal sealed record ReceiptUser
{
    public string? Msisdn { get; init; }
    public string? ChannelUserId { get; init; }
}

/// <summary>The status of the attempt.</summary>
internal sealed record ReceiptStatus
{
    public required string State { get; init; }
    public string? Detail { get; init; }

    [JsonConverter(typeof(PublishedTime))]
    public required DateTimeOffset Timestamp { get; init; }

    public int? ErrorCode { get; init; }
    public string? ErrorMessage { get; init; }
}

/// <summary>The part that only WhatsApp reports.</summary>
internal sealed record ReceiptWhatsApp
{
    public string? ProviderErrorCode { get; init; }
    public string? PricingCategory { get; init; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReceiptEnvelope))]
internal sealed partial class ReceiptJson : JsonSerializerContext;
