using System.Collections.Frozen;
using System.Security.Cryptography;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Viber;

/// <summary>
/// Viber's webhook (https://creators.viber.com/docs/bots-api/events): one event a request, signed with the bot's token over the raw bytes.
/// A delivery is reported for each device. Receipts have only Viber's token of the message. <see cref="ViberInbound"/> reads what
/// people write; all other events are about people.
/// </summary>
internal sealed class ViberReceipts(ViberOptions options)
{
    internal const string Signature = "X-Viber-Content-Signature";

    private static readonly FrozenDictionary<string, AttemptStatus> Statuses = new Dictionary<string, AttemptStatus>
    {
        ["delivered"] = AttemptStatus.Delivered,
        ["seen"] = AttemptStatus.Read,
        ["failed"] = AttemptStatus.Undelivered,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    // The first is the check of a new webhook's address.
    private static readonly FrozenSet<string> OtherEvents =
        new[] { "webhook", "subscribed", "unsubscribed", "conversation_started", ViberInbound.Event, "action", "client_status" }
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly RotatingSecret _secret = new(options.AuthToken, options.PreviousAuthToken);
    private readonly ErrorTextRedactor _words = options.Redactor();

    public ReceiptParseResult Read(ReceiptRequest request)
    {
        if (!_secret.Verifies(request.Headers(Signature), key => Sign(key, request.Body.Span)))
            return new ReceiptParseResult.Unauthentic($"{Signature} is missing or wrong");
        return WireObject.Read(request.Body, request.Unexpected) is { } events
            ? ReceiptParseResult.Receipts.Of(
                from one in events
                let name = one.Text("event")?.Trim() ?? ""
                where !OtherEvents.Contains(name)
                select Statuses.TryGetValue(name, out var status) ? Receipt(one, status) : Channels.Receipt.Unheard,
                from one in events
                where ViberInbound.Event.Equals(one.Text("event")?.Trim(), StringComparison.OrdinalIgnoreCase)
                select ViberInbound.Read(one))
            : new ReceiptParseResult.Malformed("not an event of Viber's form");
    }

    internal static string Sign(byte[] key, ReadOnlySpan<byte> body) => Convert.ToHexStringLower(HMACSHA256.HashData(key, body));

    private Receipt Receipt(WireObject one, AttemptStatus status) => new(
        Reference: null,
        one.Text("message_token"),
        status,
        one.Time("timestamp"),
        status == AttemptStatus.Undelivered ? AttemptError.Of(ErrorClass.Other, text: _words.Redact(one.Text("desc"))) : null);
}
