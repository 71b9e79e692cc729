using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Providers.Vonage;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Vonage;

public sealed class VonageAdapterTests
{
    private static readonly IChannelAdapter Viber = Adapter(Channel.Viber);
    private static readonly IChannelAdapter Sms = Adapter(Channel.Sms);

    private static IChannelAdapter Adapter(Channel channel) =>
        new VonageProvider().CreateAdapter(A.Settings(channel.Name, VonageConformance.Account));

    private static CallResult ResultOf(IChannelAdapter adapter, int status, string body) =>
        adapter.ReadResponse(new ProviderResponse(status, Encoding.UTF8.GetBytes(body), RetryAfter: null));

    [Fact]
    public async Task A_text_on_Viber_is_written_as_Vonage_wants_it() => (await Requests.WrittenAsync(Viber, A.Handover)).Should().Be("""
        POST https://api.nexmo.com/v1/messages
        Authorization: Basic YTFiMmMzZDphcGktc2VjcmV0LTE=
        Content-Type: application/json; charset=utf-8

        {"channel":"viber_service","message_type":"text","to":"447700900123","from":"ACME","text":"Your parcel waits at the corner shop","client_ref":"0193b1c2d3e47f508a6b1c2d3e4f5061-2","webhook_url":"https://us.example/webhooks/acme/main","webhook_version":"v1","viber_service":{"category":"transaction"}}
        """);

    [Fact]
    public async Task A_text_on_SMS_is_written_as_Vonage_wants_it() => (await Requests.WrittenAsync(Sms, A.Handover)).Should().Be("""
        POST https://api.nexmo.com/v1/messages
        Authorization: Basic YTFiMmMzZDphcGktc2VjcmV0LTE=
        Content-Type: application/json; charset=utf-8

        {"channel":"sms","message_type":"text","to":"447700900123","from":"ACME","text":"Your parcel waits at the corner shop","client_ref":"0193b1c2d3e47f508a6b1c2d3e4f5061-2","webhook_url":"https://us.example/webhooks/acme/main","webhook_version":"v1","sms":{"encoding_type":"auto"}}
        """);

    [Theory]
    [InlineData(SmsEncoding.Auto, "auto")]
    [InlineData(SmsEncoding.Gsm7, "text")]
    [InlineData(SmsEncoding.Ucs2, "unicode")]
    public async Task An_SMS_takes_its_alphabet_and_sender_from_the_message(SmsEncoding encoding, string written) =>
        (await Requests.WrittenAsync(Sms, A.Handover with { Sms = new SmsSettings(encoding, "SHOP") }))
            .Should().Contain($"\"encoding_type\":\"{written}\"").And.Contain("\"from\":\"SHOP\"");

    [Fact]
    public async Task A_number_as_sender_has_no_plus() =>
        (await Requests.WrittenAsync(Sms, A.Handover with { Sms = new SmsSettings(SmsEncoding.Auto, "+6591110000") }))
            .Should().Contain("\"from\":\"6591110000\"");

    [Fact]
    public async Task Viber_keeps_its_own_sender() =>
        (await Requests.WrittenAsync(Viber, A.Handover with { Sms = new SmsSettings(SmsEncoding.Auto, "SHOP") })).Should().Contain(
            "\"from\":\"ACME\"");

    [Theory]
    [InlineData("SMS", 19.9, null)]
    [InlineData("SMS", 20, "\"ttl\":20")]
    [InlineData("SMS", 54.9, "\"ttl\":54")]
    [InlineData("SMS", 604_801, "\"ttl\":604800")]
    [InlineData("Viber", 29.9, null)]
    [InlineData("Viber", 30, "\"viber_service\":{\"category\":\"transaction\",\"ttl\":30}")]
    [InlineData("Viber", 259_201, "\"viber_service\":{\"category\":\"transaction\",\"ttl\":259200}")]
    public async Task L5_The_lifetime_is_written_in_whole_seconds_and_never_longer(string channel, double seconds, string? ttl)
    {
        Channel.TryFind(channel, out var known);

        var written = await Requests.WrittenAsync(Adapter(known!), A.Handover with { Lifetime = TimeSpan.FromSeconds(seconds) });

        if (ttl is null)
            written.Should().NotContain("ttl");
        else
            written.Should().Contain(ttl);
    }

    [Fact]
    public void Viber_reports_Read_and_SMS_does_not()
    {
        Viber.Traits.BestStatus.Should().Be(SuccessStatus.Read);
        Sms.Traits.BestStatus.Should().Be(SuccessStatus.Delivered);
    }

    [Theory]
    [InlineData(1250, ErrorClass.NotReachable)]
    [InlineData(1260, ErrorClass.NotReachable)]
    [InlineData(1340, ErrorClass.NotReachable)]
    [InlineData(1050, ErrorClass.RecipientRefused)]
    [InlineData(1090, ErrorClass.BadRequest)]
    [InlineData(1160, ErrorClass.NotReachable)]
    [InlineData(1461, ErrorClass.NotReachable)]
    [InlineData(1483, ErrorClass.RecipientRefused)]
    [InlineData(1350, ErrorClass.Configuration)]
    [InlineData(1080, ErrorClass.Configuration)]
    [InlineData(1460, ErrorClass.Throttled)] // a day's messages
    public void A_refusal_means_what_its_code_says(int code, ErrorClass @class) => ResultOf(Viber, 422, Error($"{code}"))
        .Should().BeOfType<CallResult.Rejected>().Which.Error.Should().Be(AttemptError.Of(@class, $"{code}", "why"));

    [Theory]
    [InlineData(1240, ErrorClass.RecipientRefused, 2007, ErrorCodes.Blacklisted)]
    [InlineData(1300, ErrorClass.NotReachable, 2008, ErrorCodes.AbsentSubscriber)]
    [InlineData(1310, ErrorClass.NotReachable, 2009, ErrorCodes.AbsentSubscriber)]
    [InlineData(1040, ErrorClass.NotReachable, 2023, ErrorCodes.AbsentSubscriber)]
    [InlineData(1010, ErrorClass.BadRequest, 2005, ErrorCodes.InvalidParameter)]
    [InlineData(1170, ErrorClass.NotReachable, 2023, ErrorCodes.AbsentSubscriber)]
    [InlineData(1430, ErrorClass.NotReachable, 2023, ErrorCodes.AbsentSubscriber)]
    [InlineData(1130, ErrorClass.BadRequest, 2013, ErrorCodes.InvalidParameter)]
    [InlineData(1381, ErrorClass.BadRequest, 2018, ErrorCodes.InvalidParameter)]
    [InlineData(1382, ErrorClass.BadRequest, 2015, ErrorCodes.InvalidParameter)]
    public void Vibers_own_reasons_have_8x8s_codes_for_Viber(int code, ErrorClass @class, int onViber, int onSms)
    {
        ResultOf(Viber, 422, Error($"{code}")).Should().Be(Rejected(onViber));
        ResultOf(Sms, 422, Error($"{code}")).Should().Be(Rejected(onSms));

        CallResult Rejected(int published) => new CallResult.Rejected(
            new AttemptError(@class, published, $"{code}", "why") { NotOnChannel = code == 1300 });
    }

    [Theory]
    [InlineData(1000, 429, ErrorClass.Throttled)]
    [InlineData(1000, 422, ErrorClass.Throttled)]
    [InlineData(1100, 422, ErrorClass.Unavailable)]
    [InlineData(1100, 500, ErrorClass.Unavailable)]
    [InlineData(1241, 422, ErrorClass.Throttled)]
    [InlineData(1230, 422, ErrorClass.Unavailable)]
    public void A_message_that_was_not_submitted_is_deferred(int code, int status, ErrorClass @class) =>
        ResultOf(Viber, status, Error($"{code}")).Should().BeOfType<CallResult.Deferred>().Which.Error.Class.Should().Be(@class);

    [Theory]
    [InlineData(1320, false)]
    [InlineData(1490, false)]
    [InlineData(1331, true)]
    public void What_may_be_delivered_is_unknown(int code, bool speaksAgainstAccount) =>
        ResultOf(Viber, 422, Error($"{code}")).Should().BeOfType<CallResult.Unknown>().Which.SpeaksAgainstAccount.Should().Be(
            speaksAgainstAccount);

    [Fact]
    public void A_fault_of_Vonages_own_is_unknown() => ResultOf(Viber, 422, Error("1030")).Should().BeOfType<CallResult.Unknown>();

    [Fact]
    public void A_code_after_the_type_counts_if_the_title_is_text() =>
        ResultOf(Viber, 422, """{"type":"https://developer.vonage.com/api-errors/messages#1260","title":"Unreachable","detail":"why"}""")
            .Should().Be(new CallResult.Rejected(AttemptError.Of(ErrorClass.NotReachable, "1260", "why")));

    [Theory]
    [InlineData(401)]
    [InlineData(402)]
    [InlineData(403)]
    public void An_error_without_a_code_is_classified_by_its_status(int status) =>
        ResultOf(Viber, status, """{"type":"https://developer.vonage.com/api-errors#unauthorized","title":"Unauthorized","detail":"why"}""")
            .Should().BeOfType<CallResult.Rejected>().Which.Error.Class.Should().Be(ErrorClass.Configuration);

    [Theory]
    [InlineData("\"invalid_parameters\":[{\"name\":\"to\",\"reason\":\"must be digits\"},{\"reason\":\"too much\"}]", "to: must be digits; too much")]
    [InlineData("\"invalid_parameters\":[{\"name\":\"to\"}]", "why")]
    [InlineData("\"invalid_parameters\":[]", "why")]
    [InlineData("\"invalid_parameters\":\"to\"", "why")]
    public void A_refusal_says_which_parameter_is_wrong(string more, string words) =>
        ResultOf(Viber, 422, $$"""{"type":"https://developer.vonage.com/api-errors#1150","title":"1150","detail":"why",{{more}}}""")
            .Should().BeOfType<CallResult.Rejected>().Which.Error.Text.Should().Be(words);

    private static string Error(string code) =>
        $$"""{"type":"https://developer.vonage.com/api-errors#{{code}}","title":"{{code}}","detail":"why","instance":"bf0ca0bf927b3b52e3cb03217e1a1ddf"}""";
}
