using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Providers.EightByEight;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.EightByEight;

public sealed class EightByEightAdapterTests
{
    private static readonly IChannelAdapter Adapter = With();

    private static readonly Handover Sms = A.Handover with { WrittenAt = A.Time };

    private static IChannelAdapter With(params (string Name, string? Value)[] changed)
    {
        var settings = new Dictionary<string, string?>(EightByEightConformance.Account);
        foreach (var (name, value) in changed)
            settings[name] = value;
        return new EightByEightProvider().CreateAdapter(A.Settings(Channel.Sms.Name, settings));
    }

    private static ProviderResponse Response(int status, string body) => new(status, Encoding.UTF8.GetBytes(body), RetryAfter: null);

    private static CallResult ResultOf(int status, string body) => Adapter.ReadResponse(Response(status, body));

    private static async Task<string> MemberAsync(string name, Handover handover, IChannelAdapter? adapter = null)
    {
        using var request = (adapter ?? Adapter).WriteCall(handover);
        return System.Text.Json.Nodes.JsonNode.Parse(await request.Content!.ReadAsStringAsync())![name]?.GetValue<string>() ?? "";
    }

    [Fact]
    public async Task An_SMS_is_written_as_8x8_wants_it() =>
        (await Requests.WrittenAsync(Adapter, Sms with { Lifetime = TimeSpan.FromSeconds(55.9) })).Should().Be("""
        POST https://sms.8x8.com/api/v1/subaccounts/shop_main/messages
        Authorization: Bearer 8x8-api-key-1
        Content-Type: application/json; charset=utf-8

        {"destination":"\u002B447700900123","source":"SHOP","text":"Your parcel waits at the corner shop","encoding":"GSM7","clientMessageId":"0193b1c2d3e47f508a6b1c2d3e4f5061-2","expiry":"2026-11-23T10:00:55Z","dlrCallbackUrl":"https://us.example/webhooks/acme/main?ref=0193b1c2d3e47f508a6b1c2d3e4f5061-2\u0026sig=SIGNATURE"}
        """.Replace(
            "SIGNATURE", SignedAddress.Sign("receipt-secret-1"u8.ToArray(), A.Reference.ToString()), StringComparison.Ordinal));

    [Theory]
    [InlineData("+44 7700 900-456", "+447700900456")]
    [InlineData("12345", "12345")]
    [InlineData("ACME Corp", "ACME Corp")]
    [InlineData(null, "SHOP")]
    public async Task The_sender_is_that_of_the_message_else_that_of_the_account(string? source, string written) =>
        (await MemberAsync("source", Sms with { Sms = new SmsSettings(SmsEncoding.Auto, source) })).Should().Be(written);

    [Fact]
    public async Task Without_any_sender_8x8_chooses_it() =>
        (await MemberAsync("source", Sms, With(("From", null)))).Should().BeEmpty();

    [Theory]
    [InlineData("Hello", SmsEncoding.Auto, "GSM7")]
    [InlineData("Hello", SmsEncoding.Ucs2, "UCS2")]
    [InlineData("Привет", SmsEncoding.Auto, "UCS2")]
    [InlineData("Привет", SmsEncoding.Gsm7, "UCS2")] // else the person could not read it
    public async Task The_alphabet_is_the_one_that_the_text_needs(string text, SmsEncoding asked, string written) =>
        (await MemberAsync("encoding", Sms with { Body = new ContentBody.Text(text), Sms = new SmsSettings(asked, null) })).Should().Be(written);

    [Theory]
    [InlineData(29.9, "")]
    [InlineData(30, "2026-11-23T10:00:30Z")]
    [InlineData(1_000_000, "2026-11-25T10:00:00Z")]
    public async Task L5_A_lifetime_is_the_time_of_its_end_and_at_most_two_days(double seconds, string expiry) =>
        (await MemberAsync("expiry", Sms with { Lifetime = TimeSpan.FromSeconds(seconds) })).Should().Be(expiry);

    [Fact]
    public void A_refusal_in_a_200_is_a_refusal() =>
        ResultOf(200, """{"umid":"u-1","status":{"code":"REJECTED","description":"No price for 447700900123"}}""").Should().Be(
            new CallResult.Rejected(AttemptError.Of(ErrorClass.Other, "REJECTED", "No price for …")));

    public static TheoryData<int> Codes => [.. EightByEightErrors.Calls.Known.Keys];

    [Theory, MemberData(nameof(Codes))]
    public void An_error_of_the_API_has_its_class(int code)
    {
        var known = EightByEightErrors.Calls.Known[code];
        var result = ResultOf(400, $$"""{"code":{{code}},"message":"Some words"}""");

        if (known.IsUnclear)
            result.Should().BeOfType<CallResult.Unknown>();
        else if (known.Class == ErrorClass.Throttled)
            result.Should().BeOfType<CallResult.Deferred>();
        else
            result.Should().BeOfType<CallResult.Rejected>().Which.Error.Class.Should().Be(known.Class);
    }

    [Theory]
    [InlineData(1002, ErrorClass.NotReachable, 15, ErrorSubject.Message)]
    [InlineData(1005, ErrorClass.Configuration, 19, ErrorSubject.Sender)]
    [InlineData(1200, ErrorClass.Configuration, 41, ErrorSubject.Account)]
    public void The_errors_that_matter_have_the_code_of_a_receipt(int code, ErrorClass @class, int published, ErrorSubject about)
    {
        var refused = ResultOf(400, $$"""{"code":{{code}}}""").Should().BeOfType<CallResult.Rejected>().Subject;

        (refused.Error.Class, refused.Error.Code, refused.About).Should().Be((@class, published, about));
    }

    [Theory]
    [InlineData(404, """{"code":1300,"message":"Message not found."}""", AccountVerdict.Right)]
    [InlineData(401, """{"code":1200,"message":"Request was not authenticated properly"}""", AccountVerdict.Wrong)]
    [InlineData(503, "", AccountVerdict.Unknown)]
    public void The_check_asks_for_a_message_that_nobody_sent(int status, string body, AccountVerdict verdict)
    {
        var check = Adapter.Checks(A.Handover.ReceiptsTo).Single();

        using var request = check.Write();
        request.RequestUri.Should().Be("https://sms.8x8.com/api/v1/subaccounts/shop_main/messages/00000000-0000-0000-0000-000000000000");
        check.Read(Response(status, body)).Verdict.Should().Be(verdict);
    }

    [Theory]
    [InlineData("ab", "a subaccount's id has 3 to 50 letters, digits and -._&")]
    [InlineData("../admin", "a subaccount's id has 3 to 50 letters, digits and -._&")]
    public void A_wrong_setting_is_named(string id, string why) => FluentActions.Invoking(() => With(("SubAccountId", id)))
        .Should().Throw<InvalidSettingsException>().Which.Message.Should().Contain(why);
}
