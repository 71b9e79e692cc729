namespace FallbackOrchestrator.Messages;

/// <summary>
/// What a provider's receipt says beside the status. It decides nothing; it is passed on to the customer with the status that it came with.
/// </summary>
/// <param name="PricingCategory">
/// Meta's category of the price: <c>marketing</c>, <c>utility</c> and others. Meta sends it with <c>sent</c> and with one of
/// <c>delivered</c> and <c>read</c>.
/// </param>
/// <param name="ChannelUserId">The person's id on the channel: WhatsApp's business-scoped user id.</param>
public sealed record ReceiptDetails(string? PricingCategory, string? ChannelUserId)
{
    /// <summary>The longest text that is kept, in UTF-16 units. A business-scoped user id has at most some 130.</summary>
    public const int Longest = 200;

    /// <summary>A text of a receipt as it is kept; null where it cannot be: empty, too long, or with control characters.</summary>
    public static string? Usable(string? text) =>
        text?.Trim() is { Length: > 0 and <= Longest } trimmed && !trimmed.Any(char.IsControl)
        && StoredText.Of(trimmed, Longest) == trimmed ? trimmed : null;

    /// <summary>The details of several receipts of one attempt: of each, the latest that is known.</summary>
    public static ReceiptDetails? Join(ReceiptDetails? earlier, ReceiptDetails? later) =>
        earlier is null || later is null
            ? later ?? earlier
            : new(later.PricingCategory ?? earlier.PricingCategory, later.ChannelUserId ?? earlier.ChannelUserId);
}
