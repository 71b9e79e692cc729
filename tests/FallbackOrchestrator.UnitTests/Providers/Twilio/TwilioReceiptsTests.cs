using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Providers.Twilio;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Twilio;

public sealed class TwilioReceiptsTests
{
    private const string PublishedUrl = "https://mycompany.com/myapp.php?foo=1&bar=2";
    private const string PublishedForm = "CallSid=CA1234567890ABCDE&From=%2B14158675309&Digits=1234&To=%2B18005551212&Caller=%2B14158675309";
    private const string PublishedSignature = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";
    private const string PublishedHash = "&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
    private const string PublishedJson = """{"property": "value", "boolean": true}""";
    private const string PublishedJsonSignature = "a9nBmqA0ju/hNViExpshrM61xv4=";

    private static ReceiptReading Read(ReceiptRequest request, string token = "auth-token-1") => new TwilioProvider()
        .CreateAdapter(A.Settings(Channel.Sms.Name, [.. TwilioConformance.Account.Where(pair => pair.Key != "AuthToken"), new("AuthToken", token)]))
        .ReadReceipts(request);

    private static ReceiptReading ReadPublished(string signature, string body, string url) =>
        Read(TwilioConformance.Request(signature, body, url), "12345");

    private static Receipt Receipt(string form) =>
        Read(TwilioConformance.Signed("auth-token-1", form)).Should().BeOfType<ReceiptReading.Receipts>().Subject.All.Should().ContainSingle().Subject;

    [Fact]
    public void The_published_signature_of_a_form_is_believed() =>
        ReadPublished(PublishedSignature, PublishedForm, PublishedUrl).Should().BeOfType<ReceiptReading.Receipts>();

    [Fact]
    public void The_published_signature_of_JSON_is_believed() =>
        ReadPublished(PublishedJsonSignature, PublishedJson, PublishedUrl + PublishedHash).Should().BeOfType<ReceiptReading.Receipts>();

    [Fact]
    public void JSON_that_does_not_fit_its_hash_is_not_believed() =>
        ReadPublished(PublishedJsonSignature, PublishedJson + " ", PublishedUrl + PublishedHash).Should().BeOfType<ReceiptReading.Unauthentic>();

    [Theory]
    [InlineData("&Extra=1")]
    [InlineData("&digits=1234")]
    [InlineData("&Digits=12345")]
    public void Every_parameter_counts(string more) =>
        ReadPublished(PublishedSignature, PublishedForm + more, PublishedUrl).Should().BeOfType<ReceiptReading.Unauthentic>();

    [Fact]
    public void The_order_of_the_form_and_repetition_do_not_count()
    {
        var shuffled = string.Join('&', PublishedForm.Split('&').Reverse()) + "&Digits=1234";

        ReadPublished(PublishedSignature, shuffled, PublishedUrl).Should().BeOfType<ReceiptReading.Receipts>();
    }

    [Theory]
    [InlineData("https://us.example:443/hook?ref=1", "https://us.example/hook?ref=1")]
    [InlineData("https://us.example/hook?ref=1", "https://us.example:443/hook?ref=1")]
    [InlineData("http://us.example:80/hook", "http://us.example/hook")]
    public void The_default_port_may_or_may_not_be_signed(string asSigned, string called)
    {
        var request = TwilioConformance.Signed("auth-token-1", "MessageSid=SM1&MessageStatus=sent", asSigned);

        Read(request with { Url = new Uri(called) }).Should().BeOfType<ReceiptReading.Receipts>();
    }

    [Fact]
    public void Another_port_must_be_signed()
    {
        var request = TwilioConformance.Signed("auth-token-1", "MessageSid=SM1&MessageStatus=sent", "https://us.example:8443/hook");

        Read(request).Should().BeOfType<ReceiptReading.Receipts>();
        Read(request with { Url = new Uri("https://us.example/hook") }).Should().BeOfType<ReceiptReading.Unauthentic>();
    }

    [Fact]
    public void The_fragment_is_not_signed()
    {
        var request = TwilioConformance.Signed("auth-token-1", "MessageSid=SM1&MessageStatus=sent", "https://us.example/hook?ref=1");

        Read(request with { Url = new Uri("https://us.example/hook?ref=1#rc=3&rp=all") }).Should().BeOfType<ReceiptReading.Receipts>();
    }

    [Fact]
    public void A_reference_that_a_stranger_puts_into_the_address_is_not_believed()
    {
        var request = TwilioConformance.Signed("auth-token-1", "MessageSid=SM1&MessageStatus=delivered", "https://us.example/hook");

        Read(request with { Url = new Uri($"https://us.example/hook?ref={A.Reference}") }).Should().BeOfType<ReceiptReading.Unauthentic>();
    }

    [Theory]
    [InlineData("accepted", Word.Accepted)]
    [InlineData("queued", Word.Accepted)]
    [InlineData("scheduled", Word.Accepted)]
    [InlineData("sending", Word.Sent)]
    [InlineData("sent", Word.Sent)]
    [InlineData("partially_delivered", Word.Sent)]
    [InlineData("delivered", Word.Delivered)]
    [InlineData("read", Word.Read)]
    [InlineData("undelivered", Word.Undelivered)]
    [InlineData("failed", Word.Undelivered)]
    [InlineData("canceled", Word.Recalled)]
    public void A_status_is_a_word(string status, Word word) =>
        Receipt($"MessageSid=SM1&MessageStatus={status}").Word.Should().Be(word);

    [Fact]
    public void The_older_names_of_the_fields_do_as_well() =>
        Receipt("SmsSid=SM1&SmsStatus=delivered").Should().Be(new Receipt(null, "SM1", Word.Delivered, A.Time));

    [Theory]
    [InlineData("30003", ErrorClass.NotReachable, Word.Undelivered)]
    [InlineData("30004", ErrorClass.RecipientRefused, Word.Undelivered)]
    [InlineData("30007", ErrorClass.BadRequest, Word.Undelivered)]
    [InlineData("30034", ErrorClass.Configuration, Word.Undelivered)]
    [InlineData("30008", ErrorClass.Other, Word.Undelivered)]
    [InlineData("30036", ErrorClass.Expired, Word.LifetimeOver)]
    public void A_failure_says_why(string code, ErrorClass @class, Word word)
    {
        var receipt = Receipt($"MessageSid=SM1&MessageStatus=undelivered&ErrorCode={code}");

        receipt.Word.Should().Be(word);
        receipt.Error.Should().Be(AttemptError.Of(@class, code));
    }

    [Theory]
    [InlineData("2611230955", -5)]
    [InlineData("2611231105", 0)]
    [InlineData("soon", 0)]
    [InlineData("", 0)]
    public void The_time_is_the_operators_unless_it_is_missing_or_to_come(string raw, int minutes) =>
        Receipt($"MessageSid=SM1&MessageStatus=delivered&RawDlrDoneDate={raw}").At.Should().Be(A.Time.AddMinutes(minutes));
}
