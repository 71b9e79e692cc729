using System.Collections.Frozen;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Vonage;

/// <summary>Vonage's webhook: one status a request, authenticated by a token in the header (<see cref="VonageToken"/>).</summary>
internal sealed class VonageReceipts(VonageOptions options, ErrorTable errors)
{
    private static readonly FrozenDictionary<string, Word> Words = new Dictionary<string, Word>
    {
        ["submitted"] = Word.Sent,
        ["delivered"] = Word.Delivered,
        ["read"] = Word.Read,
        ["rejected"] = Word.Undelivered,
        ["undeliverable"] = Word.Undelivered,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private readonly RotatingSecret _secret = new(options.SignatureSecret, options.PreviousSignatureSecret);
    private readonly ProviderWords _words = options.Words();

    public ReceiptReading Read(ReceiptRequest request)
    {
        var authorization = request.Headers("Authorization");
        if (string.IsNullOrWhiteSpace(authorization))
            return new ReceiptReading.AskAgain("not signed, which Vonage says may happen now and then");
        if (VonageToken.WhyNot(authorization, _secret, request.Body.Span, request.Now) is { } why)
            return new ReceiptReading.Unauthentic(why);
        return WireObject.Read(request.Body, request.Odd) is { } statuses
            ? ReceiptReading.Receipts.Of(statuses.Select(Read))
            : new ReceiptReading.Malformed("not a status of Vonage's form");
    }

    private Receipt Read(WireObject status)
    {
        if (!Words.TryGetValue(status.Text("status")?.Trim() ?? "", out var word))
            return Receipt.Unheard;
        var receipt = new Receipt(
            Receipt.ReferenceIn(status.Text("client_ref")), status.Id("message_uuid"), word, status.Time("timestamp"));
        if (!Ladder.IsFailure(word))
            return receipt;
        var (code, said, _) = VonageErrors.In(status, "error");
        // No failure, whatever the status is called: the person may have it, so it is waited for.
        if (errors.MayBeDelivered(code))
            return receipt with { Word = Word.Accepted };
        return receipt with
        {
            Word = code == VonageErrors.LifetimeOver ? Word.LifetimeOver : word,
            Error = errors.Failure(code, _words.Fit(said)),
        };
    }
}
