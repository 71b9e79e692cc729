using System.Text;
using FallbackOrchestrator.Simulator;

namespace FallbackOrchestrator.UnitTests.Simulator;

/// <summary>Vectors that were not made by this code: Twilio's is its SDK's own, the others were made with Python.</summary>
public sealed class SignaturesTests
{
    [Fact]
    public void Meta_signs_the_raw_body() =>
        Signatures.Meta("app-secret-1", """{"object":"whatsapp_business_account","entry":[]}"""u8).Should()
            .Be("sha256=0ca28c0f1996234eb6829e59ad3c11a18161f6eb043943d601e420c312432cdf");

    [Fact]
    public void Google_signs_the_decoded_data() =>
        Signatures.Google(
            "SJENCPGJESMGUFPY",
            """{"senderPhoneNumber":"+447700900123","eventType":"DELIVERED","eventId":"EVT1","messageId":"3f7c9f2e-7f0a-4c57-8f0b-3a2f2d0c1a11","agentId":"acme_agent","sendTime":"2026-01-02T15:04:05.000Z"}"""u8)
            .Should().Be("YLjjHIdf+NaQCuW46EUEvjfaqw3VU8I1bCuOOnjDqhyrt00j5cXZXCGrEMGjMrFORNNBbILZCSAEGQqn/ZiMbA==");

    [Fact]
    public void Twilio_signs_the_address_and_the_sorted_parameters() =>
        Signatures.Twilio("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", new Dictionary<string, string>
        {
            ["To"] = "+18005551212",
            ["Digits"] = "1234",
            ["CallSid"] = "CA1234567890ABCDE",
            ["From"] = "+14158675309",
            ["Caller"] = "+14158675309",
        }).Should().Be("RSOYDt4T1cUTdK1PDd93/VVr8B8=");

    [Fact]
    public void Vonage_signs_a_token_that_holds_the_hash_of_the_body() =>
        Signatures.Vonage(
            "signature-secret-1-at-least-32-bytes-long!!",
            Encoding.UTF8.GetBytes("""{"message_uuid":"aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab","status":"delivered"}"""),
            DateTimeOffset.FromUnixTimeSeconds(1_700_000_000),
            "c5ba8f24-1a14-4c10-bfdf-3fbe8ce511b5",
            "a1b2c3d",
            "aaaaaaaa-bbbb-4ccc-8ddd-000000000000").Should().Be(
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpYXQiOjE3MDAwMDAwMDAsImp0aSI6ImM1YmE4ZjI0LTFhMTQtNGMxMC1iZmRmLTNmYmU4Y2U1MTFiNSIsImlzcyI6IlZvbmFnZSIsInBheWxvYWRfaGFzaCI6ImQ1ZWNiYzdhYjc3YjM3NmIyY2Y2MzVhNjg2OWQ0ZGJiMTUzMjIxNzVmOTViNWMxOTI2MGEyN2Y2MjE3ZTRlZmYiLCJhcGlfa2V5IjoiYTFiMmMzZCIsImFwcGxpY2F0aW9uX2lkIjoiYWFhYWFhYWEtYmJiYi00Y2NjLThkZGQtMDAwMDAwMDAwMDAwIn0.l9t4MF7PmhnGlyv37-H5gfemqpT1Qy3_RBrrNP6sguo");
}
