using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Providers.TelegramBot;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.TelegramBot;

public sealed class TelegramBotAdapterTests
{
    private static readonly IChannelAdapter Adapter = With(TelegramBotConformance.Token);

    private static readonly Uri Media = new("https://cdn.example/x");

    private static readonly Handover Text = A.Handover with { Recipient = new Recipient(A.Msisdn, TelegramBotConformance.Chat) };

    private static IChannelAdapter With(string token) => new TelegramBotProvider()
        .CreateAdapter(A.Settings(Channel.Telegram.Name, [KeyValuePair.Create("BotToken", (string?)token)]));

    private static ProviderResponse Response(int status, string body) => new(status, Encoding.UTF8.GetBytes(body), RetryAfter: null);

    private static CallResult Refused(int code, string description, string more = "") =>
        Adapter.ReadResponse(Response(code, $$"""{"ok":false,"error_code":{{code}},"description":"{{description}}"{{more}}}"""));

    private static async Task<string> WrittenAsync(ContentBody body)
    {
        using var request = Adapter.WriteCall(Text with { Body = body });
        return $"{request.RequestUri!.Segments[^1]} {await request.Content!.ReadAsStringAsync()}";
    }

    [Fact]
    public async Task A_text_is_written_as_Telegram_wants_it() => (await Requests.WrittenAsync(Adapter, Text)).Should().Be("""
        POST https://api.telegram.org/bot123456789:AAExample-token_of-a-bot-0123456789/sendMessage

        Content-Type: application/json; charset=utf-8

        {"chat_id":99904444,"text":"Your parcel waits at the corner shop"}
        """);

    [Fact]
    public async Task Each_kind_of_content_has_its_method()
    {
        (await WrittenAsync(new ContentBody.Image(Media) { Caption = "Look" })).Should().Be(
            """sendPhoto {"chat_id":99904444,"photo":"https://cdn.example/x","caption":"Look"}""");
        (await WrittenAsync(new ContentBody.Audio(Media))).Should().Be("""sendAudio {"chat_id":99904444,"audio":"https://cdn.example/x"}""");
        (await WrittenAsync(new ContentBody.Video(Media))).Should().Be("""sendVideo {"chat_id":99904444,"video":"https://cdn.example/x"}""");
        (await WrittenAsync(new ContentBody.File(Media))).Should().Be(
            """sendDocument {"chat_id":99904444,"document":"https://cdn.example/x"}""");
        (await WrittenAsync(new ContentBody.Location(new Place(1.5, 103.25)))).Should().Be(
            """sendLocation {"chat_id":99904444,"latitude":1.5,"longitude":103.25}""");
        (await WrittenAsync(new ContentBody.Location(new Place(1.5, 103.25, "Shop", "1 Main Street")))).Should().Be(
            """sendVenue {"chat_id":99904444,"latitude":1.5,"longitude":103.25,"title":"Shop","address":"1 Main Street"}""");
    }

    [Fact]
    public void Its_acceptance_is_Sent_and_nothing_more_is_ever_heard()
    {
        Adapter.ReadResponse(Response(200, """{"ok":true,"result":{"message_id":4711,"date":1795428000}}""")).Should().Be(
            new CallResult.Accepted("4711", AttemptStatus.Sent));
        Adapter.Traits.BestStatus.Should().Be(SuccessStatus.Sent);
        Adapter.Traits.Addressing.Should().Be(AccountAddressing.UserIdsOnly);
    }

    [Theory]
    [InlineData(403, "Forbidden: bot was blocked by the user", ErrorClass.RecipientRefused, ErrorSubject.Message)]
    [InlineData(403, "Forbidden: user is deactivated", ErrorClass.NotReachable, ErrorSubject.Message)]
    [InlineData(403, "Forbidden: bot can't initiate conversation with a user", ErrorClass.NotReachable, ErrorSubject.Message)]
    [InlineData(403, "Forbidden: bot was kicked from the group chat", ErrorClass.NotReachable, ErrorSubject.Message)]
    [InlineData(400, "Bad Request: chat not found", ErrorClass.NotReachable, ErrorSubject.Message)]
    [InlineData(400, "Bad Request: PEER_ID_INVALID", ErrorClass.NotReachable, ErrorSubject.Message)]
    [InlineData(400, "Bad Request: message is too long", ErrorClass.BadRequest, ErrorSubject.Message)]
    [InlineData(400, "Bad Request: wrong file identifier/HTTP URL specified", ErrorClass.BadRequest, ErrorSubject.Message)]
    [InlineData(401, "Unauthorized", ErrorClass.Configuration, ErrorSubject.Account)]
    [InlineData(404, "Not Found", ErrorClass.Configuration, ErrorSubject.Account)]
    public void A_refusal_has_its_class_and_Telegrams_words(int code, string description, ErrorClass @class, ErrorSubject about)
    {
        var refused = Refused(code, description).Should().BeOfType<CallResult.Rejected>().Subject;

        (refused.Error.Class, refused.About, refused.Error.Text).Should().Be((@class, about, description));
    }

    [Fact]
    public void A_rate_limit_is_deferred_for_as_long_as_Telegram_says() =>
        Refused(429, "Too Many Requests: retry after 34", ",\"parameters\":{\"retry_after\":34}").Should().BeOfType<CallResult.Deferred>()
            .Which.RetryAfter.Should().Be(TimeSpan.FromSeconds(34));

    [Fact]
    public void An_error_inside_Telegram_is_unknown() =>
        Refused(500, "Internal Server Error").Should().BeOfType<CallResult.Unknown>();

    [Theory]
    [InlineData(200, AccountVerdict.Right)]
    [InlineData(401, AccountVerdict.Wrong)]
    [InlineData(404, AccountVerdict.Wrong)]
    [InlineData(502, AccountVerdict.Unknown)]
    public void The_check_asks_who_the_bot_is(int status, AccountVerdict verdict)
    {
        var check = Adapter.Checks(A.Handover.ReceiptsTo).Single();

        using var request = check.Write();
        request.RequestUri!.AbsolutePath.Should().EndWith("/getMe");
        check.Read(Response(status, "{}")).Verdict.Should().Be(verdict);
    }

    [Theory]
    [InlineData("{\"ok\":true,\"result\":{\"url\":\"https://us.example/webhooks/acme/main\"}}", AccountVerdict.Right)]
    [InlineData("{\"ok\":true,\"result\":{\"url\":\"\"}}", AccountVerdict.Wrong)]
    [InlineData("{}", AccountVerdict.Unknown)]
    public void With_a_secret_of_the_webhook_a_check_asks_where_the_updates_go(string body, AccountVerdict verdict)
    {
        var adapter = new TelegramBotProvider().CreateAdapter(A.Settings(Channel.Telegram.Name, TelegramBotConformance.Account));
        var check = adapter.Checks(A.Handover.ReceiptsTo)[1];

        using var request = check.Write();
        request.RequestUri!.AbsolutePath.Should().EndWith("/getWebhookInfo");
        check.Read(Response(200, body)).Verdict.Should().Be(verdict);
    }

    [Fact]
    public void Without_a_secret_of_the_webhook_no_update_is_believed()
    {
        foreach (var given in (string?[])[null, "", "any"])
        {
            Adapter.ReadReceipts(new ReceiptRequest(
                "POST", A.Handover.ReceiptsTo, name => name == "X-Telegram-Bot-Api-Secret-Token" ? given : null, "{}"u8.ToArray(), A.Time))
                .Should().BeOfType<ReceiptParseResult.Unauthentic>();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("../x:12345678")]
    [InlineData("123456789")]
    [InlineData("123456789:AA/sendMessage?x=1")]
    public void A_token_that_is_none_is_refused(string token) =>
        FluentActions.Invoking(() => With(token)).Should().Throw<InvalidSettingsException>().Which.Message.Should().Contain("BotToken");
}
