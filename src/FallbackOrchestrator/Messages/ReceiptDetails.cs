namespace FallbackOrchestrator.Messages;

/// <summary>
/// The content of a provider's receipt besides the status. It decides nothing; the customer gets it with the same status.
/// </summary>
/// <param name="PricingCategory">
/// Meta's category of the price: <c>marketing</c>, <c>utility</c> and others. Meta sends it with <c>sent</c> and with one of
/// <c>delivered</c> and <c>read</c>.
/// </param>
/// <param name="ChannelUserId">The person's id on the channel: WhatsApp's business-scoped user id.</param>
public sealed record ReceiptDetails(string? PricingCategory, string? ChannelUserId)
{
    /// <summary>The longest text that is stored, in UTF-16 units. A business-scoped user id has at most about 130.</summary>
    public const int Longest = 200;

    /// <summary>The storable form of a receipt's text; null if it is empty, too long, or has control characters.</summary>
    public static string? Usable(string? text) =>
        text?.Trim() is { } trimmed && StoredText.IsWholeLine(trimmed, Longest) ? trimmed : null;

    /// <summary>The details of several receipts of one attempt: the latest known value of each.</summary>
    public static ReceiptDetails? Join(ReceiptDetails? earlier, ReceiptDetails? later) =>
        earlier is null || later is null
            ? later ?? earlier
            : new(later.PricingCategory ?? earlier.PricingCategory, later.ChannelUserId ?? earlier.ChannelUserId);
}
