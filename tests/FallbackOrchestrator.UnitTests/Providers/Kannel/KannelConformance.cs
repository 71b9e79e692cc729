using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Providers.Kannel;
using FallbackOrchestrator.UnitTests.Channels;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Kannel;

/// <summary>A body of the suite is here the part of the address that Kannel fills in.</summary>
public sealed class KannelConformance : ChannelAdapterConformance
{
    private const string Url = "https://us.example/webhooks/kannel/main";
    private const int LongestQuery = 8_000;

    internal static readonly Dictionary<string, string?> Account = new()
    {
        ["Username"] = "shop",
        ["Password"] = "kannel-password-1",
        ["From"] = "+15005550006",
        ["ReceiptSecret"] = "receipt-secret-1",
        ["PreviousReceiptSecret"] = "receipt-secret-0",
    };

    public override IProvider Provider { get; } = new KannelProvider();

    public override ChannelName Channel => FallbackOrchestrator.Messages.Channel.Sms.Name;

    protected override IReadOnlyDictionary<string, string?> Settings => Account;

    protected override IReadOnlyList<string> Secrets => ["kannel-password-1", "receipt-secret-1", "receipt-secret-0"];

    protected override string Secret => "receipt-secret-1";

    protected override string PreviousSecret => "receipt-secret-0";

    protected override (string Name, int Start) SignatureHeader => ("", 0);

    protected override bool AddressIsSigned => true;

    protected override (string Delivered, string Failed) StatusWords => ("1", "16");

    protected override (int Status, string Body) Accepting(string providerId) => (202, "0: Accepted for delivery");

    protected override (int Status, string Body) Refusing(string reason) => (400, reason);

    protected override ReceiptRequest Webhook(string secret, string body) => Called(secret, "", body);

    protected override ReceiptRequest Webhook(string secret, params Reported[] statuses)
    {
        var reported = statuses.Single();
        return Called(secret, reported.Reference?.ToString() ?? "", GenuineReceipt(reported));
    }

    protected override IEnumerable<string> OtherEvents => ["type=0", "type=64", "type=", ""];

    protected override string GenuineReceipt(Reported reported)
    {
        var reply = reported.Status == StatusWords.Failed ? $"NACK/0x0000000b/{reported.Words}" : "";
        return $"type={reported.Status}&at=1795826642&id={Uri.EscapeDataString(reported.ProviderId ?? "")}&reply={Uri.EscapeDataString(reply)}";
    }

    protected override IReadOnlyCollection<string> DecidingInReceipts { get; } = ["type", "id"];

    protected override IEnumerable<(string What, string Body)> OddReceipts(string genuine) => FormVariants.Of(genuine, DecidingInReceipts);

    protected override (int Status, string Body) GenuineAcceptance(string providerId) => Accepting(providerId);

    protected override string IdInResponses => "";

    protected override (int Status, string Body) GenuineRefusal => (400, "Number(s) has/have been denied by white- and/or black-lists.");

    protected override IReadOnlyCollection<string> CodeInResponses => [];

    protected override IEnumerable<(string What, string Body)> OddResponses(string genuine, IReadOnlyCollection<string> deciding) =>
    [
        ("as it is", genuine), ("in a line", $"{genuine}\r\n"), ("in capitals", genuine.ToUpperInvariant()), ("indented", $"  {genuine}"),
        ("with more behind it", $"{genuine} Message splits: 3"),
    ];

    protected override string SignatureOf(ReceiptRequest request) => Signature(request.Url);

    protected override ReceiptRequest WithSignature(ReceiptRequest request, string? signature)
    {
        var (own, other) = ($"sig={SignatureOf(request)}", signature is null ? "" : $"sig={Uri.EscapeDataString(signature)}");
        return request with { Url = new Uri(request.Url.OriginalString.Replace(own, other, StringComparison.Ordinal)) };
    }

    protected override ReceiptRequest ReferringTo(AttemptReference reference, ReceiptRequest request, string body) =>
        Called(Secret, reference.ToString(), body);

    /// <summary>The call of the address that the service signed for an attempt, with what Kannel filled in.</summary>
    internal static ReceiptRequest Called(string secret, string reference, string filledIn)
    {
        var signature = SignedAddress.Sign(Encoding.UTF8.GetBytes(secret), reference);
        var query = filledIn[..Math.Min(filledIn.Length, LongestQuery)];
        return new ReceiptRequest(
            "GET", new Uri($"{Url}?ref={reference}&sig={signature}&{query}"), _ => null, ReadOnlyMemory<byte>.Empty, A.Time);
    }

    internal static string Signature(Uri url) => url.Query.Split("sig=")[1].Split('&')[0];
}
