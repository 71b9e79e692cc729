using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Providers.Zalo;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Zalo;

public sealed class ZaloAdapterTests
{
    private static readonly IChannelAdapter Adapter = With(ZaloConformance.Account);

    private static readonly Handover Template = A.Handover with
    {
        Recipient = new Recipient(Msisdn.Stored("+84987654321")),
        Body = new ContentBody.Template("7895417", "en",
        [
            new TemplateComponent.Header([new TemplateParameter.Text("ACME", "shop")]),
            new TemplateComponent.Body([new TemplateParameter.Text("Ana", "customer"), new TemplateParameter.Text("29012398", "order")]),
        ]),
    };

    private static IChannelAdapter With(IEnumerable<KeyValuePair<string, string?>> settings) =>
        new ZaloProvider().CreateAdapter(A.Settings(Channel.Zalo.Name, settings));

    private static CallResult ResultOf(int status, string body) => Adapter.ReadResponse(Response(status, body));

    private static ProviderResponse Response(int status, string body) => new(status, Encoding.UTF8.GetBytes(body), RetryAfter: null);

    [Fact]
    public async Task A_template_is_written_as_Zalo_wants_it() => (await Requests.WrittenAsync(Adapter, Template)).Should().Be("""
        POST https://business.openapi.zalo.me/message/template
        access_token: zalo-access-token-1
        Content-Type: application/json; charset=utf-8

        {"phone":"84987654321","template_id":"7895417","template_data":{"shop":"ACME","customer":"Ana","order":"29012398"},"tracking_id":"0193b1c2d3e47f508a6b1c2d3e4f5061-2"}
        """);

    [Fact]
    public void Anything_else_is_not_written() =>
        FluentActions.Invoking(() => Adapter.WriteCall(A.Handover)).Should().Throw<NotSupportedException>();

    [Fact]
    public void An_accepted_message_is_sent() =>
        ResultOf(200, """{"error":0,"message":"Success","data":{"msg_id":"a4d0243f"}}""").Should().Be(
            new CallResult.Accepted("a4d0243f", AttemptStatus.Sent));

    public static TheoryData<int> Codes => [.. ZaloErrors.Table.Known.Keys];

    [Theory, MemberData(nameof(Codes))]
    public void An_error_of_the_table_is_read_whatever_the_status_is(int code)
    {
        var known = ZaloErrors.Table.Known[code];
        foreach (var status in (int[])[200, 400])
        {
            var result = ResultOf(status, $$"""{"error":{{code}},"message":"Some words"}""");

            if (known.IsUnclear)
                result.Should().Be(new CallResult.Unknown($"the provider's error {code}", known.About));
            else
            {
                result.Should().Be(new CallResult.Rejected(
                    new AttemptError(known.Class, known.Code ?? ErrorCodes.For(known.Class), $"{code}", "Some words")
                    {
                        NotOnChannel = known.NotOnChannel,
                    },
                    known.About));
            }
        }
    }

    [Theory]
    [InlineData(-118, ErrorClass.NotReachable, ErrorSubject.Message, 1)]
    [InlineData(-141, ErrorClass.RecipientRefused, ErrorSubject.Message, 15)]
    [InlineData(-131, ErrorClass.BadRequest, ErrorSubject.Message, 18)]
    [InlineData(-124, ErrorClass.Configuration, ErrorSubject.Account, 41)]
    [InlineData(-115, ErrorClass.Configuration, ErrorSubject.Account, 42)]
    [InlineData(-144, ErrorClass.Throttled, ErrorSubject.Message, 50)]
    [InlineData(-9999, ErrorClass.Other, ErrorSubject.Message, 57)]
    public void An_error_has_its_meaning(int code, ErrorClass @class, ErrorSubject about, int published) =>
        ResultOf(200, $$"""{"error":{{code}},"message":"Some words"}""").Should().Be(
            new CallResult.Rejected(
                new AttemptError(@class, published, $"{code}", "Some words") { NotOnChannel = code == -118 }, about));

    [Fact]
    public void No_error_about_a_person_or_a_content_is_evidence_against_an_account() =>
        ZaloErrors.Table.Known.Values.Where(known => known.Class is not (ErrorClass.Configuration or ErrorClass.Other))
            .Should().OnlyContain(known => known.About == ErrorSubject.Message);

    [Theory]
    [InlineData(200, """{"error":0,"message":"Success","data":{}}""", AccountVerdict.Right, null)]
    [InlineData(200, """{"error":-124,"message":"Access token invalid"}""", AccountVerdict.Wrong, "AccessToken")]
    [InlineData(200, """{"error":-220,"message":"access_token is expired or removed"}""", AccountVerdict.Wrong, "AccessToken")]
    [InlineData(200, """{"error":-100}""", AccountVerdict.Unknown, null)]
    [InlineData(503, "", AccountVerdict.Unknown, null)]
    public void The_check_of_the_account_tells_a_wrong_token(int status, string body, AccountVerdict verdict, string? setting)
    {
        var finding = Adapter.Checks(A.Handover.ReceiptsTo).Should().ContainSingle().Subject.Read(Response(status, body));

        (finding.Verdict, finding.Setting).Should().Be((verdict, setting));
    }

    [Theory]
    [InlineData("AppId", null)]
    [InlineData("AppId", "acme")]
    [InlineData("AccessToken", "a\nb")]
    [InlineData("OaSecretKey", null)]
    public void A_setting_that_cannot_be_used_is_named(string name, string? value)
    {
        var create = () => With([.. ZaloConformance.Account.Where(pair => pair.Key != name), new(name, value)]);

        create.Should().Throw<InvalidSettingsException>().Which.Messages.Should().ContainSingle(
            message => message.StartsWith($"ChannelAccounts:main:Settings:{name}: ", StringComparison.Ordinal));
    }
}
