using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using FallbackOrchestrator.Benchmarks.Load;

namespace FallbackOrchestrator.Benchmarks.Endpoints;

/// <summary>The receipts that the provider posts after it has accepted a WhatsApp message.</summary>
internal enum LaterReceipts
{
    Nothing,

    /// <summary>Sent, delivered and read; each after the response to the one before.</summary>
    UntilRead,

    /// <summary>A failure.</summary>
    Failure,
}

/// <summary>
/// Posts WhatsApp receipts as Meta does: signed, one in each request, the next one of a message after the response to the last.
/// </summary>
internal sealed class ReceiptPoster : IAsyncDisposable
{
    private const int Connections = 128;

    private static readonly string[] Read = ["sent", "delivered", "read"];

    private readonly Channel<Due> _due = Channel.CreateUnbounded<Due>();
    private readonly Uri _webhook;
    private readonly byte[] _secret;
    private readonly Ledger _ledger;
    private readonly Task _posting;

    public ReceiptPoster(Uri webhook, string appSecret, Ledger ledger)
    {
        (_webhook, _secret, _ledger) = (webhook, Encoding.ASCII.GetBytes(appSecret), ledger);
        _posting = Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(PostAsync)));
    }

    /// <summary>Schedules the receipts of a message.</summary>
    public void Schedule(string reference, long number, LaterReceipts what)
    {
        if (what != LaterReceipts.Nothing)
            _due.Writer.TryWrite(new Due(reference, number, what == LaterReceipts.Failure ? null : 0));
    }

    public async ValueTask DisposeAsync()
    {
        _due.Writer.TryComplete();
        await _posting;
    }

    private async Task PostAsync()
    {
        using var connection = await HttpConnection.OpenAsync(_webhook);
        await foreach (var due in _due.Reader.ReadAllAsync())
        {
            var request = Written(due);
            if (due.Stage is null)
                _ledger.Failed(due.Number);
            (await connection.SendAsync(request)).DemandAccepted();
            if (due.Stage is { } stage && stage + 1 < Read.Length)
                _due.Writer.TryWrite(due with { Stage = stage + 1 });
        }
    }

    // https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
    private byte[] Written(Due due)
    {
        var (status, errors) = due.Stage is { } stage
            ? (Read[stage], "")
            : ("failed", ""","errors":[{"code":131026,"title":"Message undeliverable","error_data":{"details":"Message undeliverable."}}]""");
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var body = Encoding.ASCII.GetBytes(
            """{"object":"whatsapp_business_account","entry":[{"id":"102290129340398","changes":[{"field":"messages","value":"""
            + """{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550783881","phone_number_id":"106540352242922"},"""
            + $"\"statuses\":[{{\"id\":\"{Provider.IdOf(due.Reference)}\",\"status\":\"{status}\",\"timestamp\":\"{now}\","
            + $"\"recipient_id\":\"{SendTemplate.Prefix[1..]}{due.Number:D9}\",\"biz_opaque_callback_data\":\"{due.Reference}\"{errors}}}]}}}}]}}]}}");
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(_secret, body));
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"POST {_webhook.AbsolutePath} HTTP/1.1\r\nHost: {_webhook.Authority}\r\nContent-Type: application/json\r\nX-Hub-Signature-256: sha256={signature}\r\nContent-Length: {body.Length}\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    private sealed record Due(string Reference, long Number, int? Stage);
}
