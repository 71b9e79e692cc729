using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.TelegramGateway;

/// <summary>
/// Telegram's reports: one status a request, signed with the hash of the token over a time and the raw bytes
/// (https://core.telegram.org/gateway/api#report-delivery). Telegram repeats a report up to 10 times until the response is 200.
/// </summary>
internal sealed class TelegramReceipts(TelegramOptions options)
{
    internal const string Signature = "X-Request-Signature";
    internal const string Timestamp = "X-Request-Timestamp";

    // A report without it is about the code that the person entered, or about no message.
    private const string Delivery = "delivery_status";

    /// <summary>A repeated report may have the time of its first try.</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromHours(25);

    /// <summary>The time by which Telegram's clock may be ahead of ours.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    private static readonly FrozenDictionary<string, AttemptStatus> Statuses = new Dictionary<string, AttemptStatus>
    {
        ["sent"] = AttemptStatus.Sent,
        ["delivered"] = AttemptStatus.Delivered,
        ["read"] = AttemptStatus.Read,
        ["expired"] = AttemptStatus.LifetimeOver,
        ["revoked"] = AttemptStatus.Recalled,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private readonly RotatingSecret _secret = new(options.AccessToken, options.PreviousAccessToken);

    public ReceiptParseResult Read(ReceiptRequest request)
    {
        var signedAt = request.Headers(Timestamp) ?? "";
        if (!_secret.Verifies(request.Headers(Signature), token => Sign(token, signedAt, request.Body.Span)))
            return new ReceiptParseResult.Unauthentic($"{Signature} is missing or wrong");
        if (WireTime.TryRead(signedAt) is not { } at || request.Now - at > Oldest || at - request.Now > Ahead)
            return new ReceiptParseResult.Unauthentic($"{Timestamp} is too old or from the future");
        return WireObject.Read(request.Body, request.Unexpected) is { } reports
            ? ReceiptParseResult.Receipts.Of(reports.Where(report => report.Has(Delivery)).Select(Read))
            : new ReceiptParseResult.Malformed("not a report of Telegram's form");
    }

    /// <summary>The delivery status in a request's status; null if there is none that is known.</summary>
    public static AttemptStatus? StatusIn(WireObject request) =>
        request.Has(Delivery) && request.Object(Delivery)?.Text("status")?.Trim() is { } said && Statuses.TryGetValue(said, out var status)
            ? status : null;

    /// <summary>Telegram's time of the delivery status in a request's status.</summary>
    public static DateTimeOffset? TimeIn(WireObject request) => request.Object(Delivery)?.Time("updated_at");

    /// <summary>The reason of a failure; null for a status that is none.</summary>
    public static AttemptError? ErrorOf(AttemptStatus status) => status switch
    {
        AttemptStatus.LifetimeOver => AttemptError.Of(ErrorClass.Expired),
        AttemptStatus.Recalled => AttemptError.Of(ErrorClass.Recalled),
        _ => null,
    };

    internal static string Sign(byte[] token, string signedAt, ReadOnlySpan<byte> body)
    {
        using var signature = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, SHA256.HashData(token));
        signature.AppendData(Encoding.UTF8.GetBytes($"{signedAt}\n"));
        signature.AppendData(body);
        return Convert.ToHexStringLower(signature.GetHashAndReset());
    }

    private static Receipt Read(WireObject report) => StatusIn(report) is not { } status
        ? Receipt.Unheard
        : new Receipt(
            Receipt.ReferenceIn(report.Text("payload")),
            report.Id("request_id"),
            status,
            TimeIn(report),
            ErrorOf(status));
}
