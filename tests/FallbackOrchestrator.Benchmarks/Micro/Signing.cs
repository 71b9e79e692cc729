using System.Text;
using BenchmarkDotNet.Attributes;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Providers.Meta;
using FallbackOrchestrator.StatusWebhooks;

namespace FallbackOrchestrator.Benchmarks.Micro;

/// <summary>Signatures: one that is verified with each receipt, one that is made with each status webhook.</summary>
[MemoryDiagnoser]
public class Signing
{
    private readonly SigningSecret _secret = SigningSecret.New();
    private readonly string _body = new('x', 500);
    private readonly ReceiptRequest _receipt;

    public Signing()
    {
        var body = Encoding.UTF8.GetBytes(
            """
            {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messaging_product":"whatsapp",
            "statuses":[{"id":"wamid.1","status":"delivered","timestamp":"1795428000","recipient_id":"6591234567",
            "biz_opaque_callback_data":"0195f00000007000800000000000000a-1"}]}}]}]}
            """);
        var signature = MetaWebhook.Sign(Encoding.UTF8.GetBytes(Sample.Secret), body);
        _receipt = new ReceiptRequest(
            "POST", new Uri("https://messages.example.com/webhooks/meta/whatsapp"), _ => signature, body, Sample.Now);
        if (Verify_and_read_a_receipt() is not ReceiptParseResult.Receipts { All.Count: 1 })
            throw new BenchmarkFailedException("the receipt was not read");
    }

    [Benchmark]
    public object Verify_and_read_a_receipt() => Sample.Subaccount.Accounts[0].Adapter.ReadReceipts(_receipt);

    [Benchmark]
    public object Sign_a_status_webhook() => _secret.Sign("0195f000-0000-7000-8000-000000000001", 1_795_428_000, _body);
}
