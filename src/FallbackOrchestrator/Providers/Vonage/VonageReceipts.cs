using System.Collections.Frozen;
using System.Globalization;
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
    }.ToFrozenDictionary();

    private readonly RotatingSecret _secret = new(options.SignatureSecret, options.PreviousSignatureSecret);
    private readonly ProviderWords _words = options.Words();

    public ReceiptReading Read(ReceiptRequest request)
    {
        var authorization = request.Headers("Authorization");
        if (string.IsNullOrWhiteSpace(authorization))
            return new ReceiptReading.AskAgain("not signed, which Vonage says may happen now and then");
        if (VonageToken.WhyNot(authorization, _secret, request.Body.Span, request.Now) is { } why)
            return new ReceiptReading.Unauthentic(why);
        if (JsonWire.Read(request.Body, VonageJson.Default.VonageStatus) is not { } status)
            return new ReceiptReading.Malformed("not a status of Vonage's form");
        return new ReceiptReading.Receipts(Read(status, request.Now) is { } receipt ? [receipt] : []);
    }

    private Receipt? Read(VonageStatus status, DateTimeOffset now)
    {
        if (!Words.TryGetValue(status.Status ?? "", out var word))
            return null;
        AttemptReference? reference = AttemptReference.TryParse(status.ClientRef, out var ours) ? ours : null;
        if (reference is null && string.IsNullOrEmpty(status.MessageUuid))
            return null;
        var at = Time(status.Timestamp) ?? now;
        if (!Ladder.IsFailure(word))
            return new Receipt(reference, status.MessageUuid, word, at);
        var code = VonageErrors.Code(status.Error?.Type, status.Error?.Title);
        var error = errors.Failure(code, _words.Fit(status.Error?.Detail ?? status.Error?.Title));
        return new Receipt(reference, status.MessageUuid, code == VonageErrors.LifetimeOver ? Word.LifetimeOver : word, at, error);
    }

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUniversalTime() : null;
}
