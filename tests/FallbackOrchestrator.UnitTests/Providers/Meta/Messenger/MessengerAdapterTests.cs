using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Providers.Meta.Messenger;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Meta.Messenger;

/// <summary>
/// The requests and responses of Meta's "Send API Reference" (June 2026) and of its page "Send a Message" for Instagram (2 July 2026).
/// There is no OpenAPI document of this API.
/// </summary>
public sealed class MessengerAdapterTests
{
    private static readonly Handover ToPerson = A.Handover with { Recipient = new Recipient(null, MessengerConformance.Person) };

    private static IChannelAdapter On(Channel channel, params (string Name, string Value)[] more) => new MessengerProvider().CreateAdapter(
        A.Settings(channel.Name, MessengerConformance.Account.Concat(
            more.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))));

    private static CallResult ResultOf(int status, string body) =>
        On(Channel.Facebook).ReadResponse(new ProviderResponse(status, Encoding.UTF8.GetBytes(body), RetryAfter: null));

    private static async Task<string> BodyAsync(ContentBody body, params (string Name, string Value)[] more) =>
        (await Requests.WrittenAsync(On(Channel.Facebook, more), ToPerson with { Body = body })).Split("\n\n")[1];

    [Fact]
    public async Task A_text_is_written_as_Meta_wants_it_and_on_Instagram_in_the_same_way()
    {
        var written = await Requests.WrittenAsync(On(Channel.Facebook), ToPerson);

        written.Should().Be($$$"""
            POST https://graph.facebook.com/v26.0/1906385232743451/messages
            Authorization: Bearer EAAB-page-token
            Content-Type: application/json; charset=utf-8

            {"recipient":{"id":"4215879168499214"},"messaging_type":"UPDATE","message":{"text":"Your parcel waits at the corner shop","metadata":"{{{A.Reference}}}"}}
            """);
        (await Requests.WrittenAsync(On(Channel.Instagram), ToPerson)).Should().Be(written);
    }

    [Fact]
    public async Task With_a_message_tag_it_is_sent_as_tagged() =>
        (await BodyAsync(new ContentBody.Text("Hello"), ("MessageTag", "HUMAN_AGENT"))).Should().Be($$$"""
            {"recipient":{"id":"4215879168499214"},"messaging_type":"MESSAGE_TAG","message":{"text":"Hello","metadata":"{{{A.Reference}}}"},"tag":"HUMAN_AGENT"}
            """);

    [Fact]
    public async Task A_file_is_an_attachment_with_its_address()
    {
        var url = new Uri("https://cdn.example/1");

        foreach (var (body, type) in new (ContentBody, string)[]
        {
            (new ContentBody.Image(url), "image"), (new ContentBody.Audio(url), "audio"), (new ContentBody.Video(url), "video"),
            (new ContentBody.File(url), "file"),
        })
        {
            (await BodyAsync(body)).Should().Contain(
                $$$"""
                "message":{"attachment":{"type":"{{{type}}}","payload":{"url":"https://cdn.example/1"}},"metadata":"{{{A.Reference}}}"}
                """);
        }
    }

    [Fact]
    public void Instagram_counts_bytes_and_Messenger_characters()
    {
        var text = new ContentBody.Text(new string('é', 501));

        On(Channel.Instagram).WhyNot(text).Should().Be("the text is longer than Instagram's 1000 bytes in UTF-8");
        On(Channel.Instagram).WhyNot(new ContentBody.Text(new string('é', 500))).Should().BeNull();
        On(Channel.Facebook).WhyNot(text).Should().BeNull();
        Channel.Facebook.Content.WhyNot(new ContentBody.Text(new string('x', 2001)))
            .Should().Be("the text is longer than the channel's 2000 characters");
    }

    [Fact]
    public void Messenger_reports_Delivered_at_best_and_Instagram_Read()
    {
        On(Channel.Facebook).Traits.BestStatus.Should().Be(SuccessStatus.Delivered);
        On(Channel.Instagram).Traits.BestStatus.Should().Be(SuccessStatus.Read);
    }

    [Fact]
    public void Acceptance_is_Sent() =>
        ResultOf(200, """{"recipient_id":"4215879168499214","message_id":"m_AG5Hz2Uq7tuwNEhXfYYKj8mJEM_QPpz5jdCK48PnKAjSdjfipqxqMvK8ma6AC8fplwlqLP_5cgXIbu7I3rBN0P"}""")
            .Should().Be(new CallResult.Accepted(
                "m_AG5Hz2Uq7tuwNEhXfYYKj8mJEM_QPpz5jdCK48PnKAjSdjfipqxqMvK8ma6AC8fplwlqLP_5cgXIbu7I3rBN0P", AttemptStatus.Sent));

    [Theory]
    [InlineData(551, 1545041, ErrorClass.RecipientRefused, "1545041")]
    [InlineData(551, null, ErrorClass.RecipientRefused, "551")]
    [InlineData(200, 1545041, ErrorClass.RecipientRefused, "1545041")]
    [InlineData(200, 2018028, ErrorClass.Configuration, "2018028", ErrorSubject.Account)]
    [InlineData(200, null, ErrorClass.Configuration, "200", ErrorSubject.Account)]
    [InlineData(230, null, ErrorClass.Configuration, "230", ErrorSubject.Account)]
    [InlineData(10, 2018278, ErrorClass.NotReachable, "2018278")]
    [InlineData(10, 2018065, ErrorClass.NotReachable, "2018065")]
    [InlineData(10, 2534022, ErrorClass.NotReachable, "2534022")]
    [InlineData(10, 2018108, ErrorClass.Configuration, "2018108", ErrorSubject.Account)]
    [InlineData(10, 1893063, ErrorClass.Configuration, "1893063", ErrorSubject.Account)]
    [InlineData(10, 1, ErrorClass.Configuration, "10")]
    [InlineData(100, 2018001, ErrorClass.NotReachable, "2018001")]
    [InlineData(100, 2534014, ErrorClass.NotReachable, "2534014")]
    [InlineData(100, 2018109, ErrorClass.BadRequest, "2018109")]
    [InlineData(100, 2018008, ErrorClass.BadRequest, "2018008")]
    [InlineData(100, 2018047, ErrorClass.BadRequest, "2018047")]
    [InlineData(100, 2018074, ErrorClass.BadRequest, "2018074")]
    [InlineData(100, 2018294, ErrorClass.BadRequest, "2018294")]
    [InlineData(100, 2018034, ErrorClass.BadRequest, "2018034")]
    [InlineData(100, 2534015, ErrorClass.BadRequest, "2534015")]
    [InlineData(100, 2534037, ErrorClass.Configuration, "2534037")]
    [InlineData(100, 33, ErrorClass.Configuration, "33")]
    [InlineData(100, null, ErrorClass.BadRequest, "100")]
    [InlineData(0, null, ErrorClass.Configuration, "0", ErrorSubject.Account)]
    [InlineData(3, null, ErrorClass.Configuration, "3", ErrorSubject.Account)]
    [InlineData(102, null, ErrorClass.Configuration, "102", ErrorSubject.Account)]
    [InlineData(190, 463, ErrorClass.Configuration, "190", ErrorSubject.Account)]
    [InlineData(368, null, ErrorClass.Configuration, "368", ErrorSubject.Account)]
    [InlineData(2, 2018344, ErrorClass.Configuration, "2018344", ErrorSubject.Account)]
    [InlineData(200, 2018021, ErrorClass.Configuration, "2018021", ErrorSubject.Account)]
    [InlineData(200, 2018027, ErrorClass.Configuration, "2018027", ErrorSubject.Account)]
    [InlineData(4, 2018354, ErrorClass.Throttled, "2018354")]
    [InlineData(9, 2018352, ErrorClass.Throttled, "2018352")]
    public void The_subcode_decides_where_the_code_is_too_general(
        int code, int? subcode, ErrorClass @class, string provider, ErrorSubject about = ErrorSubject.Message)
    {
        var rejected = ResultOf(400, Error(code, subcode)).Should().BeOfType<CallResult.Rejected>().Subject;

        (rejected.Error.Class, rejected.Error.ProviderCode, rejected.About).Should().Be((@class, provider, about));
    }

    [Theory]
    [InlineData(4, null)]
    [InlineData(4, 2018022)]
    [InlineData(9, null)]
    [InlineData(17, null)]
    [InlineData(32, null)]
    [InlineData(341, null)]
    [InlineData(613, 1996)]
    [InlineData(80006, null)]
    public void A_rate_limit_is_deferred(int code, int? subcode) =>
        ResultOf(400, Error(code, subcode)).Should().BeOfType<CallResult.Deferred>().Which.Error.Class.Should().Be(ErrorClass.Throttled);

    [Theory]
    [InlineData(1, 99)]
    [InlineData(1, 1357046)]
    [InlineData(2, null)]
    [InlineData(1200, null)]
    public void What_may_have_been_sent_is_unknown_and_no_evidence_against_the_account(int code, int? subcode) =>
        ResultOf(500, Error(code, subcode)).Should().BeOfType<CallResult.Unknown>().Which.SpeaksAgainstAccount.Should().BeFalse();

    [Fact]
    public void An_Instagram_account_without_its_id_is_refused_and_told_why()
    {
        var settings = MessengerConformance.Account.Where(setting => setting.Key != "InstagramAccountId");

        var create = () => new MessengerProvider().CreateAdapter(A.Settings(Channel.Instagram.Name, settings));

        create.Should().Throw<InvalidSettingsException>().Which.Messages.Should().ContainSingle()
            .Which.Should().StartWith("ChannelAccounts:main:Settings:InstagramAccountId: ");
        new MessengerProvider().CreateAdapter(A.Settings(Channel.Facebook.Name, settings)).Traits.AccountName.Should().Be("1906385232743451");
    }

    private static string Error(int code, int? subcode) =>
        $$$"""{"error":{"message":"(#{{{code}}}) No","type":"OAuthException","code":{{{code}}},"error_subcode":{{{subcode?.ToString() ?? "null"}}},"fbtrace_id":"BLBz/WZt8dN"}}""";
}
