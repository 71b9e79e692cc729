namespace FallbackOrchestrator.Channels;

/// <summary>The result of parsing a request to a receipt webhook. A closed set.</summary>
public abstract record ReceiptParseResult
{
    private ReceiptParseResult() { }

    /// <summary>
    /// Authentic. Statuses and events without meaning for the service are left out, so the list may be empty. The response is 2xx once they
    /// are recorded.
    /// </summary>
    public sealed record Receipts(IReadOnlyList<Receipt> All) : ReceiptParseResult
    {
        /// <summary>The reasons why statuses were left out, each once: only this trace is left of them.</summary>
        public IReadOnlyList<string> LeftOut { get; init; } = [];

        /// <summary>The messages of people. Those that cannot be used are left out.</summary>
        public IReadOnlyList<InboundMessage> Inbound { get; init; } = [];

        /// <summary>The receipts of one request.</summary>
        /// <param name="said">The receipt of each status; <see cref="Receipt.Unheard"/> for a status that is not known.</param>
        /// <param name="inbound">The messages of people in the same request.</param>
        public static Receipts Of(IEnumerable<Receipt> said, IEnumerable<InboundMessage>? inbound = null)
        {
            var all = said.ToList();
            var written = inbound?.ToList() ?? [];
            return new Receipts([.. all.Where(receipt => receipt.WhyLeftOut is null)])
            {
                LeftOut =
                [
                    .. all.Select(receipt => receipt.WhyLeftOut).Concat(written.Select(message => message.WhyLeftOut)).OfType<string>(),
                ],
                Inbound = [.. written.Where(message => message.WhyLeftOut is null)],
            };
        }
    }

    /// <summary>The provider checks that the address is ours; the response is 200 with this text.</summary>
    public sealed record Challenge(string Response) : ReceiptParseResult;

    /// <summary>The signature is missing or wrong. The response is 401 (403 to a GET), and nothing changes.</summary>
    public sealed record Unauthentic(string Why) : ReceiptParseResult;

    /// <summary>Authentic, but not in the provider's form; the response is 400.</summary>
    public sealed record Malformed(string Why) : ReceiptParseResult;

    /// <summary>Not signed. The provider documents that this happens, and that it posts again after a 503.</summary>
    public sealed record AskAgain(string Why) : ReceiptParseResult;
}
