using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Line;

/// <summary>
/// LINE's webhook: events of the channel, signed over the raw bytes
/// (https://developers.line.biz/en/docs/messaging-api/receiving-messages/).
/// The only receipt is <c>delivery</c>, of a LINE notification message. <see cref="LineInbound"/> reads what people write. A channel
/// has one webhook address, so the accounts here that share its secret share the address.
/// </summary>
internal sealed class LineReceipts(LineOptions options)
{
    internal const string Signature = "x-line-signature";

    private const string Delivery = "delivery";

    private static readonly FrozenSet<string> OtherEvents = new[]
    {
        "message", "unsend", "follow", "unfollow", "join", "leave", "memberJoined", "memberLeft", "postback", "videoPlayComplete", "beacon",
        "accountLink", "things", "membership", "module", "activated", "deactivated", "botSuspended", "botResumed",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly RotatingSecret _secret = new(options.ChannelSecret, options.PreviousChannelSecret);
    private readonly string _account = NameOf(options);

    public ReceiptParseResult Read(ReceiptRequest request)
    {
        if (!_secret.Verifies(request.Headers(Signature), key => Sign(key, request.Body.Span)))
            return new ReceiptParseResult.Unauthentic($"{Signature} is missing or wrong");
        return WireObject.Read(request.Body, request.Unexpected) is { } bodies
            ? ReceiptParseResult.Receipts.Of(
                from body in bodies
                from one in body.Objects("events")
                let type = one.Text("type")?.Trim() ?? ""
                where !OtherEvents.Contains(type)
                select type.Equals(Delivery, StringComparison.OrdinalIgnoreCase) ? Delivered(one) : Receipt.Unheard,
                from body in bodies
                from one in body.Objects("events")
                let read = LineInbound.Read(one)
                where read is not null
                select read with { AccountName = _account })
            : new ReceiptParseResult.Malformed("not a webhook of LINE's form");
    }

    /// <summary>The same for all accounts of one Messaging API channel.</summary>
    internal static string NameOf(LineOptions options) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(options.ChannelSecret)));

    internal static string Sign(byte[] key, ReadOnlySpan<byte> body) => Convert.ToBase64String(HMACSHA256.HashData(key, body));

    private Receipt Delivered(WireObject one) => new(
        Receipt.ReferenceIn(one.Object(Delivery)?.Text("data")), ProviderId: null, AttemptStatus.Delivered, one.Time("timestamp"))
    {
        AccountName = _account,
    };
}
