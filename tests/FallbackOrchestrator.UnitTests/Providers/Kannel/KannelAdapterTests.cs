using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Providers.Kannel;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Kannel;

public sealed class KannelAdapterTests
{
    private static readonly IChannelAdapter Adapter = With(KannelConformance.Account);

    private static IChannelAdapter With(IEnumerable<KeyValuePair<string, string?>> settings) =>
        new KannelProvider().CreateAdapter(A.Settings(Channel.Sms.Name, settings));

    private static IChannelAdapter Without(string name) => With(KannelConformance.Account.Where(pair => pair.Key != name));

    private static CallResult ResultOf(int status, string body) =>
        Adapter.ReadResponse(new ProviderResponse(status, Encoding.UTF8.GetBytes(body), RetryAfter: null));

    private static Task<string> WrittenAsync(Handover handover) => Requests.WrittenAsync(Adapter, handover);

    private static Handover From(string source) => A.Handover with { Sms = new SmsSettings(SmsEncoding.Auto, source) };

    private static Handover Text(string text, SmsEncoding encoding) =>
        A.Handover with { Body = new ContentBody.Text(text), Sms = new SmsSettings(encoding, null) };

    [Fact]
    public async Task A_text_is_written_as_Kannel_wants_it() => (await WrittenAsync(A.Handover)).Should().Be("""
        POST http://localhost:13013/cgi-bin/sendsms
        X-Kannel-Username: shop
        X-Kannel-Password: kannel-password-1
        X-Kannel-From: +15005550006
        X-Kannel-To: +447700900123
        X-Kannel-Coding: 0
        X-Kannel-DLR-Mask: 31
        X-Kannel-DLR-Url: https://us.example/webhooks/acme/main?ref=0193b1c2d3e47f508a6b1c2d3e4f5061-2&sig=SIGNATURE&type=%d&at=%T&id=%F&reply=%A
        Content-Type: text/plain; charset=utf-8

        Your parcel waits at the corner shop
        """.Replace("SIGNATURE", SignedAddress.Sign("receipt-secret-1"u8.ToArray(), A.Reference.ToString()), StringComparison.Ordinal));

    [Fact]
    public async Task A_text_outside_the_alphabet_of_the_operators_is_written_in_UCS2() =>
        (await WrittenAsync(Text("Привет", SmsEncoding.Auto))).Should().Contain("\nX-Kannel-Coding: 2\n").And.EndWith("\n\nПривет");

    [Theory]
    [InlineData(SmsEncoding.Auto, "0")]
    [InlineData(SmsEncoding.Gsm7, "0")]
    [InlineData(SmsEncoding.Ucs2, "2")]
    public async Task The_alphabet_that_the_message_asks_for_is_used(SmsEncoding encoding, string coding) =>
        (await WrittenAsync(Text("Grüße: 5 €", encoding))).Should().Contain($"\nX-Kannel-Coding: {coding}\n");

    [Theory]
    [InlineData("SHOP", "SHOP")]
    [InlineData("15005550007", "+15005550007")]
    [InlineData("+15005550007", "+15005550007")]
    [InlineData("79797", "79797")]
    [InlineData(" My Shop ", "My Shop")]
    [InlineData("Café", "+15005550006")] // no header carries it
    [InlineData("a name of more than twenty", "+15005550006")] // no operator carries it
    [InlineData("a\r\nb", "+15005550006")]
    public async Task The_messages_own_sender_is_used_first_if_it_can_be_written(string source, string written) =>
        (await WrittenAsync(From(source))).Should().Contain($"\nX-Kannel-From: {written}\n");

    [Fact]
    public async Task Without_a_sender_Kannel_uses_its_own() =>
        (await Requests.WrittenAsync(Without("From"), A.Handover)).Should().NotContain("X-Kannel-From");

    [Fact]
    public async Task A_connection_of_Kannel_can_be_chosen() =>
        (await Requests.WrittenAsync(With([.. KannelConformance.Account, new("Smsc", "OPERATOR-1")]), A.Handover))
            .Should().Contain("\nX-Kannel-SMSC: OPERATOR-1\n");

    [Theory]
    [InlineData(59.9, null)] // Kannel counts in minutes
    [InlineData(60, "1")]
    [InlineData(119, "1")]
    [InlineData(295, "4")]
    [InlineData(86_395, "1439")]
    public async Task L5_The_lifetime_is_written_in_whole_minutes_and_never_longer(double seconds, string? minutes)
    {
        var written = await WrittenAsync(A.Handover with { Lifetime = TimeSpan.FromSeconds(seconds) });

        if (minutes is null)
            written.Should().NotContain("X-Kannel-Validity");
        else
            written.Should().Contain($"\nX-Kannel-Validity: {minutes}\n");
    }

    [Fact]
    public async Task A_percent_sign_of_our_own_address_is_no_escape_code_of_Kannels() =>
        (await WrittenAsync(A.Handover with { ReceiptsTo = new Uri("https://us.example/caf%C3%A9/hook?a=%2F") }))
            .Should().Contain("X-Kannel-DLR-Url: https://us.example/caf%%C3%%A9/hook?a=%%2F&ref=");

    [Fact]
    public async Task The_address_for_reports_fits_into_255_characters_even_with_a_long_name() =>
        (await WrittenAsync(A.Handover with { ReceiptsTo = new Uri($"https://sms-receipts.some-region.example.com/webhooks/kannel/{new string('a', 50)}") }))
            .Split('\n').Single(line => line.StartsWith("X-Kannel-DLR-Url: ", StringComparison.Ordinal))
            .Length.Should().BeLessThan(255);

    [Theory]
    [InlineData("0: Accepted for delivery")]
    [InlineData("3: Queued for later delivery")]
    [InlineData("Sent.")]
    [InlineData("Sent. Message splits: 3")]
    public void An_accepted_message_has_no_id(string text) => ResultOf(202, text).Should().Be(new CallResult.Accepted(null));

    [Theory]
    [InlineData(403, "Authorization failed for sendsms", ErrorClass.Configuration, ErrorSubject.Account)]
    [InlineData(403, "Not routable. Do not try again.", ErrorClass.Configuration, ErrorSubject.Message)]
    [InlineData(404, "Unknown request.", ErrorClass.Configuration, ErrorSubject.Account)]
    [InlineData(400, "Invalid content-type", ErrorClass.Configuration, ErrorSubject.Account)]
    [InlineData(415, "Unsupported content-type, rejected", ErrorClass.Configuration, ErrorSubject.Account)]
    [InlineData(400, "Sender missing and no global set, rejected", ErrorClass.Configuration, ErrorSubject.Account)]
    [InlineData(400, "DLR-URL field misformed, rejected", ErrorClass.Configuration, ErrorSubject.Account)]
    [InlineData(400, "DLR-Mask field misformed, rejected", ErrorClass.Configuration, ErrorSubject.Account)]
    [InlineData(400, "Number(s) has/have been denied by white- and/or black-lists.", ErrorClass.RecipientRefused, ErrorSubject.Message)]
    [InlineData(400, "Missing receiver(s) number(s), rejected", ErrorClass.BadRequest, ErrorSubject.Message)]
    [InlineData(400, "Empty receiver number not allowed, rejected", ErrorClass.BadRequest, ErrorSubject.Message)]
    [InlineData(400, "Charset or body misformed, rejected", ErrorClass.BadRequest, ErrorSubject.Message)]
    [InlineData(400, "Validity field misformed, rejected", ErrorClass.BadRequest, ErrorSubject.Message)]
    [InlineData(400, "Something new, rejected", ErrorClass.BadRequest, ErrorSubject.Message)]
    public void A_refusal_means_what_its_text_says(int status, string text, ErrorClass @class, ErrorSubject about) =>
        ResultOf(status, text).Should().Be(new CallResult.Rejected(AttemptError.Of(@class, $"{status}", text), about));

    [Fact]
    public void Every_text_of_the_table_is_tested()
    {
        var tested = typeof(KannelAdapterTests).GetMethod(nameof(A_refusal_means_what_its_text_says))!
            .GetCustomAttributes(typeof(InlineDataAttribute), inherit: false)
            .Cast<InlineDataAttribute>()
            .Select(data => (string)data.Data[1]!);

        KannelResponses.Refusals.Should().OnlyContain(known => tested.Any(text => text.StartsWith(known.Text, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_full_queue_is_deferred() => ResultOf(503, "Temporal failure, try again later.").Should().Be(new CallResult.Deferred(
        AttemptError.Of(ErrorClass.Unavailable, "503", "Temporal failure, try again later."), About: ErrorSubject.Account));

    [Theory]
    [InlineData(500, "Sending failed.")]
    [InlineData(202, "4: Something new")]
    [InlineData(202, "<html>0: Accepted for delivery</html>")]
    public void What_may_have_been_accepted_is_unknown(int status, string text) =>
        ResultOf(status, text).Should().BeOfType<CallResult.Unknown>();

    [Fact]
    public void A_page_of_a_proxy_is_not_stored() =>
        ResultOf(403, "<html>no</html>").Should().Be(new CallResult.Rejected(AttemptError.Of(ErrorClass.Configuration, "403")));

    [Theory]
    [InlineData("Username", null)]
    [InlineData("Username", "a\nb")]
    [InlineData("Password", null)]
    [InlineData("Password", "pässword-of-sixteen")]
    [InlineData("From", "Café")]
    [InlineData("Smsc", "a\nb")]
    [InlineData("ReceiptSecret", null)]
    public void A_setting_that_cannot_be_used_is_named(string name, string? value)
    {
        var create = () => With([.. KannelConformance.Account.Where(pair => pair.Key != name), new(name, value)]);

        create.Should().Throw<InvalidSettingsException>().Which.Messages.Should().ContainSingle(
            message => message.StartsWith($"ChannelAccounts:main:Settings:{name}: ", StringComparison.Ordinal));
    }
}
