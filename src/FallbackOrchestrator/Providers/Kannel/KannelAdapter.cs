using System.Globalization;
using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.Kannel;

/// <summary>
/// One user of a Kannel's <c>sendsms</c> interface (user guide 1.4.5, "Using the HTTP interface to send SMS messages"). The text is posted
/// and all else is in headers, because Kannel reads no form, and a query with a password in it would be in the logs of every proxy.
/// </summary>
internal sealed class KannelAdapter(AccountSettings settings, KannelOptions options) : IChannelAdapter
{
    private const string Path = "cgi-bin/sendsms";

    // SMPP's longest sender.
    private const int LongestSender = 20;

    private readonly KannelCallback _callback = new(options);
    private readonly KannelReceipts _receipts = new(options);
    private readonly ErrorTextRedactor _words = options.Redactor();

    // Kannel counts lifetimes in minutes.
    private static readonly TimeSpan LifetimeUnit = TimeSpan.FromMinutes(1);

    public AdapterCapabilities Traits { get; } = new(SuccessStatus.Delivered) { RespondsWithId = false, ShortestLifetime = LifetimeUnit };

    public HttpRequestMessage WriteCall(Handover handover)
    {
        var text = handover.Body is ContentBody.Text words ? words.Value : throw new NotSupportedException(
            $"no way to write {handover.Body.Kind}");
        var request = new HttpRequestMessage(HttpMethod.Post, settings.Address(KannelProvider.Host, Path))
        {
            Content = new StringContent(text, Encoding.UTF8, "text/plain"),
        };
        Add("Username", options.Username);
        Add("Password", options.Password);
        Add("From", Sender(handover.Sms?.Source));
        Add("To", handover.Recipient.Msisdn?.Value ?? throw new InvalidOperationException("Kannel takes numbers only"));
        Add("SMSC", options.Smsc);
        Add("Coding", Coding(text, handover.Sms));
        Add("Validity", Minutes(handover.Lifetime));
        Add("DLR-Mask", KannelReports.Wanted);
        Add("DLR-Url", _callback.Address(handover.ReceiptsTo, handover.Reference));
        return request;

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                request.Headers.Add($"X-Kannel-{name}", value);
        }
    }

    public CallResult ReadResponse(ProviderResponse response) => KannelResponses.Read(response, _words);

    public ReceiptParseResult ReadReceipts(ReceiptRequest request) => _receipts.Read(request);

    // A sender that a header cannot carry is one that no operator takes either; Send warned of it.
    private string? Sender(string? source) =>
        HeaderValue.TryRead(source?.Trim(), LongestSender, out _) ? SenderId.WithPlus(source!.Trim())
        : options.From is { } own ? SenderId.WithPlus(own)
        : null;

    // 0 is GSM-7, and 2 is UCS-2.
    private static string Coding(string text, SmsSettings? sms) =>
        SmsText.Of(text, sms?.Encoding ?? SmsEncoding.Auto).Encoding == SmsEncoding.Gsm7 ? "0" : "2";

    private static string? Minutes(TimeSpan? lifetime) =>
        lifetime >= LifetimeUnit ? ((int)lifetime.Value.TotalMinutes).ToString(CultureInfo.InvariantCulture) : null;
}
