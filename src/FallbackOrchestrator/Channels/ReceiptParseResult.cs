namespace FallbackOrchestrator.Channels;

/// <summary>What a request to a receipt webhook turned out to be. A closed set.</summary>
public abstract record ReceiptParseResult
{
    private ReceiptParseResult() { }

    /// <summary>
    /// Authentic. Statuses and events that mean nothing to us are left out, so the list may be empty; answered 2xx once recorded.
    /// </summary>
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
