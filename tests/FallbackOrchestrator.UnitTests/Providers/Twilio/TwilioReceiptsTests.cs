using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Providers.Twilio;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Twilio;

public sealed class TwilioReceiptsTests
{
    private const string PublishedUrl = "https://mycompany.com/myapp.php?foo=1&bar=2";
    private const string PublishedForm =
        "CallSid=CA1234567890ABCDE&From=%2B14158675309&Digits=1234&To=%2B18005551212&Caller=%2B14158675309";
    private const string PublishedSignature = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";
    private const string PublishedHash = "&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
    private const string PublishedJson = """{"property": "value", "boolean": true}""";
    private const string PublishedJsonSignature = "a9nBmqA0ju/hNViExpshrM61xv4=";

    private static ReceiptParseResult Read(ReceiptRequest request, string token = "auth-token-1") => new TwilioProvider()
        .CreateAdapter(
            A.Settings(Channel.Sms.Name, [.. TwilioConformance.Account.Where(pair => pair.Key != "AuthToken"), new("AuthToken", token)]))
        .ReadReceipts(request);

    private static ReceiptParseResult ReadPublished(string signature, string body, string url) =>
        Read(TwilioConformance.Request(signature, body, url), "12345");

    private static Receipt Receipt(string form) =>
        Read(TwilioConformance.Signed("auth-token-1",
            form)).Should().BeOfType<ReceiptParseResult.Receipts>().Subject.All.Should().ContainSingle().Subject;

    [Fact]
    public void The_published_signature_of_a_form_is_accepted() =>
        ReadPublished(PublishedSignature, PublishedForm, PublishedUrl).Should().BeOfType<ReceiptParseResult.Receipts>();

    [Fact]
    public void The_published_signature_of_JSON_is_accepted() =>
        ReadPublished(PublishedJsonSignature, PublishedJson, PublishedUrl + PublishedHash).Should().BeOfType<ReceiptParseResult.Receipts>();

    [Fact]
    public void JSON_that_does_not_fit_its_hash_is_not_accepted() =>
        ReadPublished(
            PublishedJsonSignature, PublishedJson + " ", PublishedUrl + PublishedHash).Should().BeOfType<ReceiptParseResult.Unauthentic>();

    [Theory]
    [InlineData("&Extra=1")]
    [InlineData("&digits=1234")]
    [InlineData("&Digits=12345")]
    public void Every_parameter_counts(string more) =>
        ReadPublished(PublishedSignature, PublishedForm + more, PublishedUrl).Should().BeOfType<ReceiptParseResult.Unauthentic>();

    [Fact]
    public void The_order_of_the_form_and_repetition_do_not_count()
    {
        var shuffled = string.Join('&', PublishedForm.Split('&').Reverse()) + "&Digits=1234";

        ReadPublished(PublishedSignature, shuffled, PublishedUrl).Should().BeOfType<ReceiptParseResult.Receipts>();
    }

    [Theory]
    [InlineData("https://us.example:443/hook?ref=1", "https://us.example/hook?ref=1")]
    [InlineData("https://us.example/hook?ref=1", "https://us.example:443/hook?ref=1")]
    [InlineData("http://us.example:80/hook", "http://us.example/hook")]
    [InlineData("https://us.example/hook?ref=1", "https://us.example:8443/hook?ref=1")]
    [InlineData("http://us.example/hook", "http://us.example:8080/hook")]
    [InlineData("https://us.example:8443/hook?ref=1", "https://us.example:8443/hook?ref=1")]
    [InlineData("https://us.example/a%20b/hook?ref=%41-%2f", "https://us.example/a%20b/hook?ref=%41-%2f")]
    [InlineData("https://us.example/hook?ref=A-1", "https://us.example/hook?ref=%41%2D1")]
    [InlineData("https://us.example/caf%C3%A9/hook", "https://us.example/café/hook")]
    [InlineData("https://us.example:443/caf%C3%A9/hook", "https://us.example/café/hook")]
    [InlineData("https://us.example/hook?ref=a+b", "https://us.example/hook?ref=a+b")]
    [InlineData("https://us.example/hook?", "https://us.example/hook?")]
    [InlineData("http://[2001:db8::1]/hook", "http://[2001:db8::1]/hook")]
    [InlineData("http://[2001:db8::1]:80/hook", "http://[2001:db8::1]/hook")]
    [InlineData("http://[2001:db8::1]/hook", "http://[2001:db8::1]:8080/hook")]
    [InlineData("http://[2001:db8::1]:8080/hook", "http://[2001:DB8:0::1]:8080/hook")]
    [InlineData("https://xn--bcher-kva.example/hook", "https://bücher.example/hook")]
    [InlineData("https://xn--bcher-kva.example:8443/hook", "https://bücher.example:8443/hook")]
    [InlineData("https://bücher.example/hook", "https://bücher.example/hook")]
    [InlineData("https://us.example/hook", "https://US.Example/hook")]
    public void The_signed_address_may_have_either_spelling(string asSigned, string called)
    {
        var request = TwilioConformance.Signed("auth-token-1", "MessageSid=SM1&MessageStatus=sent", asSigned);

        Read(request with { Url = new Uri(called) }).Should().BeOfType<ReceiptParseResult.Receipts>();
    }

    [Theory]
    [InlineData("https://us.example/Hook")]
    [InlineData("https://us.example/hook/")]
    [InlineData("https://us.example/hook?ref=2")]
    [InlineData("https://other.example/hook")]
    public void Another_resource_is_not_another_spelling(string called)
    {
        var request = TwilioConformance.Signed("auth-token-1", "MessageSid=SM1&MessageStatus=sent", "https://us.example/hook");

        Read(request with { Url = new Uri(called) }).Should().BeOfType<ReceiptParseResult.Unauthentic>();
    }

    [Fact]
    public void A_port_that_is_not_ours_is_no_other_spelling()
    {
        var request = TwilioConformance.Signed("auth-token-1", "MessageSid=SM1&MessageStatus=sent", "https://us.example:8443/hook");

        Read(request).Should().BeOfType<ReceiptParseResult.Receipts>();
        Read(request with { Url = new Uri("https://us.example/hook") }).Should().BeOfType<ReceiptParseResult.Unauthentic>();
    }

    [Fact]
    public void The_fragment_is_not_signed()
    {
        var request = TwilioConformance.Signed("auth-token-1", "MessageSid=SM1&MessageStatus=sent", "https://us.example/hook?ref=1");

        Read(request with { Url = new Uri("https://us.example/hook?ref=1#rc=3&rp=all") }).Should().BeOfType<ReceiptParseResult.Receipts>();
    }

    [Fact]
    public void A_reference_that_a_stranger_adds_to_the_address_is_not_accepted()
    {
        var request = TwilioConformance.Signed("auth-token-1", "MessageSid=SM1&MessageStatus=delivered", "https://us.example/hook");

        Read(request with { Url = new Uri(
            $"https://us.example/hook?ref={A.Reference}") }).Should().BeOfType<ReceiptParseResult.Unauthentic>();
    }

    [Theory]
    [InlineData("accepted", AttemptStatus.Accepted)]
    [InlineData("queued", AttemptStatus.Accepted)]
    [InlineData("scheduled", AttemptStatus.Accepted)]
    [InlineData("sending", AttemptStatus.Accepted)]
    [InlineData("sent", AttemptStatus.Sent)]
    [InlineData("partially_delivered", AttemptStatus.Sent)]
    [InlineData("delivered", AttemptStatus.Delivered)]
    [InlineData("read", AttemptStatus.Read)]
    [InlineData("undelivered", AttemptStatus.Undelivered)]
    [InlineData("failed", AttemptStatus.Undelivered)]
    [InlineData("canceled", AttemptStatus.Recalled)]
    public void A_status_has_its_meaning(string status, AttemptStatus expected) =>
        Receipt($"MessageSid=SM1&MessageStatus={status}").Status.Should().Be(expected);

    [Fact]
    public void The_older_names_of_the_fields_are_read_too() =>
        Receipt("SmsSid=SM1&SmsStatus=delivered").Should().Be(new Receipt(null, "SM1", AttemptStatus.Delivered, At: null));

    [Theory]
    [InlineData("30003", ErrorClass.NotReachable, AttemptStatus.Undelivered)]
    [InlineData("30004", ErrorClass.RecipientRefused, AttemptStatus.Undelivered)]
    [InlineData("30034", ErrorClass.Configuration, AttemptStatus.Undelivered)]
    [InlineData("30032", ErrorClass.Configuration, AttemptStatus.Undelivered)]
    [InlineData("30022", ErrorClass.Throttled, AttemptStatus.Undelivered)]
    [InlineData("30023", ErrorClass.Throttled, AttemptStatus.Undelivered)]
    [InlineData("30410", ErrorClass.Unavailable, AttemptStatus.Undelivered)]
    [InlineData("30008", ErrorClass.Other, AttemptStatus.Undelivered)]
    [InlineData("30036", ErrorClass.Expired, AttemptStatus.LifetimeOver)]
    public void A_failure_has_a_reason(string code, ErrorClass @class, AttemptStatus expected)
    {
        var receipt = Receipt($"MessageSid=SM1&MessageStatus=undelivered&ErrorCode={code}");

        receipt.Status.Should().Be(expected);
        receipt.Error.Should().Be(AttemptError.Of(@class, code));
    }

    [Fact]
    public void A_person_who_read_it_on_WhatsApp_is_reported() => Receipt(
            "MessageSid=SM1&MessageStatus=read&EventType=READ&ChannelPrefix=whatsapp&To=whatsapp%3A%2B447700900123&From=whatsapp%3A%2B15005550006")
        .Should().Be(new Receipt(null, "SM1", AttemptStatus.Read, At: null));

    [Fact]
    public void A_filtered_message_has_8x8s_code_for_it() =>
        Receipt("MessageSid=SM1&MessageStatus=undelivered&ErrorCode=30007").Error.Should().Be(
            new AttemptError(ErrorClass.BadRequest, 43, "30007"));

    [Theory]
    [InlineData("2611230955")]
    [InlineData("soon")]
    [InlineData("")]
    public void The_operators_time_has_no_zone_and_is_not_used(string raw) =>
        Receipt($"MessageSid=SM1&MessageStatus=delivered&RawDlrDoneDate={raw}").At.Should().BeNull();

    [Fact]
    public void A_status_as_JSON_is_read_too()
    {
        const string Body = """{"MessageSid":"SM1","MessageStatus":"undelivered","ErrorCode":30003,"Tags":[null]}""";
        var url = $"https://us.example/hook?ref={A.Reference}&bodySHA256={Hash(Body)}";

        var read = Read(TwilioConformance.Signed("auth-token-1", "", url) with { Body = System.Text.Encoding.UTF8.GetBytes(Body) });

        var receipt = read.Should().BeOfType<ReceiptParseResult.Receipts>().Subject.All.Should().ContainSingle().Subject;
        receipt.Should().Be(
            new Receipt(A.Reference, "SM1", AttemptStatus.Undelivered, null, AttemptError.Of(ErrorClass.NotReachable, "30003")));
    }

    [Fact]
    public void What_is_signed_by_its_hash_and_is_not_JSON_is_refused()
    {
        const string Body = "{nothing";
        var url = $"https://us.example/hook?bodySHA256={Hash(Body)}";

        Read(TwilioConformance.Signed("auth-token-1", "", url) with { Body = System.Text.Encoding.UTF8.GetBytes(Body) })
            .Should().BeOfType<ReceiptParseResult.Malformed>();
    }

    [Fact]
    public void More_fields_than_Twilio_posts_are_not_even_sorted()
    {
        var many = string.Join('&', Enumerable.Range(0, 300).Select(i => $"f{i}=1"));

        Read(TwilioConformance.Signed("auth-token-1", many)).Should().BeOfType<ReceiptParseResult.Unauthentic>();
    }

    private static string Hash(string body) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(body)));
}
