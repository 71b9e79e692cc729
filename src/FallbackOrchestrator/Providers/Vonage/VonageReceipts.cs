using System.Collections.Frozen;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Vonage;

/// <summary>
/// Vonage's webhook: one status a request, or one message of a person (<see cref="VonageInbound"/>), authenticated by a token in a header
/// (<see cref="VonageToken"/>).
/// </summary>
internal sealed class VonageReceipts(VonageOptions options, ErrorTable errors, ChannelName channel)
{
    private static readonly FrozenDictionary<string, AttemptStatus> Statuses = new Dictionary<string, AttemptStatus>
    {
        ["submitted"] = AttemptStatus.Sent,
        ["delivered"] = AttemptStatus.Delivered,
        ["read"] = AttemptStatus.Read,
        ["rejected"] = AttemptStatus.Undelivered,
        ["undeliverable"] = AttemptStatus.Undelivered,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private readonly RotatingSecret _secret = new(options.SignatureSecret, options.PreviousSignatureSecret);
    private readonly ErrorTextRedactor _words = options.Redactor();

    public ReceiptParseResult Read(ReceiptRequest request)
    {
        var authorization = request.Headers("Authorization");
        if (string.IsNullOrWhiteSpace(authorization))
            return new ReceiptParseResult.AskAgain("not signed, which Vonage says may happen now and then");
        if (VonageToken.WhyNot(authorization, _secret, request.Body.Span, request.Now) is { } why)
            return new ReceiptParseResult.Unauthentic(why);
        return WireObject.Read(request.Body, request.Unexpected) is { } statuses
            ? ReceiptParseResult.Receipts.Of(
                statuses.Where(body => !VonageInbound.Is(body)).Select(Read),
                statuses.Where(VonageInbound.Is).Select(message => VonageInbound.Read(message, channel, options.From)))
            : new ReceiptParseResult.Malformed("not a status of Vonage's form");
    }

    private Receipt Read(WireObject status)
    {
        if (!Statuses.TryGetValue(status.Text("status")?.Trim() ?? "", out var reported))
            return Receipt.Unheard;
        var receipt = new Receipt(
            Receipt.ReferenceIn(status.Text("client_ref")), status.Id("message_uuid"), reported, status.Time("timestamp"))
        {
            Details = status.Has("whatsapp") && status.Object("whatsapp") is { } whatsApp ? DetailsIn(whatsApp) : null,
        };
        if (!StatusLadder.IsFailure(reported))
            return receipt;
        var (code, said, _) = VonageErrors.In(status, "error");
        var (failed, error) = Failure(reported, code, said);
        return receipt with { Status = failed, Error = error };
    }

    /// <summary>
    /// Reads a record of the Reports API: the same statuses and codes, under other names
    /// (https://developer.vonage.com/en/reports/code-snippets/get-records-by-uuid).
    /// </summary>
    /// <returns>Null if it has no status that is known.</returns>
    public StatusQueryResult.Found? ReadRecord(WireObject record, string providerId)
    {
        if (!Statuses.TryGetValue(record.Text("status")?.Trim() ?? "", out var reported))
            return null;
        var at = record.Time("date_finalized");
        if (!StatusLadder.IsFailure(reported))
            return new StatusQueryResult.Found(reported, at, Error: null, providerId);
        var (failed, error) = Failure(reported, record.Whole("error_code"), record.Text("error_code_description"));
        return new StatusQueryResult.Found(failed, at, error, providerId);
    }

    // No failure, whatever its status is called, if the person may have the message: the attempt waits.
    private (AttemptStatus Status, AttemptError? Error) Failure(AttemptStatus reported, int? code, string? text) =>
        errors.MayBeDelivered(code)
            ? (AttemptStatus.Accepted, null)
            : (code == VonageErrors.LifetimeOver ? AttemptStatus.LifetimeOver : reported, errors.Failure(code, _words.Redact(text)));

    private static ReceiptDetails? DetailsIn(WireObject whatsApp)
    {
        var category = whatsApp.Has("pricing") ? ReceiptDetails.Usable(whatsApp.Object("pricing")?.Text("category")) : null;
        var userId = whatsApp.Has("recipient") ? ReceiptDetails.Usable(whatsApp.Object("recipient")?.Text("user_id")) : null;
        return category is null && userId is null ? null : new ReceiptDetails(category, userId);
    }
}
