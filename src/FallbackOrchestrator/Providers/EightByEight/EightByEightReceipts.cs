using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.EightByEight;

/// <summary>
/// 8x8's receipts (https://developer.8x8.com/connect/docs/delivery-receipts-for-outbound-sms): one status a request, posted to the address
/// that the call contained. 8x8 signs nothing, so the address has our own signature. The webhook of the account at 8x8 brings what people
/// write (<see cref="EightByEightInbound"/>), with a secret in a header. Either is repeated after 1, 10, 30 and 90 seconds.
/// </summary>
internal sealed class EightByEightReceipts(EightByEightOptions options)
{
    private const string StatusChanged = "outbound_message_status_changed";
    private const string Inbound = "inbound_message_received";

    private readonly SignedAddress _address = new(options.ReceiptSecret, options.PreviousReceiptSecret);
    private readonly RotatingSecret _webhook = new(options.WebhookSecret ?? "", options.PreviousWebhookSecret);
    private readonly ErrorTextRedactor _words = options.Redactor();

    public ReceiptParseResult Read(ReceiptRequest request)
    {
        // Whoever knows the address of one message may report that message, and nothing else.
        var isOfOneMessage = _address.IsOurs(request.Url, out var reference);
        if (!isOfOneMessage && !_webhook.Verifies(request.Headers("Authorization"), key => $"Bearer {Encoding.UTF8.GetString(key)}"))
            return new ReceiptParseResult.Unauthentic("the signature in the address, or the secret of the webhook, is missing or wrong");
        return WireObject.Read(request.Body, request.Unexpected) is { } events
            ? ReceiptParseResult.Receipts.Of(
                from one in events
                where !Is(one, Inbound)
                select Is(one, StatusChanged) && one.Object("payload") is { } payload
                    ? Read(payload, isOfOneMessage ? reference : Receipt.ReferenceIn(payload.Text("clientMessageId")))
                    : Receipt.Unheard,
                from one in events
                where !isOfOneMessage && Is(one, Inbound)
                let payload = one.Object("payload")
                where payload is not null
                select EightByEightInbound.Read(payload))
            : new ReceiptParseResult.Malformed("not an event of 8x8's form");
    }

    private static bool Is(WireObject one, string type) => type.Equals(one.Text("eventType")?.Trim(), StringComparison.OrdinalIgnoreCase);

    private Receipt Read(WireObject payload, AttemptReference? reference)
    {
        if (payload.Object("status") is not { } said || EightByEightStatuses.StatusOf(said) is not { } reported)
            return Receipt.Unheard;
        var (status, error) = Meaning(reported, said);
        return new Receipt(reference, payload.Id("umid"), status, said.Time("timestamp"), error);
    }

    /// <summary>The status and, if it is a failure, its reason.</summary>
    /// <param name="reported">The status by its state and detail.</param>
    /// <param name="said">8x8's object of the status.</param>
    public (AttemptStatus Status, AttemptError? Error) Meaning(AttemptStatus reported, WireObject said)
    {
        if (!StatusLadder.IsFailure(reported))
            return (reported, null);
        var error = EightByEightErrors.Receipts.Failure(said.Whole("errorCode"), _words.Redact(said.Text("errorMessage")));
        return (error.Class == ErrorClass.Expired ? AttemptStatus.LifetimeOver : reported, error);
    }
}
