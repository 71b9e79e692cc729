using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Channels;

/// <summary>
/// Translates between our words and one provider's wire, for one channel. It performs no I/O: it writes the request that
/// <see cref="ProviderCall"/> sends, reads the answer, and reads what the provider posts to our webhook.
/// </summary>
public interface IChannelAdapter
{
    /// <summary>What the provider can do over this channel.</summary>
    AdapterCapabilities Traits { get; }

    /// <summary>
    /// Writes the call that hands an attempt over. Puts <see cref="Handover.Reference"/> into whatever the provider echoes in its receipts.
    /// An exception means that nothing was sent (<see cref="CallResult.Broken"/>).
    /// </summary>
    HttpRequestMessage WriteCall(Handover handover);

    /// <summary>
    /// Classifies the provider's answer. Never throws for what a provider may say: what cannot be understood after the request
    /// left is <see cref="CallResult.Unknown"/>.
    /// </summary>
    CallResult ReadResponse(ProviderResponse answer);

    /// <summary>
    /// Verifies and reads one request to <c>/webhooks/{provider}/{account}</c>. Never throws for what a stranger may post. Only the id, the
    /// reference and the status decide: whatever else is not as documented is left out (<see cref="WireObject"/>).
    /// </summary>
    ReceiptParseResult ReadReceipts(ReceiptRequest request);
}

/// <summary>What a provider can do over a channel.</summary>
/// <param name="BestStatus">The best status that it can report; the channel's own best is lowered to it.</param>
/// <param name="SupportsIdempotencyKey">Whether the same reference sent twice is one message at the provider, so that an unknown outcome may be repeated.</param>
/// <param name="SupportsQuotes">Whether a message can quote an earlier one (<see cref="Handover.Quoted"/>).</param>
public sealed record AdapterCapabilities(SuccessStatus BestStatus, bool SupportsIdempotencyKey = false, bool SupportsQuotes = false)
{
    /// <summary>The header that signs what the provider posts: without it a body is not even read. Null where there is none.</summary>
    public string? SignatureHeader { get; init; }

    /// <summary>The longest body that the provider posts to a webhook, in bytes; a longer one is refused unread.</summary>
    /// <value>The default is 64 kB, which is far more than one status takes.</value>
    public int MaxWebhookBytes { get; init; } = 64 * 1024;

    /// <summary>
    /// The name by which receipts name this account (<see cref="Receipt.AccountName"/>), for a provider that has one webhook address for several
    /// accounts; else null.
    /// </summary>
    public string? AccountName { get; init; }
}

/// <summary>One attempt on its way to its provider.</summary>
/// <param name="Reference">Our reference, for the provider to echo.</param>
/// <param name="Recipient">Whom it is for; the address for the channel is present (a step without one is never handed over).</param>
/// <param name="Body">What to send, already degraded to what the channel carries.</param>
/// <param name="Sms">How to send it, on SMS.</param>
/// <param name="ReceiptsTo">Our public address for this account's receipts, for providers that are told with every call.</param>
/// <param name="DirectSend">That WhatsApp is to make a template of it, on WhatsApp.</param>
/// <param name="Quoted">The provider's id of the message that it quotes, where the adapter <see cref="AdapterCapabilities.SupportsQuotes"/>.</param>
public sealed record Handover(
    AttemptReference Reference,
    Recipient Recipient,
    ContentBody Body,
    SmsSettings? Sms,
    Uri ReceiptsTo,
    DirectSend? DirectSend = null,
    string? Quoted = null);

/// <summary>A provider's whole answer to a call.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body, at most 64 kB of it.</param>
/// <param name="RetryAfter">The <c>Retry-After</c> header, made a duration.</param>
public sealed record ProviderResponse(int Status, ReadOnlyMemory<byte> Body, TimeSpan? RetryAfter)
{
    /// <summary>For the adapter to note what it left out.</summary>
    public UnexpectedMembers Unexpected { get; } = new();
}

/// <summary>What somebody posted to a receipt webhook, as it came.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Url">The public address as the provider called it, query included: some providers sign it.</param>
/// <param name="Headers">Looks a header up, in any case; null where it is missing.</param>
/// <param name="Body">The raw bytes: signatures are checked over these and nothing else.</param>
/// <param name="Now">The time, for signatures that age.</param>
public sealed record ReceiptRequest(
    string Method, Uri Url, Func<string, string?> Headers, ReadOnlyMemory<byte> Body, DateTimeOffset Now)
{
    /// <summary>For the adapter to note what it left out.</summary>
    public UnexpectedMembers Unexpected { get; } = new();
}

/// <summary>What a request to a receipt webhook turned out to be. A closed set.</summary>
public abstract record ReceiptParseResult
{
    private ReceiptParseResult() { }

    /// <summary>Authentic. Statuses and events that mean nothing to us are left out, so the list may be empty; answered 2xx once recorded.</summary>
    public sealed record Receipts(IReadOnlyList<Receipt> All) : ReceiptParseResult
    {
        /// <summary>Why statuses were left out, once for each: a trace is all that is left of them.</summary>
        public IReadOnlyList<string> LeftOut { get; init; } = [];

        /// <summary>What the statuses of one request say.</summary>
        /// <param name="said">What each of them says; <see cref="Receipt.Unheard"/> where it says nothing that we know.</param>
        public static Receipts Of(IEnumerable<Receipt> said)
        {
            var all = said.ToList();
            return new Receipts([.. all.Where(receipt => receipt.WhyLeftOut is null)])
            {
                LeftOut = [.. all.Select(receipt => receipt.WhyLeftOut).OfType<string>()],
            };
        }
    }

    /// <summary>The provider checks that the address is ours; answered 200 with this text.</summary>
    public sealed record Challenge(string Answer) : ReceiptParseResult;

    /// <summary>The signature is missing or wrong; answered 401 (403 for a challenge), and nothing changes.</summary>
    public sealed record Unauthentic(string Why) : ReceiptParseResult;

    /// <summary>Authentic, but not of the provider's form; answered 400.</summary>
    public sealed record Malformed(string Why) : ReceiptParseResult;

    /// <summary>Not signed at all where the provider says that this happens and that it posts again after a 503.</summary>
    public sealed record AskAgain(string Why) : ReceiptParseResult;
}

/// <summary>A provider's word on one attempt. Carries our reference, the provider's id, or both.</summary>
/// <param name="Reference">Our reference as the provider echoed it.</param>
/// <param name="ProviderId">The provider's id of the attempt; null where it cannot be kept (<see cref="ProviderIds"/>).</param>
/// <param name="Status">What it says.</param>
/// <param name="At">The provider's time of it; null where it gives none, or one without a zone.</param>
/// <param name="Error">Why, on a failure.</param>
public sealed record Receipt(AttemptReference? Reference, string? ProviderId, AttemptStatus Status, DateTimeOffset? At, AttemptError? Error = null)
{
    public string? ProviderId { get; init; } = ProviderIds.Usable(ProviderId);

    /// <summary>Whether it is <see cref="AttemptStatus.Delivered"/> because the person played it: audio that was played was read.</summary>
    public bool Played { get; init; }

    /// <summary>The account that it names, where the provider names one (<see cref="AdapterCapabilities.AccountName"/>).</summary>
    public string? AccountName { get; init; }

    /// <summary>A status that says nothing we know: a new one, or none.</summary>
    public static Receipt Unheard { get; } = new(null, null, AttemptStatus.None, null);

    /// <summary>Why nobody can do anything with it; null where it says something of an attempt.</summary>
    internal string? WhyLeftOut => Status == AttemptStatus.None ? "its status is none that is known"
        : Reference is null && ProviderId is null ? "it has neither an id nor a reference that can be read"
        : null;

    /// <summary>Our reference in what a provider echoed; null where it is none of ours.</summary>
    public static AttemptReference? ReferenceIn(string? echoed) => AttemptReference.TryParse(echoed?.Trim(), out var ours) ? ours : null;
}
