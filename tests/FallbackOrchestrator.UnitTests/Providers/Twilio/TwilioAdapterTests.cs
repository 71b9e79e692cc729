using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Providers.Twilio;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Twilio;

public sealed class TwilioAdapterTests
{
    private static readonly IChannelAdapter Adapter = With(TwilioConformance.Account);

    private static IChannelAdapter With(IEnumerable<KeyValuePair<string, string?>> settings) =>
        new TwilioProvider().CreateAdapter(A.Settings(Channel.Sms.Name, settings));

    private static CallResult ResultOf(int status, string body) =>
        Adapter.ReadResponse(new ProviderResponse(status, Encoding.UTF8.GetBytes(body), TimeSpan.FromSeconds(3)));

    [Fact]
    public async Task A_text_is_written_as_Twilio_wants_it() => (await Requests.WrittenAsync(Adapter, A.Handover)).Should().Be("""
        POST https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages.json
        Authorization: Basic QUMwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMTphdXRoLXRva2VuLTE=
        Content-Type: application/x-www-form-urlencoded

        To=%2B447700900123&From=%2B15005550006&Body=Your+parcel+waits+at+the+corner+shop&StatusCallback=https%3A%2F%2Fus.example%2Fwebhooks%2Facme%2Fmain%3Fref%3D0193b1c2d3e47f508a6b1c2d3e4f5061-2%23rc%3D3%26rp%3Dall
        """);

    [Theory]
    [InlineData(0.9, null)]
    [InlineData(1, "1")]
    [InlineData(54.9, "54")]
    [InlineData(36_001, "36000")]
    public async Task L5_The_lifetime_is_written_in_whole_seconds_and_never_longer(double seconds, string? validity)
    {
        var written = await Requests.WrittenAsync(Adapter, A.Handover with { Lifetime = TimeSpan.FromSeconds(seconds) });

        if (validity is null)
            written.Should().NotContain("ValidityPeriod");
        else
            written.Should().Contain($"&ValidityPeriod={validity}&");
    }

    [Fact]
    public async Task The_messages_own_sender_is_used_first() =>
        (await Requests.WrittenAsync(Adapter, A.Handover with { Sms = new SmsSettings(SmsEncoding.Auto, "SHOP") })).Should().Contain(
            "&From=SHOP&");

    [Theory]
    [InlineData("15005550006", "&From=%2B15005550006&")]
    [InlineData("+15005550006", "&From=%2B15005550006&")]
    [InlineData("79797", "&From=79797&")]
    public async Task A_number_as_sender_has_its_plus(string source, string written) =>
        (await Requests.WrittenAsync(Adapter, A.Handover with { Sms = new SmsSettings(SmsEncoding.Auto, source) }))
            .Should().Contain(written);

    [Fact]
    public async Task A_messaging_service_chooses_the_sender_if_none_is_configured()
    {
        var adapter = With([.. TwilioConformance.Account.Where(pair => pair.Key != "From"), new("MessagingServiceSid", "MG1")]);

        (await Requests.WrittenAsync(adapter, A.Handover)).Should().Contain("&MessagingServiceSid=MG1&").And.NotContain("From=");
    }

    [Theory]
    [InlineData("https://us.example/hook", "https://us.example/hook?ref=0193b1c2d3e47f508a6b1c2d3e4f5061-2#rc=3&rp=all")]
    [InlineData("https://us.example/hook?k=1", "https://us.example/hook?k=1&ref=0193b1c2d3e47f508a6b1c2d3e4f5061-2#rc=3&rp=all")]
    public void The_callback_carries_our_reference_and_asks_to_be_repeated(string receiptsTo, string callback) =>
        TwilioCallback.Address(new Uri(receiptsTo), A.Reference).Should().Be(callback);

    [Theory]
    [InlineData("accepted", AttemptStatus.Accepted)]
    [InlineData("queued", AttemptStatus.Accepted)]
    [InlineData("scheduled", AttemptStatus.Accepted)]
    [InlineData("sending", AttemptStatus.Accepted)]
    [InlineData("sent", AttemptStatus.Sent)]
    [InlineData("delivered", AttemptStatus.Sent)]
    [InlineData("somersaulted", AttemptStatus.Accepted)]
    public void The_status_in_the_response_is_used_because_no_callback_repeats_it(string status, AttemptStatus expected) =>
        ResultOf(201, $$"""{"sid":"SM1","status":"{{status}}"}""").Should().Be(new CallResult.Accepted("SM1", expected));

    [Fact]
    public void A_message_that_failed_at_once_is_rejected() =>
        ResultOf(201, """{"sid":"SM1","status":"failed","error_code":30006,"error_message":"Landline"}""")
            .Should().Be(new CallResult.Rejected(AttemptError.Of(ErrorClass.NotReachable, "30006", "Landline")));

    [Theory]
    [InlineData(21211, 400, ErrorClass.NotReachable)]
    [InlineData(21614, 400, ErrorClass.NotReachable)]
    [InlineData(21610, 400, ErrorClass.RecipientRefused)]
    [InlineData(21602, 400, ErrorClass.BadRequest)]
    [InlineData(21612, 400, ErrorClass.BadRequest)]
    [InlineData(20003, 401, ErrorClass.Configuration)]
    [InlineData(21408, 403, ErrorClass.NotReachable)]
    [InlineData(21608, 400, ErrorClass.NotReachable)]
    [InlineData(21635, 400, ErrorClass.NotReachable)]
    [InlineData(21659, 400, ErrorClass.Configuration)]
    [InlineData(21703, 400, ErrorClass.Configuration)]
    [InlineData(63038, 429, ErrorClass.Throttled)]
    public void A_refusal_means_what_its_code_says(int code, int status, ErrorClass @class) => ResultOf(status, Error(code, status))
        .Should().BeOfType<CallResult.Rejected>().Which.Error.Should().Be(AttemptError.Of(@class, $"{code}", "why") with
        {
            NotOnChannel = code is 21614 or 21635,
        });

    [Theory]
    [InlineData(20429, 429)]
    [InlineData(21611, 400)]
    public void Throttling_is_deferred(int code, int status) => ResultOf(status, Error(code, status))
        .Should().Be(new CallResult.Deferred(AttemptError.Of(ErrorClass.Throttled, $"{code}", "why"), TimeSpan.FromSeconds(3)));

    [Fact]
    public void A_fault_of_Twilios_own_is_unknown() => ResultOf(500, Error(20500, 500)).Should().BeOfType<CallResult.Unknown>();

    private static string Error(int code, int status) =>
        $$"""{"code":{{code}},"message":"why","more_info":"https://www.twilio.com/docs/errors/{{code}}","status":{{status}}}""";
}
